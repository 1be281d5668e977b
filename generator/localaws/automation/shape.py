"""What properties a mapping of a runbook takes, as data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Field:
    """What a property takes."""

    type: type
    required: bool = False


Shape = Mapping[str, Field]


def misfits(shape: Shape, value: Any, where: str) -> Iterator[str]:
    """Properties that a mapping lacks, has too many of, or has with another type."""
    if not isinstance(value, Mapping):
        yield f"{where} is not a mapping"
        return
    for name in value.keys() - shape.keys():
        yield f"{where}: {name} is not known"
    for name, field in shape.items():
        if name not in value:
            if field.required:
                yield f"{where}: {name} is missing"
        elif not _is(value[name], field.type):
            yield f"{where}: {name} is a {type(value[name]).__name__}"


def _is(value: Any, wanted: type) -> bool:
    return isinstance(value, wanted) and not (wanted is int and isinstance(value, bool))
