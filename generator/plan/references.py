"""Which resources of a template refer to which."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from generator.plan.origins import Template, resources

_IN_SUB = re.compile(r"\$\{([^!][^}]*)\}")


def references(template: Template) -> dict[str, frozenset[str]]:
    """The resources that each resource refers to, by logical id."""
    known = resources(template)
    return {
        logical_id: frozenset(name for name in _names(resource) if name in known)
        for logical_id, resource in known.items()
    }


def referred(value: Any) -> frozenset[str]:
    """Names that a value refers to; parameters and pseudo parameters are among them."""
    return frozenset(_names(value))


def closure(some: Iterable[str], links: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """These resources, and all that they refer to, directly or not."""
    found: set[str] = set()
    waiting = list(some)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += links.get(name, frozenset())
    return frozenset(found)


def _names(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _named_by(key, item)
            yield from _names(item)
    elif isinstance(value, Sequence) and not isinstance(value, str | bytes):
        for item in value:
            yield from _names(item)


def _named_by(key: str, item: Any) -> Iterator[str]:
    """What a function refers to (CloudFormation User Guide, intrinsic functions)."""
    if key in ("Ref", "DependsOn") and isinstance(item, str):
        yield item
    elif key == "DependsOn" and isinstance(item, Sequence):
        yield from (each for each in item if isinstance(each, str))
    elif key == "Fn::GetAtt" and item:
        yield item.split(".", 1)[0] if isinstance(item, str) else str(item[0])
    elif key == "Fn::Sub":
        text = item if isinstance(item, str) else item[0] if item else ""
        yield from (name.split(".", 1)[0] for name in _IN_SUB.findall(str(text)))
