"""All text of a payload, key or value, whatever field it belongs to."""

from __future__ import annotations

from collections.abc import Container
from typing import NamedTuple

from generator.findings import Path
from generator.payload.nodes import Mapping, Node


class Text(NamedTuple):
    """One key or value."""

    path: Path
    text: str
    is_key: bool


def distinct_texts(root: Node) -> set[str]:
    """Every key and value, once: for a quick look before asking for their places.

    The file's own text would not do, since a value may be written with escapes. Once, because
    what stands in `defaults` comes back in every image.
    """
    found: set[str] = set()
    ahead: list[Node] = [root]
    while ahead:
        node = ahead.pop()
        if isinstance(node, str):
            found.add(node)
        elif isinstance(node, Mapping):
            found.update(node)
            ahead.extend(node.values())
        else:
            ahead.extend(node)
    return found


def places(root: Node, wanted: Container[str]) -> list[Text]:
    """Where the wanted texts stand, in the order of the payload."""
    found: list[Text] = []
    _search(root, [], wanted, found)
    return found


def _search(node: Node, steps: list[str | int], wanted: Container[str], found: list[Text]) -> None:
    if isinstance(node, str):
        if node in wanted:
            found.append(Text(tuple(steps), node, is_key=False))
        return
    entries = node.items() if isinstance(node, Mapping) else enumerate(node)
    for step, value in entries:
        steps.append(step)
        if step in wanted:
            found.append(Text(tuple(steps), str(step), is_key=True))
        _search(value, steps, wanted, found)
        steps.pop()
