"""What the registry says about a resource type: the schemas that cfn-lint carries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from generator.localaws.emulated import Emulated

EMULATES = (
    Emulated(
        "Which change of a property replaces a resource, which properties it must and may have,"
        " and which attributes it gives",
        "registry schemas of CloudFormation, as cfn-lint carries them",
    ),
)

REGION = "us-east-1"
"""Whose schemas are asked: the region that has every type."""


@cache
def schema(type_: str) -> Mapping[str, Any] | None:
    """The schema of a type; None when CloudFormation does not know it."""
    from cfnlint.schema import PROVIDER_SCHEMA_MANAGER, ResourceNotFoundError

    try:
        found: Mapping[str, Any] = PROVIDER_SCHEMA_MANAGER.get_resource_schema(REGION, type_).schema
    except ResourceNotFoundError:
        return None
    return found


def recreation(type_: str, path: Sequence[str | int]) -> str:
    """What a change at a path below Properties means: Never, Conditionally or Always."""
    found = schema(type_) or {}
    for key, answer in (
        ("createOnlyProperties", "Always"),
        ("conditionalCreateOnlyProperties", "Conditionally"),
    ):
        if any(_meets(pointer, path) for pointer in found.get(key) or ()):
            return answer
    return "Never"


def attributes(type_: str) -> frozenset[str]:
    """Names for GetAtt."""
    read_only = (schema(type_) or {}).get("readOnlyProperties") or ()
    return frozenset(
        pointer.removeprefix("/properties/").replace("/", ".") for pointer in read_only
    )


def identifier(type_: str) -> tuple[str, ...]:
    """The properties that identify a resource."""
    pointers = (schema(type_) or {}).get("primaryIdentifier") or ()
    return tuple(pointer.removeprefix("/properties/") for pointer in pointers)


def tag_property(type_: str) -> str:
    """The property with the tags; empty when the type has none."""
    tagging = (schema(type_) or {}).get("tagging") or {}
    if tagging.get("taggable") is False:
        return ""
    pointer = str(tagging.get("tagProperty", "/properties/Tags")).removeprefix("/properties/")
    return pointer if pointer in ((schema(type_) or {}).get("properties") or {}) else ""


def tags_are_map(type_: str) -> bool:
    """Whether tags are a map rather than a list of Key and Value."""
    found = schema(type_) or {}
    declared = _followed(found, found["properties"][tag_property(type_)])
    return str(declared.get("type")) == "object"


def problems(type_: str, properties: Any) -> tuple[tuple[str, str], ...]:
    """(path, what is wrong with it) of properties that are missing, unknown or not allowed."""
    found = schema(type_)
    return tuple(_problems(found, found, properties, "#")) if found else ()


def _problems(
    whole: Mapping[str, Any], part: Mapping[str, Any], value: Any, at: str
) -> Iterator[tuple[str, str]]:
    part = _followed(whole, part)
    if isinstance(value, dict):
        yield from _of_object(whole, part, value, at)
    elif isinstance(value, list):
        for index, one in enumerate(value):
            yield from _problems(whole, part.get("items") or {}, one, f"{at}/{index}")
    elif "enum" in part and "{{" not in str(value) and not _listed(value, part["enum"]):
        yield at, f"{at}: {value} is not a valid enum value"


def _of_object(
    whole: Mapping[str, Any], part: Mapping[str, Any], value: Mapping[str, Any], at: str
) -> Iterator[tuple[str, str]]:
    declared = part.get("properties") or {}
    for name in part.get("required") or ():
        if name not in value:
            yield at, f"{at}: required key [{name}] not found"
    for name, inner in value.items():
        if name in declared:
            yield from _problems(whole, declared[name], inner, f"{at}/{name}")
        elif declared and part.get("additionalProperties") is False and not _free(part):
            yield f"{at}/{name}", f"{at}: extraneous key [{name}] is not permitted"


def _free(part: Mapping[str, Any]) -> bool:
    """Whether names of properties may follow a pattern."""
    return "patternProperties" in part


def _listed(value: Any, allowed: Sequence[Any]) -> bool:
    """Whether a value is one of an enumeration, which may hold numbers and booleans."""
    return _text(value) in [_text(one) for one in allowed]


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _followed(whole: Mapping[str, Any], part: Mapping[str, Any]) -> Mapping[str, Any]:
    """The part that a $ref leads to."""
    while "$ref" in part:
        target: Any = whole
        for step in str(part["$ref"]).removeprefix("#/").split("/"):
            target = target.get(step, {})
        part = target
    return part


def _meets(pointer: str, path: Sequence[str | int]) -> bool:
    """Whether a pointer of the schema is at, above or below a path."""
    steps = pointer.removeprefix("/properties/").split("/")
    mine = [str(one) for one in path if not isinstance(one, int)]
    wanted = [one for one in steps if one not in ("*", "items", "properties")]
    return all(one == other for one, other in zip(mine, wanted, strict=False))
