"""Bytes to text that is safe to read and to show.

The text has one newline character for every line ending, and no byte order mark. Characters that
are refused are told and replaced by U+FFFD one for one: places stay right, nothing invisible
reaches a terminal, and reading can go on.
"""

from __future__ import annotations

import re
import unicodedata
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE

from generator.findings import Span
from generator.payload.reading import Findings, StoppedError
from generator.payload.reading_codes import NOT_UTF8, REFUSED_CHARACTER, TOO_LARGE

LARGEST = 1024 * 1024
"""Bytes in a payload file."""
STAND_IN = "\ufffd"

_REFUSED = re.compile(
    "["
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # controls but tab and newline, and next line (U+0085)
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # writing direction
    "\u200b-\u200d\u2060-\u2065\ufeff"  # zero width
    "\u2028\u2029"  # line and paragraph separator
    "\ud800-\udfff\ufffe\uffff"  # not characters
    "\U000e0000-\U000e007f"  # invisible copies of ASCII
    "]+"
)
_SHOWN_ASCII = bytes((*b"\t\n\r", *range(0x20, 0x7F)))


def to_text(data: bytes) -> str:
    """The text of the bytes, with stand-ins for all that is refused; empty for too many bytes."""
    if len(data) > LARGEST:
        return ""
    text = data.removeprefix(BOM_UTF8).decode(errors="replace")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text if _all_ascii(data) else _REFUSED.sub(_stand_ins, text)


def check_text(data: bytes, findings: Findings) -> None:
    """Tell what is refused; raises StoppedError when it makes no sense to read on."""
    if len(data) > LARGEST:
        message = f"file is larger than {LARGEST:,} bytes, the most a payload may have"
        hint = "is this the right file? spread the images over several payload files"
        raise findings.stop(TOO_LARGE, Span(1, 1, 1, 1), message, hint)
    if _all_ascii(data):
        return
    data = data.removeprefix(BOM_UTF8)
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) or b"\0" in data[:2]:
        message = "file is UTF-16, expected UTF-8"
        raise findings.stop(NOT_UTF8, Span(1, 1, 1, 1), message, "save the file as UTF-8")
    try:
        refuse_characters(_decoded(data), findings)
    except UnicodeDecodeError as error:
        raise _not_utf8(data, error.start, findings) from error


def refuse_characters(text: str, findings: Findings, span: Span | None = None) -> str:
    """The text with stand-ins for refused characters, each run of which is told.

    Without `span` the text is a whole file and gives the places itself.
    """
    if _REFUSED.search(text) is None:
        return text
    line, line_start, seen = 1, 0, 0
    for match in _REFUSED.finditer(text):
        line += text.count("\n", seen, match.start())
        line_start = max(line_start, text.rfind("\n", seen, match.start()) + 1)
        seen = match.end()
        column = match.start() - line_start + 1
        place = Span(line, column, line, column + len(match[0]))
        _tell_characters(match[0], span or place, findings, escaped=span is not None)
    return _REFUSED.sub(_stand_ins, text)


def describe_character(character: str) -> str:
    """The code point and name of a character: U+200B (zero width space)."""
    name = unicodedata.name(character, "").lower() or _CATEGORIES[unicodedata.category(character)]
    return f"U+{ord(character):04X} ({name})"


_CATEGORIES = {
    "Cc": "control character",
    "Cf": "invisible character",
    "Cn": "not a character",
    "Cs": "half of a surrogate pair",
}


def _tell_characters(run: str, span: Span, findings: Findings, *, escaped: bool) -> None:
    more = f" and {len(run) - 1} more like it" if len(run) > 1 else ""
    findings.tell(
        REFUSED_CHARACTER,
        span,
        f"character {describe_character(run[0])}{more} is not allowed",
        "remove the escape that stands for it" if escaped else "delete it; editors may not show it",
    )


def _not_utf8(data: bytes, offset: int, findings: Findings) -> StoppedError:
    before = _decoded(data[:offset])
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    message = f"byte 0x{data[offset]:02X} is not UTF-8"
    span = Span(line, column, line, column + 1)
    return findings.stop(NOT_UTF8, span, message, "save the file as UTF-8")


def _decoded(data: bytes) -> str:
    return data.decode().replace("\r\n", "\n").replace("\r", "\n")


def _all_ascii(data: bytes) -> bool:
    """True for nearly every file, at a fraction of what the pattern would cost."""
    return data.isascii() and not data.translate(None, _SHOWN_ASCII)


def _stand_ins(match: re.Match[str]) -> str:
    return STAND_IN * len(match[0])
