"""Values cut and turned to a shape of the service model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

RENAMED = {"Version": "semanticVersion", "LaunchPermissionConfiguration": "launchPermission"}
"""Properties that CloudFormation's schemas name otherwise than the API; all others differ in
their first letter only. A test holds this against the schemas."""


def shaped(shape: Any, value: Any) -> Any:
    """Only what the shape has of a value; what is None, or may not be empty and is, is not."""
    if shape.type_name == "structure" and isinstance(value, Mapping):
        kept = [name for name, of in shape.members.items() if _there(of, value.get(name))]
        return {name: shaped(shape.members[name], value[name]) for name in kept}
    if shape.type_name == "list" and isinstance(value, list):
        return [shaped(shape.member, item) for item in value]
    if shape.type_name == "map" and isinstance(value, Mapping):
        return {key: shaped(shape.value, item) for key, item in value.items()}
    return value


def _there(shape: Any, value: Any) -> bool:
    may_be_empty = isinstance(value, bool | int) or not shape.metadata.get("min")
    return value is not None and (may_be_empty or bool(value))


def from_properties(shape: Any, value: Any) -> Any:
    """Properties of a CloudFormation resource as the API's request spells them.

    CloudFormation turns texts into numbers and booleans where the schema wants those.
    """
    if shape.type_name == "structure" and isinstance(value, Mapping):
        return dict(_member(shape, name, item) for name, item in value.items())
    if shape.type_name == "list" and isinstance(value, list):
        return [from_properties(shape.member, item) for item in value]
    if shape.type_name == "map" and isinstance(value, Mapping):
        return {key: from_properties(shape.value, item) for key, item in value.items()}
    return _scalar(shape.type_name, value)


def _member(shape: Any, name: str, value: Any) -> tuple[str, Any]:
    renamed = RENAMED.get(name, "")
    member = renamed if renamed in shape.members else name[:1].lower() + name[1:]
    known = shape.members.get(member)
    return member, value if known is None else from_properties(known, value)


def _scalar(type_name: str, value: Any) -> Any:
    if type_name == "string" and isinstance(value, int | float):
        return str(value).lower() if isinstance(value, bool) else str(value)
    if not isinstance(value, str):
        return value
    if type_name == "boolean" and value in ("true", "false"):
        return value == "true"
    return int(value) if type_name == "integer" and value.lstrip("-").isdigit() else value
