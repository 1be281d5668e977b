"""What remains of a payload when everything wrong with its shape is taken away.

A mistake in one place must not hide those in others: the rules look at what remains, and are
believed where nothing was taken away.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generator.findings import Path
from generator.payload.nodes import Mapping, Node, Sequence, written


@dataclass(frozen=True, slots=True)
class Remains:
    """A tree without its faults, and which of its images had none."""

    tree: Mapping
    positions: tuple[int, ...]
    """Where each remaining image stands in the payload."""
    sound: frozenset[int]
    """Remaining images, by their new position, that nothing was taken from."""


def prune(tree: Mapping, faults: Iterable[Path]) -> Remains:
    """Take away every faulty value; a value that is faulty as a whole goes as a whole.

    A path that ends at a missing key takes away what the key is missing from.
    """
    doomed = {written(tree, path) for path in faults} - {()}
    images = tree.get("amis")
    count = len(images) if isinstance(images, Sequence) else 0
    positions = tuple(n for n in range(count) if ("amis", n) not in doomed)
    touched = {path[1] for path in doomed if path[0] == "amis" and len(path) > 1}
    everywhere = any(path[0] in ("factory", "defaults") for path in doomed)
    sound = frozenset(
        new for new, old in enumerate(positions) if old not in touched and not everywhere
    )
    pruned = _without(tree, (), doomed)
    assert isinstance(pruned, Mapping)  # noqa: S101  # the root itself is never doomed
    return Remains(pruned, positions, sound)


def _without(node: Node, path: Path, doomed: set[Path]) -> Node:
    if isinstance(node, Mapping):
        return Mapping(
            (
                (key, _without(value, (*path, str(key)), doomed))
                for key, value in node.items()
                if (*path, key) not in doomed
            ),
            node.span,
        )
    if isinstance(node, Sequence):
        return Sequence(
            (
                _without(item, (*path, position), doomed)
                for position, item in enumerate(node)
                if (*path, position) not in doomed
            ),
            node.span,
        )
    return node
