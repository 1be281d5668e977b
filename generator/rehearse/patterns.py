r"""Patterns of RE2, matched by Python's `re`.

`awstoe` warns of what RE2 does not have. What RE2 has and `re` writes in another way is
translated: classes such as `[[:alpha:]]`, and `\z`. Unicode classes (`\pL`) are not known here,
and fail their step. RE2 never takes long; here a pattern may.
"""

from __future__ import annotations

import re
import string
import warnings

from generator.rehearse.failing import StepFailedError

_CLASSES = {
    "alnum": "0-9A-Za-z",
    "alpha": "A-Za-z",
    "ascii": "\\x00-\\x7F",
    "blank": "\\t ",
    "cntrl": "\\x00-\\x1F\\x7F",
    "digit": "0-9",
    "graph": "!-~",
    "lower": "a-z",
    "print": " -~",
    "punct": re.escape(string.punctuation),
    "space": "\\t\\n\\v\\f\\r ",
    "upper": "A-Z",
    "word": "0-9A-Za-z_",
    "xdigit": "0-9A-Fa-f",
}
"""RE2, "Syntax", ASCII character classes."""
_OTHERWISE = re.compile(r"\[:([a-z]+):\]|(\\z)|\\.", re.DOTALL)


def matches(pattern: str, text: str) -> bool:
    """Whether a pattern is found anywhere in a text, whatever the case.

    Raises:
        StepFailedError: when it cannot be read.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)
            return re.search(_translated(pattern), text, re.IGNORECASE) is not None
    except (re.error, OverflowError, RecursionError) as error:
        raise StepFailedError(f"the pattern cannot be read: {error}") from None


def _translated(pattern: str) -> str:
    return _OTHERWISE.sub(_one, pattern)


def _one(found: re.Match[str]) -> str:
    if found[2]:
        return "\\Z"
    return _CLASSES.get(found[1] or "", found[0])
