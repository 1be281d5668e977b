"""One line of a text with marks under the stretch that a finding is about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from unicodedata import category, east_asian_width

from generator.findings import Span
from generator.present.foreign import cells

WIDTH = 120
"""Columns of text shown; a longer line is cut around the marks."""

_ELLIPSIS = "..."
_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A line ready to print; `indent` and `marks` stand below it."""

    line: str
    indent: str
    marks: str


def split_lines(text: str) -> list[str]:
    """Split where editors do; `str.splitlines` also splits at form feeds and U+2028."""
    return _LINE_END.split(text)


def excerpt(lines: Sequence[str], span: Span) -> Excerpt | None:
    """Cut out the span's first line, or None when the text has no such line."""
    if span.line > len(lines):
        return None
    line = lines[span.line - 1]
    start = min(span.column - 1, len(line))
    end = span.end_column - 1 if span.end_line == span.line else len(line)
    before, after = _around(line, start)
    return Excerpt(
        line="".join((*before, *after)),
        indent="".join(_blank(cell) for cell in before),
        marks="".join(_mark(cell) for cell in after[: max(0, end - start)]).rstrip() or "^",
    )


def _around(line: str, start: int) -> tuple[list[str], list[str]]:
    """Give the cells before and from `start` that fit; either side gets what the other leaves."""
    first, last = max(0, start - WIDTH), start + WIDTH
    near = cells(line[first:last])
    before, after = near[: start - first], near[start - first :]
    room = max(WIDTH // 2, WIDTH - _columns(after))
    before = _fitted(before[::-1], room, more=first > 0)[::-1]
    return before, _fitted(after, WIDTH - _columns(before), more=last < len(line))


def _fitted(shown: list[str], room: int, *, more: bool) -> list[str]:
    """Give the first cells that fit; an ellipsis stands for those that do not."""
    if not more and _columns(shown) <= room:
        return shown
    room -= len(_ELLIPSIS)
    kept = 0
    while kept < len(shown) and (room := room - _columns(shown[kept])) >= 0:
        kept += 1
    return [*shown[:kept], _ELLIPSIS]


def _blank(cell: str) -> str:
    return "\t" if cell == "\t" else " " * _columns(cell)


def _mark(cell: str) -> str:
    return "\t" if cell == "\t" else "^" * _columns(cell)


def _columns(shown: Iterable[str]) -> int:
    """Count the columns that a terminal gives to the text, a tab at its widest."""
    text = "".join(shown)
    columns = len(text) if text.isascii() else sum(map(_char_columns, text))
    return columns + 7 * text.count("\t")


def _char_columns(char: str) -> int:
    if category(char) in ("Mn", "Me"):
        return 0
    return 2 if east_asian_width(char) in "WF" else 1
