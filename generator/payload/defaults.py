"""`defaults` worked into every image, on the tree, so that each value keeps its own line."""

from __future__ import annotations

from generator.payload.nodes import Mapping, Node, Scalar, Sequence


def with_defaults(root: Mapping) -> Mapping:
    """The tree in which every image has the defaults it does not override."""
    defaults, images = root.get("defaults"), root.get("amis")
    if not (isinstance(defaults, Mapping) and isinstance(images, Sequence)):
        return root
    filled = Sequence((_merge(defaults, image) for image in images), images.span)
    return Mapping(
        ((key, filled if key == "amis" else value) for key, value in root.items()), root.span
    )


_MAIN_KEYS = {"schedule": "expression"}
"""Keys whose value may be that of their main key alone, and which that is."""


def _merge(below: Node, above: Node) -> Node:
    """What stands above wins; two mappings merge key by key."""
    if not (isinstance(below, Mapping) and isinstance(above, Mapping)):
        return above
    own = [
        (key, _merge(_whole(key, below[key]), _whole(key, value)) if key in below else value)
        for key, value in above.items()
    ]
    inherited = [
        (key, value) for key, value in below.items() if key not in above and _stands(key, value)
    ]
    return Mapping([*own, *inherited], above.span)


def _stands(key: str, value: Node) -> bool:
    """Whether a default means something by itself: a time zone alone is no schedule."""
    main = _MAIN_KEYS.get(key)
    return main is None or not isinstance(value, Mapping) or main in value


def _whole(key: str, value: Node) -> Node:
    """A shorthand written out, so that it merges: an image's time keeps the default time zone."""
    main = _MAIN_KEYS.get(key)
    if main is None or not isinstance(value, Scalar) or value.is_null:
        return value
    return Mapping([(Scalar(main, value.span, plain=True), value)], value.span)
