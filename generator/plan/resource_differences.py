"""Which properties of a resource change: as the templates say, then as only AWS knows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.plan.differences import Difference, differences
from generator.ports.stacks import Change, PropertyChange

LATER = "{{changeSet:KNOWN_AFTER_APPLY}}"
"""What AWS writes for a value that is known only once it is there."""


def resource_differences(
    change: Change, before: Mapping[str, Any], after: Mapping[str, Any]
) -> tuple[Difference, ...]:
    """What the templates say; then what only AWS knows: values of parameters and references."""
    if change.action in ("Add", "Remove", "Import"):
        return ()
    found = list(own_differences(before, after))
    known = {each.property for each in found}
    return (*found, *(each for each in _told(change.properties) if each.property not in known))


def own_differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Difference]:
    """What the templates say: properties, then what the template notes and orders."""
    yield from differences(before.get("Properties") or {}, after.get("Properties") or {})
    for key in ("Metadata", "DeletionPolicy", "UpdateReplacePolicy", "UpdatePolicy"):
        yield from differences(before.get(key), after.get(key), key)


def _told(changes: tuple[PropertyChange, ...]) -> Iterator[Difference]:
    seen = set()
    for each in changes:
        path = _written(each.path)
        told = each.before is not None or each.after is not None or path != "Tags"
        if path and path not in seen and told:
            seen.add(path)
            later = each.after == LATER or (each.before is None and each.after is None)
            yield Difference(path, each.before, None if later else each.after, known=not later)


def _written(pointer: str) -> str:
    """A JSON pointer as people write it: Components[1].ComponentArn."""
    parts = pointer.strip("/").removeprefix("Properties/").split("/")
    return "".join(f"[{part}]" if part.isdigit() else f".{part}" for part in parts).lstrip(".")
