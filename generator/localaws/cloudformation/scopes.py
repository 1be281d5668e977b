"""With what the values of a stack's template are resolved."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from generator.localaws.cloudformation import exports, schemas
from generator.localaws.cloudformation.exceptions import (
    NotEmulatedError,
    ValidationError,
)
from generator.localaws.cloudformation.parameters import stored
from generator.localaws.cloudformation.resolving import Lookup, Scope, pseudo
from generator.localaws.cloudformation.stack import Stack, Version
from generator.localaws.emulated import Emulated

EMULATES = (
    Emulated(
        "Tags of a stack are given to its resources that can have tags; the aws:cloudformation:"
        " tags are not",
        "CloudFormation User Guide, resource tags; registry schemas, tagging",
    ),
    Emulated(
        "{{resolve:ssm:...}} is read when the resource is made; secrets are refused",
        "CloudFormation User Guide, dynamic references",
    ),
)

DYNAMIC = re.compile(r"\{\{resolve:([a-z-]+):([^}]*)\}\}")


class Live:
    """Resources as they are."""

    def __init__(self, stack: Stack) -> None:
        self._stack = stack

    def ref(self, logical_id: str) -> Any:
        """Its physical id, or what Ref gives of its type."""
        resource = self._stack.resources.get(logical_id)
        if resource is None or not resource.physical_id:
            said = f"Template error: resource {logical_id} is referred to, but not made"
            raise ValidationError(said)
        return resource.physical_id

    def attribute(self, logical_id: str, name: str) -> Any:
        """What its model gives."""
        self.ref(logical_id)
        resource = self._stack.resources[logical_id]
        value = resource.made.attribute(name) if resource.made else None
        if value is None:
            said = f"resource {logical_id} does not support attribute type {name} in Fn::GetAtt"
            raise ValidationError(f"Template error: {said}")
        return value


class Unmade:
    """No resource is there yet; for conditions and rules, which cannot use any."""

    def ref(self, logical_id: str) -> Any:
        """Refuse."""
        raise ValidationError(f"Template error: {logical_id} cannot be referred to here")

    def attribute(self, logical_id: str, name: str) -> Any:
        """Refuse."""
        raise ValidationError(f"Template error: {logical_id}.{name} cannot be referred to here")


def scope_of(
    stack: Stack, version: Version, lookup: Lookup, imports: set[str] | None = None
) -> Scope:
    """The scope of a version of a stack; names of exports that are used go into `imports`."""

    def exported(name: str) -> str:
        found = exports.value(stack.account, stack.region, name)
        if imports is not None:
            imports.add(name)
        return found

    names = pseudo(stack.account, stack.region, stack.name, stack.arn, list(version.topics))
    return Scope(version.template, version.parameters.values, names, lookup, exported)


def properties_of(scope: Scope, definition: Mapping[str, Any], tags: Mapping[str, str]) -> Any:
    """The properties of a resource, resolved, with the stack's tags."""
    resolved = scope.resolve(definition.get("Properties") or {})
    name = schemas.tag_property(definition["Type"]) if tags else ""
    if name:
        resolved[name] = _tagged(definition["Type"], resolved.get(name), tags)
    return resolved


def revealed(value: Any, account: str, region: str) -> Any:
    """A value with its dynamic references read."""
    if isinstance(value, dict):
        return {key: revealed(inner, account, region) for key, inner in value.items()}
    if isinstance(value, list):
        return [revealed(inner, account, region) for inner in value]
    if not isinstance(value, str):
        return value

    def read(found: re.Match[str]) -> str:
        if found[1] != "ssm":
            raise NotEmulatedError(f"the dynamic reference {found[1]}")
        name, _, version = found[2].partition(":")
        return stored(f"{name}:{version}" if version else name, account, region)

    return DYNAMIC.sub(read, value)


def _tagged(type_: str, own: Any, tags: Mapping[str, str]) -> Any:
    if schemas.tags_are_map(type_):
        return {**tags, **(own or {})}
    have = list(own or [])
    names = {one["Key"] for one in have if isinstance(one, dict)}
    added = [{"Key": key, "Value": value} for key, value in tags.items() if key not in names]
    return [*have, *added]
