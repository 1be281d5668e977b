"""All text of a payload, key or value, whatever field it belongs to."""

from __future__ import annotations

from collections.abc import Container
from typing import NamedTuple

from generator.findings import Path
from generator.payload.nodes import Mapping, Sequence

MESSAGE = 60
"""Characters of a text that a message quotes."""


class Text(NamedTuple):
    """One key or value."""

    path: Path
    text: str
    is_key: bool


def shortened(text: str) -> str:
    """The text as a message quotes it: a whole file may stand in one value."""
    return text if len(text) <= MESSAGE else f"{text[:MESSAGE]}..."


def distinct_texts(root: Mapping) -> set[str]:
    """Every key and value, once: for a quick look before asking for their places.

    The file's own text would not do, since a value may be written with escapes. Once, because
    what stands in `defaults` comes back in every image.
    """
    found: set[str] = set()
    ahead: list[Mapping | Sequence] = [root]
    while ahead:
        node = ahead.pop()
        if isinstance(node, Mapping):
            found.update(node)
        for value in node.values() if isinstance(node, Mapping) else node:
            if isinstance(value, str):
                found.add(value)
            else:
                ahead.append(value)
    return found


def places(root: Mapping, wanted: Container[str]) -> list[Text]:
    """Where the wanted texts stand, in the order of the payload."""
    found: list[Text] = []
    _search(root, (), wanted, found)
    return found


def _search(node: Mapping | Sequence, path: Path, wanted: Container[str], to: list[Text]) -> None:
    for step, value in node.items() if isinstance(node, Mapping) else enumerate(node):
        if step in wanted:
            to.append(Text((*path, step), str(step), is_key=True))
        if not isinstance(value, str):
            _search(value, (*path, step), wanted, to)
        elif value in wanted:
            to.append(Text((*path, step), value, is_key=False))
