"""Where the things of a YAML file stand exactly; the parser's own marks are wider.

Its marks count code points from 0, begin at a value's tag or anchor, and end a block text after
the blank lines that follow it.
"""

from __future__ import annotations

import re
from typing import Any

from generator.findings import Span

_PROPERTIES = re.compile(r"(?:[&!]\S*(?:\s+(?:#[^\n]*\s+)*|$))+")
_TAG = re.compile(r"!(?:<[^>\n]*>|[^\s,\[\]{}]*)")


def event_span(event: Any) -> Span:
    """What the parser says."""
    start, end = event.start_mark, event.end_mark
    return Span(start.line + 1, start.column + 1, end.line + 1, end.column + 1)


def value_span(event: Any, text: str) -> Span:
    """A scalar without its tag and anchor before and the blank lines after."""
    written = text[event.start_mark.index : event.end_mark.index]
    properties = _PROPERTIES.match(written) if event.anchor or event.tag else None
    skipped = properties[0] if properties else ""
    line, column = _after(skipped, event.start_mark.line + 1, event.start_mark.column + 1)
    value = written[len(skipped) :]
    return Span(line, column, *_after(value.rstrip(), line, column))


def written_tag(event: Any, text: str) -> tuple[str, Span]:
    """The tag of a node as the user wrote it, and its place."""
    offset = text.index("!", event.start_mark.index)
    tag = _TAG.match(text, offset)
    written = tag[0] if tag else "!"
    skipped = text[event.start_mark.index : offset]
    line, column = _after(skipped, event.start_mark.line + 1, event.start_mark.column + 1)
    return written, Span(line, column, line, column + len(written))


def _after(written: str, line: int, column: int) -> tuple[int, int]:
    """The place after a text that starts at line and column."""
    newlines = written.count("\n")
    if newlines:
        return line + newlines, len(written) - written.rfind("\n")
    return line, column + len(written)
