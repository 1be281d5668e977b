"""`defaults` worked into every image, on the tree, so that each value keeps its own line."""

from __future__ import annotations

from generator.payload.nodes import Mapping, Node, Sequence


def with_defaults(root: Mapping) -> Mapping:
    """The tree in which every image has the defaults it does not override."""
    defaults, images = root.get("defaults"), root.get("amis")
    if not (isinstance(defaults, Mapping) and isinstance(images, Sequence)):
        return root
    filled = Sequence((_merge(defaults, image) for image in images), images.span)
    return Mapping(
        ((key, filled if key == "amis" else value) for key, value in root.items()), root.span
    )


def _merge(below: Node, above: Node) -> Node:
    """What stands above wins; two mappings merge key by key."""
    if not (isinstance(below, Mapping) and isinstance(above, Mapping)):
        return above
    own = [
        (key, _merge(below[key], value) if key in below else value) for key, value in above.items()
    ]
    inherited = [(key, value) for key, value in below.items() if key not in above]
    return Mapping([*own, *inherited], above.span)
