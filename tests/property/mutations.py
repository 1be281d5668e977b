"""Ways in which people and programs spoil a valid payload, and where that has to be told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from tests.property.dice import Dice
from tests.property.hostile import HOSTILE
from tests.property.pen import Path

FREE = {"tags", "amiTags", "protectTags", "parameters"}
"""Maps whose keys are the user's own."""
SEVERAL_KINDS = {"tests", "schedule"}
"""Keys that take a mapping or a shorter form."""
SEVERAL_KINDS_IN = {"regions", "launchTemplates"}
"""Lists whose entries do so."""
_NEEDED = {
    "imageName": ("amis",),
    "sourceImage": ("amis", "defaults"),
    "device": ("volumes",),
    "bucket": ("buildLogs",),
    "expression": ("schedule",),
    "name": ("regions", "components", "tests", "workflows"),
    "file": ("components", "tests", "workflows"),
    "arn": ("components", "tests", "workflows"),
    "id": ("launchTemplates",),
    "code": ("suppress",),
    "reason": ("suppress",),
}
"""Keys without a default, and the sections they are needed in."""


@dataclass(frozen=True)
class Spoilt:
    """A payload with one mistake, and the path to whose lines an error has to point."""

    tree: Any
    path: Path


class Twin(str):
    """A key that is written like another one of the same mapping, and still is another one."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self)


def paths(node: Any, path: Path = ()) -> Iterator[Path]:
    """Every path of a tree, the root's first."""
    yield path
    if isinstance(node, dict | list):
        for step, value in node.items() if isinstance(node, dict) else enumerate(node):
            yield from paths(value, (*path, step))


def at(tree: Any, path: Path) -> Any:
    """The value at a path."""
    for step in path:
        tree = tree[step]
    return tree


def chosen(dice: Dice, tree: Any, fits: Callable[[Path], bool]) -> tuple[Any, Path]:
    """A copy of the tree, and one of its paths that fit."""
    return deepcopy(tree), dice.pick([path for path in paths(tree) if path and fits(path)])


def without_needed_key(dice: Dice, payload: Any) -> Spoilt:
    """A required key is missing; told where its section stands."""
    tree, path = chosen(dice, payload, _is_needed)
    del at(tree, path[:-1])[path[-1]]
    return Spoilt(tree, ("amis", 0) if path == ("defaults", "sourceImage") else path[:-1])


def _is_needed(path: Path) -> bool:
    names = [step for step in path[:-1] if isinstance(step, str)]
    if path[0] == "defaults" and path[-1] == "expression":
        return False  # defaults may leave it to the images
    return bool(names) and names[-1] in _NEEDED.get(str(path[-1]), ())


def with_renamed_key(dice: Dice, payload: Any) -> Spoilt:
    """A key that nobody knows takes the place of one that is known."""
    tree, path = chosen(dice, payload, _is_known_key)
    old = str(path[-1])
    new = dice.pick((f"{old}x", old.upper(), old[:-1], f"{old} ", f"x{old}"))
    mapping = at(tree, path[:-1])
    entries = [(new if key == old else key, value) for key, value in mapping.items()]
    mapping.clear()
    mapping.update(entries)
    return Spoilt(tree, (*path[:-1], new))


def _is_known_key(path: Path) -> bool:
    return isinstance(path[-1], str) and FREE.isdisjoint(path[:-1])


def with_unknown_key(dice: Dice, payload: Any) -> Spoilt:
    """One key too many, in any section."""
    tree, path = chosen(dice, {"": payload}, lambda path: not FREE.intersection(path))
    section = at(tree, path)
    while not isinstance(section, dict):
        path = path[:-1]
        section = at(tree, path)
    key = dice.pick(("imagename", "x", "image_name", "Ref", "é", "0", "a b", "password"))
    section[key] = dice.pick(("text", 1, True, [], {}))
    return Spoilt(tree[""], (*path[1:], key))


def with_null(dice: Dice, payload: Any) -> Spoilt:
    """A key or entry without a value."""
    tree, path = chosen(dice, payload, lambda _: True)
    at(tree, path[:-1])[path[-1]] = None
    return Spoilt(tree, path)


def with_another_kind(dice: Dice, payload: Any) -> Spoilt:
    """A list, mapping or single value where another of the three belongs."""
    tree, path = chosen(dice, payload, lambda path: not _takes_several(path))
    value = at(tree, path)
    kinds: list[Any] = [[], {}, [value], {"a": value}]
    if isinstance(value, list):
        kinds = [{}, "text", 7, True, {"a": value}]
    elif isinstance(value, dict):
        kinds = ["text", 7, True, [], [value]]
    at(tree, path[:-1])[path[-1]] = dice.pick(kinds)
    return Spoilt(tree, path)


def with_another_scalar(dice: Dice, payload: Any) -> Spoilt:
    """A number, boolean or text where perhaps another of the three belongs."""
    scalars = (str, int, bool)
    tree, path = chosen(dice, payload, lambda path: isinstance(at(payload, path), scalars))
    other = dice.pick((0, -1, 7, 1.5, 30.0, 1e3, 10**20, True, False, "", " ", "x", "7", "true"))
    at(tree, path[:-1])[path[-1]] = other
    return Spoilt(tree, ())


def _takes_several(path: Path) -> bool:
    in_list = isinstance(path[-1], int) and path[-2] in SEVERAL_KINDS_IN
    return in_list or path[-1] in SEVERAL_KINDS or "parameters" in path[:-1]


def with_nasty_text(dice: Dice, payload: Any) -> Spoilt:
    """Any text, or key of the user's own, replaced by something hostile."""
    tree, path = chosen(dice, payload, lambda path: isinstance(at(payload, path), str))
    mapping, nasty = at(tree, path[:-1]), dice.pick(HOSTILE)
    if FREE.intersection(path[:-1]) and isinstance(mapping, dict) and dice.one_in(2):
        mapping[nasty] = mapping.pop(path[-1])
    else:
        mapping[path[-1]] = nasty
    return Spoilt(tree, ())


def with_twin_key(dice: Dice, payload: Any) -> Spoilt:
    """The same key twice in one mapping; the second one is told."""
    tree, path = chosen(dice, payload, lambda path: isinstance(path[-1], str))
    twin = Twin(path[-1])
    at(tree, path[:-1])[twin] = deepcopy(at(tree, path))
    return Spoilt(tree, (*path[:-1], twin))


def truncated(dice: Dice, text: str) -> bytes:
    """The beginning of a text, cut anywhere, in the middle of a character as well."""
    data = text.encode()
    return data[: dice.number(0, len(data))]


def with_broken_indentation(dice: Dice, text: str) -> bytes:
    """One line moved to the left or right."""
    lines = text.split("\n")
    at = dice.number(0, len(lines) - 1)
    shifts = (
        f" {lines[at]}",
        f"   {lines[at]}",
        f"\t{lines[at]}",
        lines[at][1:],
        lines[at].lstrip(),
    )
    lines[at] = dice.pick(shifts)
    return "\n".join(lines).encode()
