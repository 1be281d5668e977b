import pytest

PAYLOAD = """\
amis:
  - imageName: web
    sourceImage: ami-0de53d8956e8dcf80
    bootstrapUrl: {}
"""


@pytest.mark.parametrize(
    ("page", "raw"),
    [
        (
            "https://github.com/example/images/blob/main/web/setup.sh",
            "https://raw.githubusercontent.com/example/images/main/web/setup.sh",
        ),
        (
            "https://github.com/example/images/blob/v1.2.0/setup.sh?plain=1",
            "https://raw.githubusercontent.com/example/images/v1.2.0/setup.sh",
        ),
        (
            "https://gitlab.com/group/sub/images/-/blob/main/setup.sh",
            "https://gitlab.com/group/sub/images/-/raw/main/setup.sh",
        ),
        (
            "https://bitbucket.org/example/images/src/main/setup.sh",
            "https://bitbucket.org/example/images/raw/main/setup.sh",
        ),
        (
            "https://gist.github.com/example/0123456789abcdef",
            "https://gist.githubusercontent.com/example/0123456789abcdef/raw",
        ),
    ],
)
def test_a_page_about_the_script(findings, told, page, raw):
    """What a browser's address bar shows is told with the address of the file itself."""
    text = PAYLOAD.format(page)

    assert told(text, "AF324") == [
        "4:19: bootstrapUrl is the address of a web page about the script, not the script"
    ]
    (finding,) = findings(text, "AF324")
    assert ("error", f"use {raw}") == (finding.severity, finding.hint)


@pytest.mark.parametrize(
    "url",
    [
        "https://raw.githubusercontent.com/example/images/main/setup.sh",
        "https://github.com/example/images/releases/download/v1/setup.sh",
        "https://github.com/example/images/raw/main/blob/setup.sh",
        "https://example.com/example/images/blob/main/setup.sh",
        "https://gitlab.com/group/images/-/raw/main/setup.sh",
        "s3://bucket/blob/setup.sh",
    ],
)
def test_files(told, url):
    assert told(PAYLOAD.format(url), "AF324") == []
