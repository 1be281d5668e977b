r"""Patterns of RE2 (https://github.com/google/re2/wiki/Syntax), checked with Python's `re`.

What RE2 has and `re` has not is replaced by a letter: classes such as `[[:alpha:]]`, `\pL`,
`\x{41}`, `\Q...\E`, and flags in the middle.
"""

from __future__ import annotations

import re
import warnings

_PLAIN = re.compile(r"\\[^1-9]|\[\^?\]?(?:\\.|[^\]\\])*\]", re.DOTALL)
"""A class, or a character that is escaped: what looks like an operator in it is none."""
_NOT_RE2 = re.compile(r"\(\?(?:=|!|<=|<!|>|\()|\\[1-9]|[*+?}]\+")
_ONLY_RE2 = re.compile(
    r"\\Q.*?(?:\\E|\Z)|\\x\{[0-9A-Fa-f]+\}|\\C|\[:\^?[a-z]+:\]|\\[pP](?:\{[^}]*\}|.)"
    r"|\(\?[imsU]*-?[imsU]+\)",
    re.DOTALL,
)


def complaint(pattern: str) -> str:
    """What is wrong with a pattern; empty when nothing is."""
    simple = _ONLY_RE2.sub("a", pattern).replace(r"\z", r"\Z")
    if _NOT_RE2.search(_PLAIN.sub("a", simple)):
        return "RE2 has no look-around, back-references or possessive matches"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)
            re.compile(simple)
    except (re.error, OverflowError, RecursionError) as error:
        return f"the pattern cannot be read: {error}"
    return ""
