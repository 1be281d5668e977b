"""Snippets: links that say where they lead, in Markdown and HTML."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

from generator.publish.links import Launch, link, read_link
from generator.publish.snippets import Button, escaped, html, image, markdown

DIGEST = "8954e9a36f3e2eccde059b3d54cf07c0193f54e9d70ddf7967b8d9caf1440a0f"
URL = "https://b-1.s3.eu-west-1.amazonaws.com/templates/web/8954e9a36f3e2ecc/template.yaml"
LAUNCH = Launch("eu-west-1", URL, "web", {"Name": "a'b\"<c>&)](x)"})
BUTTON = Button(
    name="web",
    region="eu-west-1",
    link=link(LAUNCH, "aws"),
    url=URL,
    command="aws cloudformation create-stack --stack-name 'web'",
    bucket="b-1",
    digest=DIGEST,
    acknowledged=True,
)


class Page(HTMLParser):
    """The tags of a page with their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """As the parser calls it."""
        self.tags.append((tag, dict(attrs)))


def test_the_markdown_button_leads_where_it_should() -> None:
    shown = re.fullmatch(r"\[!\[(.*)\]\((.*)\)\]\(<(.*)>\)", image(BUTTON))

    assert shown is not None
    assert "Launch stack web in eu-west-1 (AWS console)" == shown[1]
    assert "launch-stack.svg" == shown[2]
    assert LAUNCH == read_link(shown[3])


def test_the_html_button_leads_where_it_should() -> None:
    tags = Page(html([BUTTON])).tags
    anchor = next(attributes for tag, attributes in tags if tag == "a")
    picture = next(attributes for tag, attributes in tags if tag == "img")

    assert LAUNCH == read_link(anchor["href"] or "")
    assert {"class": "launch", "href": anchor["href"], "rel": "noopener noreferrer"} == anchor
    assert {
        "src": "launch-stack.svg",
        "width": "144",
        "height": "28",
        "alt": "Launch stack web in eu-west-1 (AWS console)",
    } == picture


def test_no_two_buttons_of_a_page_are_called_the_same() -> None:
    tags = Page(html([BUTTON, replace(BUTTON, region="us-east-1")])).tags
    names = [attributes["alt"] for tag, attributes in tags if tag == "img"]

    assert 2 == len(set(names))


def test_both_show_bucket_digest_and_how_to_check() -> None:
    for text in (markdown([BUTTON]), html([BUTTON])):
        assert DIGEST in text
        assert "b-1" in text
        assert "amifactory verify" in text
        assert "one tick" in text


def test_without_a_console_the_command_line_stays() -> None:
    text = markdown([replace(BUTTON, link=None, region="us-iso-east-1")])

    assert "launch-stack.svg" not in text
    assert "one tick" not in text
    assert BUTTON.command in text


def test_what_markdown_obeys_is_shown_as_it_is() -> None:
    assert r"\[x\](y) \*a\* \_b\_ \`c\` \<d\> \\" == escaped(r"[x](y) *a* _b_ `c` <d> \ ".strip())
