"""What remains of a payload when everything wrong with its shape is taken away.

A mistake in one place must not hide those in others: the rules look at what remains, and are
believed where nothing was taken away.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generator.findings import Path
from generator.payload.nodes import Mapping, Node, Scalar, Sequence, written


@dataclass(frozen=True, slots=True)
class Remains:
    """A tree without its faults, and which of its images had none."""

    tree: Mapping
    positions: tuple[int, ...]
    """Where each remaining image stands in the payload."""
    sound: frozenset[int]
    """Remaining images, by their new position, that nothing was taken from."""


STAND_INS = {"imageName": "unnamed", "sourceImage": "ami-00000000"}
"""For keys without which there is no image to look at."""


def prune(tree: Mapping, faults: Iterable[Path]) -> Remains:
    """Take away every faulty value; a value that is faulty as a whole goes as a whole.

    A path that ends at a missing key takes away what the key is missing from.
    """
    doomed = {written(tree, path) for path in faults if not _stood_in_for(path)} - {()}
    doomed |= {path for path in faults if _stood_in_for(path)}
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
    return Remains(_with_stand_ins(pruned), positions, sound)


def _stood_in_for(path: Path) -> bool:
    return len(path) == 3 and path[0] == "amis" and path[2] in STAND_INS


def _with_stand_ins(tree: Mapping) -> Mapping:
    """An image without its name or source can still be looked at otherwise."""
    return Mapping(
        ((key, _filled(value) if key == "amis" else value) for key, value in tree.items()),
        tree.span,
    )


def _filled(images: Node) -> Node:
    if not isinstance(images, Sequence):
        return images
    filled = (_complete(image, position) for position, image in enumerate(images, 1))
    return Sequence(filled, images.span)


def _complete(image: Node, position: int) -> Node:
    """Stand-ins for names differ: rules that compare names would take them for one."""
    if not isinstance(image, Mapping):
        return image
    missing = [key for key in STAND_INS if key not in image]
    values = STAND_INS | {"imageName": f"{STAND_INS['imageName']}-{position}"}
    added = [
        (Scalar(key, image.span, plain=True), Scalar(values[key], image.span)) for key in missing
    ]
    return Mapping([*image.items(), *added], image.span)


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
