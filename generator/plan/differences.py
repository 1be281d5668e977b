"""What differs between two values of a template, told so that people can follow.

Lists of things that have a name are compared by name, so that one that comes first does not
make all the others differ; lists of plain values by what comes and what goes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

NAMES = (
    "Key",
    "Name",
    "Sid",
    "Region",
    "DeviceName",
    "Id",
    "PolicyName",
    "ComponentArn",
    "WorkflowArn",
    "Endpoint",
    "LaunchTemplateId",
)
"""Properties by which things in a list are told apart."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One place in which two values differ."""

    path: str
    """As people write it: Distributions[eu-west-1].AmiDistributionConfiguration.Name."""
    before: Any = None
    """None when it was not there."""
    after: Any = None
    """None when it goes."""
    known: bool = True
    """False when AWS knows the value after only once it is there."""

    @property
    def property(self) -> str:
        """The first part of the path."""
        return self.path.split(".", 1)[0].split("[", 1)[0]


def differences(before: Any, after: Any, path: str = "") -> Iterator[Difference]:
    """All differences, in the order of the value after; nothing when both are equal."""
    if same(before, after):
        return
    before, after = _pairs(before), _pairs(after)
    if _plain_mapping(before) and _plain_mapping(after):
        yield from _mappings(before, after, path)
    elif _sequence(before) and _sequence(after):
        yield from _lists(before, after, path)
    else:
        yield Difference(path, before, after)


def same(before: Any, after: Any) -> bool:
    """Equal as CloudFormation sees it: `1` is 1, and there are two ways to write a GetAtt."""
    return bool(_canonical(before) == _canonical(after))


def _canonical(value: Any) -> Any:
    if isinstance(value, Mapping):
        attribute = value.get("Fn::GetAtt")
        if len(value) == 1 and isinstance(attribute, str):
            return {"Fn::GetAtt": attribute.split(".", 1)}
        return {key: _canonical(item) for key, item in value.items()}
    if _sequence(value):
        return [_canonical(item) for item in value]
    if isinstance(value, bool):
        return str(value).lower()
    return value if value is None else str(value)


def _pairs(value: Any) -> Any:
    """A list of keys with their values as a mapping: tags, as most services write them."""
    if not _sequence(value) or not value:
        return value
    if any(not isinstance(item, Mapping) or set(item) != {"Key", "Value"} for item in value):
        return value
    found = {shown(item["Key"]): item["Value"] for item in value}
    return found if len(found) == len(value) else value


def _mappings(
    before: Mapping[str, Any], after: Mapping[str, Any], path: str
) -> Iterator[Difference]:
    for key in [*after, *(key for key in before if key not in after)]:
        inner = f"{path}.{key}" if path else key
        old, new = before.get(key), after.get(key)
        yield from differences(_nothing(old, new), _nothing(new, old), inner)


def _nothing(value: Any, other: Any) -> Any:
    """Nothing, of the other's kind, so that what comes or goes with a key is told in its parts."""
    if value is not None:
        return value
    other = _pairs(other)
    return {} if _plain_mapping(other) else [] if _sequence(other) else None


def _lists(before: Sequence[Any], after: Sequence[Any], path: str) -> Iterator[Difference]:
    things = [*before, *after]
    if not any(map(_plain_mapping, things)):
        yield from _plain_lists(before, after, path)
        return
    for name in NAMES:
        first, second = _named(before, name), _named(after, name)
        if first is not None and second is not None:
            yield from _named_lists(first, second, path)
            return
    yield from _positions(before, after, path)


def _named_lists(
    before: Mapping[str, Any], after: Mapping[str, Any], path: str
) -> Iterator[Difference]:
    for name in [*after, *(name for name in before if name not in after)]:
        yield from differences(before.get(name), after.get(name), f"{path}[{name}]")
    kept_before = [name for name in before if name in after]
    kept_after = [name for name in after if name in before]
    if kept_before != kept_after:
        yield Difference(f"{path} (order)", ", ".join(before), ", ".join(after))


def _positions(before: Sequence[Any], after: Sequence[Any], path: str) -> Iterator[Difference]:
    texts = [json.dumps(_canonical(item)) for item in before]
    others = [json.dumps(_canonical(item)) for item in after]
    matcher = SequenceMatcher(None, texts, others, autojunk=False)
    for _, start, end, new, new_end in matcher.get_opcodes():
        for number in range(max(end - start, new_end - new)):
            old = before[start + number] if start + number < end else None
            young = after[new + number] if new + number < new_end else None
            place = new + number if young is not None else start + number
            yield from differences(old, young, f"{path}[{place}]")


def _plain_lists(before: Sequence[Any], after: Sequence[Any], path: str) -> Iterator[Difference]:
    gone, come = _without(before, after), _without(after, before)
    yield from (Difference(path, item, None) for item in gone)
    yield from (Difference(path, None, item) for item in come)
    if not gone and not come:
        yield Difference(f"{path} (order)", _joined(before), _joined(after))


def _without(some: Sequence[Any], others: Sequence[Any]) -> list[Any]:
    left = [_canonical(item) for item in others]
    found = []
    for item in some:
        known = _canonical(item)
        if known in left:
            left.remove(known)
        else:
            found.append(item)
    return found


def _joined(items: Sequence[Any]) -> str:
    return ", ".join(shown(item) for item in items)


def _named(items: Sequence[Any], name: str) -> dict[str, Any] | None:
    """The items by this property; None when they have none, or not each its own."""
    if not all(_plain_mapping(item) and name in item for item in items):
        return None
    found = {shown(item[name]): item for item in items}
    return found if len(found) == len(items) else None


def shown(value: Any) -> str:
    """A value in one line, intrinsic functions as the YAML of templates writes them."""
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping) and len(value) == 1:
        function, given = next(iter(value.items()))
        if function == "Ref":
            return str(given)
        if function == "Fn::Sub" and isinstance(given, str):
            return given
        if function == "Fn::GetAtt":
            return given if isinstance(given, str) else ".".join(map(str, given))
    return json.dumps(value, ensure_ascii=False)


def outline(value: Any, indent: str = "") -> Iterator[str]:
    """A value in lines, as YAML has it."""
    if _plain_mapping(value):
        for key, item in value.items():
            yield from _entry(f"{indent}{key}:", item, indent)
    elif _sequence(value):
        for item in value:
            first, *rest = list(outline(item)) or [""]
            yield f"{indent}- {first}"
            yield from (f"{indent}  {line}" for line in rest)
    else:
        yield from (f"{indent}{line}" for line in shown(value).splitlines() or [""])


def _entry(head: str, item: Any, indent: str) -> Iterator[str]:
    lines = list(outline(item, f"{indent}  "))
    if len(lines) == 1 and not _plain_mapping(item) and not _sequence(item):
        yield f"{head} {lines[0].strip()}"
    else:
        yield head
        yield from lines


def _plain_mapping(value: Any) -> bool:
    """A mapping that is no intrinsic function."""
    if not isinstance(value, Mapping):
        return False
    only = next(iter(value), "") if len(value) == 1 else ""
    return only != "Ref" and not str(only).startswith("Fn::")


def _sequence(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str | bytes)
