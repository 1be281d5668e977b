"""The user's text as values that know where they were written.

`Scalar`, `Sequence` and `Mapping` are str, list and dict with a span, so one tree serves
both as the data that the models validate and as the map from a path to line and column.
Scalars keep the text as written: what a value means is decided by the field that takes it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self, TypeAlias

from generator.findings import Path, Span


class Scalar(str):
    """One value as text; `plain` is False when the user quoted it."""

    __slots__ = ("plain", "span")

    plain: bool
    span: Span

    def __new__(cls, text: str, span: Span, plain: bool = False) -> Self:
        """Make a scalar of the text at the span."""
        self = super().__new__(cls, text)
        self.span = span
        self.plain = plain
        return self

    @property
    def is_null(self) -> bool:
        """True for an absent value: nothing at all, `~` or an unquoted null."""
        return self.plain and str(self) in ("", "~", "null", "Null", "NULL")


class Sequence(list["Node"]):
    """A list and where it stands."""

    __slots__ = ("span",)

    def __init__(self, items: Iterable[Node], span: Span) -> None:
        super().__init__(items)
        self.span = span


class Mapping(dict[str, "Node"]):
    """A mapping; its keys are scalars that know where they stand."""

    __slots__ = ("span",)

    def __init__(self, entries: Iterable[tuple[str, Node]], span: Span) -> None:
        super().__init__(entries)
        self.span = span

    def key(self, name: str) -> Scalar | None:
        """The key as the user wrote it, or None."""
        return next((key for key in self if key == name and isinstance(key, Scalar)), None)


Node: TypeAlias = Scalar | Sequence | Mapping


def find(root: Node, path: Path) -> Node:
    """Walk as far along the path as the tree goes.

    Steps that match nothing are skipped: a missing key is located at its parent.
    """
    node = root
    for step in path:
        if isinstance(node, Mapping) and step in node:
            node = node[str(step)]
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node):
            node = node[step]
    return node


def written(root: Node, path: Path) -> Path:
    """The steps of the path that the user wrote, without those that a shorthand implies."""
    found: list[str | int] = []
    node = root
    for step in path:
        inner = find(node, (step,))
        if inner is not node:
            found.append(step)
        node = inner
    return tuple(found)


def key_span(root: Node, path: Path) -> Span:
    """Where the last key of the path is written; its value's place for a list item."""
    parent = find(root, path[:-1])
    if isinstance(parent, Mapping) and path:
        key = parent.key(str(path[-1]))
        if key is not None:
            return key.span
    return find(root, path).span


def part(node: Node, start: int, end: int) -> Span:
    """Where a part of a value's text is written; the whole value if that cannot be told.

    A value in quotes is told when its text has no escapes: then it is two characters shorter
    than what is written.
    """
    span = node.span
    written = span.end_column - span.column
    if not isinstance(node, Scalar) or span.line != span.end_line:
        return span
    if written not in (len(node), len(node) + 2):
        return span
    first = span.column + (written - len(node)) // 2
    return Span(span.line, first + start, span.line, first + max(end, start + 1))
