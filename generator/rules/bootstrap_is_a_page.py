"""AF324: a bootstrap URL that serves a web page about the script."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.findings import Code, Severity
from generator.rules.subject import Problem, Subject

CODE = Code(
    "AF324",
    "bootstrap URL is a web page",
    Severity.ERROR,
    "The address that the browser shows for a file in a repository is that of a page about the\n"
    "file: HTML, which the build would download and run as a script. Use the raw file's address;\n"
    "the hint has it. Prefer one with a tag or a commit to one with a branch, and pin it with\n"
    "`bootstrapSha256`.",
    "https://docs.github.com/en/repositories/working-with-files/using-files/viewing-and-understanding-files",
)

_PAGES = (
    (
        re.compile(r"https://github\.com/([^/]+/[^/]+)/blob/([^?]+).*"),
        r"https://raw.githubusercontent.com/\1/\2",
    ),
    (re.compile(r"(https://gitlab\.[^/]+/.+/-/)blob(/[^?]+).*"), r"\1raw\2"),
    (re.compile(r"(https://bitbucket\.org/[^/]+/[^/]+/)src(/[^?]+).*"), r"\1raw\2"),
    (re.compile(r"https://gist\.github\.com/([^/]+/[0-9a-f]+)/?"),
     r"https://gist.githubusercontent.com/\1/raw"),
)  # fmt: skip
"""Pages of hosts whose addresses say what they are, and where the file itself is."""


def check(subject: Subject) -> Iterator[Problem]:
    """Every bootstrap URL that is a page's."""
    for path, image in subject.images():
        raw = raw_address(image.bootstrap_url or "")
        if raw:
            message = "bootstrapUrl is the address of a web page about the script, not the script"
            yield Problem((*path, "bootstrapUrl"), message, f"use {raw}")


def raw_address(url: str) -> str:
    """Where the file of a page is; empty for what is no page that we know."""
    for page, raw in _PAGES:
        if page.fullmatch(url):
            return page.sub(raw, url)
    return ""
