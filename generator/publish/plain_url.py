"""URLs that every reader reads alike."""

from __future__ import annotations

import re

_CHARACTERS = re.compile(r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+")
_NO_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")


def plain(url: str) -> bool:
    """Whether the URL is of RFC 3986's characters and names no user.

    Checked before parsing: Python's urlsplit drops line ends, and browsers take a backslash for
    a slash, so that one text would name two hosts.
    """
    host = url.partition("//")[2].partition("/")[0].partition("?")[0].partition("#")[0]
    written = _CHARACTERS.fullmatch(url) is not None and _NO_ESCAPE.search(url) is None
    return written and "@" not in host
