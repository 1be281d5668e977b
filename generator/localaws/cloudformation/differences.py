"""What differs between the properties that a resource has and those that it shall have."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generator.localaws.cloudformation import schemas

UNKNOWN = "{{changeSet:KNOWN_AFTER_APPLY}}"
"""How a change set writes a value that is not known before (User Guide, change sets)."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One value that differs."""

    path: tuple[str | int, ...]
    """Below Properties."""
    before: Any
    after: Any
    kind: str
    """Add, Remove or Modify."""
    recreation: str
    """Never, Conditionally or Always."""

    @property
    def dynamic(self) -> bool:
        """Whether the new value is known only when the change is made."""
        return UNKNOWN in written(self.after)

    @property
    def pointer(self) -> str:
        """As DescribeChangeSet writes it."""
        return "/".join(("/Properties", *map(str, self.path)))


def differences(
    type_: str, before: Mapping[str, Any], after: Mapping[str, Any]
) -> tuple[Difference, ...]:
    """Every leaf that differs, in the order of the properties."""
    return tuple(_between(type_, (), before, after))


def written(value: Any) -> str:
    """A value as DescribeChangeSet shows it."""
    return value if isinstance(value, str) else json.dumps(value, default=str)


def same(one: Any, other: Any) -> bool:
    """Whether values are equal for CloudFormation, which reads 5 and "5" as the same."""
    if isinstance(one, dict | list) or isinstance(other, dict | list):
        return bool(one == other)
    return _plain(one) == _plain(other)


def _plain(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _between(
    type_: str, path: tuple[str | int, ...], before: Any, after: Any
) -> Iterator[Difference]:
    if isinstance(before, dict) and isinstance(after, dict):
        for key in dict.fromkeys((*before, *after)):
            yield from _member(type_, (*path, key), before, after, key)
    elif isinstance(before, list) and isinstance(after, list):
        old, new = dict(enumerate(before)), dict(enumerate(after))
        for index in range(max(len(old), len(new))):
            yield from _member(type_, (*path, index), old, new, index)
    elif not same(before, after):
        yield Difference(path, before, after, "Modify", schemas.recreation(type_, path))


def _member(
    type_: str, path: tuple[str | int, ...], before: Any, after: Any, key: str | int
) -> Iterator[Difference]:
    if key not in before:
        yield Difference(path, None, after[key], "Add", schemas.recreation(type_, path))
    elif key not in after:
        yield Difference(path, before[key], None, "Remove", schemas.recreation(type_, path))
    else:
        yield from _between(type_, path, before[key], after[key])
