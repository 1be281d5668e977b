"""Addresses of Image Builder."""

from generator.localaws.imagebuilder.responses import ImageBuilderResponse

url_bases = [r"https?://imagebuilder\.(.+)\.amazonaws\.com"]
url_paths = {
    "{0}/(?P<operation>[A-Z][A-Za-z]+)$": ImageBuilderResponse.dispatch,  # named for the server
    "{0}/tags/(?P<resourceArn>.+)$": ImageBuilderResponse.dispatch,
}
