"""Secrets that were written into a text: what they look like, and the text without them.

Forms as their makers document them: access keys (IAM User Guide, "IAM identifiers"), tokens of
GitHub and Slack, JSON web tokens (RFC 7519), PEM (RFC 7468), signed requests (Signature
Version 4). Each begins with at least four characters that are not secret.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

SHOWN = 4
"""Characters of a secret that may be told, so that its owner recognises it."""

_KINDS = (
    (
        "a private key",
        ("-----BEGIN",),
        r"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----(?:[^-]|-(?!-))*",
    ),
    ("an AWS access key id", ("AKIA", "ASIA"), r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"),
    (
        "an AWS secret access key",
        ("secret",),
        r"(?i:aws_?secret_?(?:access_?)?key)[\"']?\s*[:=]\s*[\"']?[A-Za-z0-9/+]{40}\b",
    ),
    (
        "a GitHub token",
        ("ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"),
        r"\b(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,})",
    ),
    ("a Slack token", ("xox",), r"\bxox[a-z]-[A-Za-z0-9-]{10,}"),
    (
        "a JSON web token",
        ("eyJ",),
        r"(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*",
    ),
    (
        "a password in a URL",
        ("password=", "passwd=", "pwd="),
        r"(?i:[?&;](?:password|passwd|pwd)=[^&\s\"']+)",
    ),
    (
        "a password in a URL",
        (),  # `_USER_AND_PASSWORD` looks for it
        r"\b[A-Za-z][A-Za-z0-9+.-]{2,20}://[^/\s:@]*:[^/\s@]+@",
    ),
    ("a signed URL", ("x-amz-signature",), r"(?i:x-amz-signature=[0-9a-f]{16,})"),
)
_MARKS = tuple(mark.lower() for _, marks, _ in _KINDS for mark in marks)
_USER_AND_PASSWORD = re.compile(r"://[^/\s:@]*:[^/\s@]+@")
_FILLED_IN = re.compile(r"\$|%\w+%|\{\{|<\w|\A;")
"""In the password of a URL in a program: a variable, a placeholder, or a command's own name."""
_FORMS = tuple((name, re.compile(form)) for name, _, form in _KINDS)
_ANY = re.compile("|".join(form for name, _, form in _KINDS if name != "a password in a URL"))
_PARAMETER = re.compile(
    r"([?&;][\w.~%-]{0,40}(?:signature|token|passw(?:or)?d|pwd|secret|key|credential|\bsig)=)"
    r"[^&#\s\"'<>]+",
    re.IGNORECASE,
)
"""A parameter of a URL whose name says that its value is not for everybody. Nothing of the value
is shown: unlike the forms above it has no beginning that everybody knows."""
_USER = re.compile(r"(\b[A-Za-z][A-Za-z0-9+.-]{2,20}://)[^/\s:@]*:[^/\s]+(?=@)")
"""Both are hidden: some services take a token for the user. A password may have at signs."""


class Credential(NamedTuple):
    """A secret in a text: what it is, where it begins and ends, what of it may be told."""

    kind: str
    start: int
    end: int
    shown: str


def doubtful(text: str) -> bool:
    """False when the text surely has no secret; costs far less than `credential`."""
    folded = text.lower()
    marked = any(mark in folded for mark in _MARKS)
    return marked or _USER_AND_PASSWORD.search(text) is not None


def credential(text: str) -> Credential | None:
    """The first secret of the text, if there is one."""
    found = [(match, name) for name, form in _FORMS if (match := form.search(text))]
    if not found:
        return None
    match, name = min(found, key=lambda pair: pair[0].start())
    return Credential(name, match.start(), match.end(), match[0][:SHOWN])


def in_program(text: str) -> Iterator[tuple[int, Credential]]:
    """Each line of a script or document that has a secret, with the first of them.

    A password that is filled in when the program runs is none.
    """
    if not doubtful(text):
        return
    for number, line in enumerate(text.splitlines(), 1):
        found = next(_written_out(line), None)
        if found is not None:
            yield number, found


def _written_out(line: str) -> Iterator[Credential]:
    """The secrets of a line, less those that are filled in."""
    rest = line
    while (found := credential(rest)) is not None:
        secret, rest = rest[found.start : found.end], rest[found.end :]
        if "URL" not in found.kind or not _FILLED_IN.search(secret):
            yield found


def masked(text: str) -> str:
    """The text with a star for every further character of its secrets; places stay right.

    Of URLs all but the secret stays readable: the scheme, and the name of a parameter.
    """
    text = _PARAMETER.sub(_rest_in_stars, text)
    if not doubtful(text):
        return text
    return _ANY.sub(_stars, _USER.sub(_rest_in_stars, text))


def _rest_in_stars(match: re.Match[str]) -> str:
    return match[1] + "*" * (match.end() - match.end(1))


def _stars(match: re.Match[str]) -> str:
    return match[0][:SHOWN] + re.sub(r"\S", "*", match[0][SHOWN:])
