"""Anchors and aliases of one YAML file, expanded under a budget."""

from __future__ import annotations

from collections.abc import Iterable

from generator.findings import Span
from generator.payload.nodes import Mapping, Node, Scalar
from generator.payload.reading import Findings, shown
from generator.payload.reading_codes import ALIAS_EXPANSION, UNKNOWN_ALIAS

MOST_EXPANDED = 10_000
"""Values that all aliases of a file together may add."""


class Anchors:
    """What the file has named with `&` so far."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._nodes: dict[str, Node | None] = {}
        self._left = MOST_EXPANDED

    def begin(self, name: str) -> None:
        """A collection of this name starts; until it ends an alias to it would have no end."""
        self._nodes[name] = None

    def name(self, name: str, node: Node) -> None:
        """From here on an alias of this name stands for the node."""
        self._nodes[name] = node

    def resolve(self, name: str, span: Span, levels_left: int) -> Node:
        """What an alias stands for; its own text, told, when that is nothing.

        Raises StoppedError when the file grows beyond its budget or too deep.
        """
        node = self._nodes.get(name)
        if node is None:
            self._tell_unknown(name, span)
            return Scalar(f"*{name}", span, plain=True)
        size, levels = _measure(node, self._left)
        self._left -= size
        if self._left < 0:
            message = f"the aliases of this file add more than {MOST_EXPANDED:,} values"
            hint = "put what images share under `defaults`"
            raise self._findings.stop(ALIAS_EXPANSION, span, message, hint)
        if levels > levels_left:
            raise self._findings.too_deep(span)
        return node

    def _tell_unknown(self, name: str, span: Span) -> None:
        known, name = name in self._nodes, shown(name)
        if known:
            message = f"alias *{name} stands inside &{name}, the thing it names"
            hint = "write the value instead"
        else:
            message = f"*{name} is an alias, and there is no anchor &{name} before it"
            hint = f'if it is text, put quotes around it: "*{name}"'
        self._findings.tell(UNKNOWN_ALIAS, span, message, hint)


def _measure(node: Node, most: int) -> tuple[int, int]:
    """How many values and how many levels of collections a node has; stops above `most`."""
    size, levels, level = 0, 0, [node]
    while level and size <= most:
        size += len(level)
        levels += any(not isinstance(child, Scalar) for child in level)
        level = [grandchild for child in level for grandchild in _children(child)]
    return size, levels


def _children(node: Node) -> Iterable[Node]:
    if isinstance(node, Scalar):
        return ()
    if isinstance(node, Mapping):
        keys = (key for key in node if isinstance(key, Scalar))
        return (*keys, *node.values())
    return node
