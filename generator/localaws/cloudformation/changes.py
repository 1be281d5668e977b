"""What a new version of a stack would change: the contents of a change set."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from graphlib import TopologicalSorter
from typing import Any

from generator.localaws.cloudformation import schemas
from generator.localaws.cloudformation.dependencies import needs, references
from generator.localaws.cloudformation.differences import (
    UNKNOWN,
    Difference,
    differences,
    written,
)
from generator.localaws.cloudformation.outputs import outputs_of
from generator.localaws.cloudformation.scopes import Live, properties_of, scope_of
from generator.localaws.cloudformation.stack import Resource, Stack, Version
from generator.localaws.cloudformation.steps import handler_of
from generator.localaws.emulated import Emulated

EMULATES = (
    Emulated(
        "A change set knows what is added, modified, replaced and removed; a value of a resource"
        " that is made anew is known after it is applied, so what depends on it is Dynamic, and"
        " its own replacement Conditional",
        "CloudFormation API Reference, ResourceChange, ResourceTargetDefinition; order of the"
        " changes unverified",
    ),
)

ATTRIBUTES = ("CreationPolicy", "DeletionPolicy", "Metadata", "UpdatePolicy", "UpdateReplacePolicy")
"""Of a resource, beside its properties."""
MOVING = "VersionNumber"
"""How attributes end that an update in place changes (launch templates)."""


class Forecast:
    """Changes of a stack, found without making them."""

    def __init__(self, stack: Stack, version: Version) -> None:
        self._stack, self._version = stack, version
        self._scope = scope_of(stack, version, self)
        self._live = Live(stack)
        self._fates: dict[str, str] = {}
        """Add, Replace, Modify or nothing, of those that are looked at already."""

    def ref(self, logical_id: str) -> Any:
        """What Ref will give, or that it is not known."""
        anew = self._fates.get(logical_id) in ("Add", "Replace")
        return UNKNOWN if anew else self._live.ref(logical_id)

    def attribute(self, logical_id: str, name: str) -> Any:
        """What GetAtt will give, or that it is not known."""
        fate = self._fates.get(logical_id, "")
        if fate in ("Add", "Replace") or (fate and name.endswith(MOVING)):
            return UNKNOWN
        return self._live.attribute(logical_id, name)

    def changes(self) -> tuple[Mapping[str, Any], ...]:
        """Every ResourceChange, in the order in which it would be made; removals last."""
        order = needs(self._version.template, self._scope)
        made = [self._change(one) for one in TopologicalSorter(order).static_order()]
        gone = [one for name, one in self._stack.resources.items() if name not in order]
        return (*(one for one in made if one), *(_removal(one) for one in gone))

    def outputs(self) -> Mapping[str, str]:
        """The outputs, as far as they are known; after `changes`."""
        return {one.key: one.value for one in outputs_of(self._scope)}

    def invalid(self) -> Iterator[Mapping[str, str]]:
        """What is wrong with the properties; after `changes`."""
        for name in self._fates:
            definition = self._version.template.resources[name]
            found = properties_of(self._scope, definition, self._version.tags)
            for path, reason in schemas.problems(definition["Type"], found):
                where = f"/Resources/{name}/Properties{path.removeprefix('#')}"
                yield {
                    "logical_id": name,
                    "type": definition["Type"],
                    "path": where,
                    "reason": reason,
                }

    def _change(self, name: str) -> Mapping[str, Any] | None:
        definition = self._version.template.resources[name]
        old = self._stack.resources.get(name)
        after = properties_of(self._scope, definition, self._version.tags)
        if old is None or not old.physical_id:
            self._fates[name] = "Add"
            return _addition(name, definition, after)
        found = differences(old.type, old.properties, after)
        others = [one for one in ATTRIBUTES if old.definition.get(one) != definition.get(one)]
        if not found and not others:
            self._fates[name] = ""
            return None
        replacement = _replacement(old, found, after)
        self._fates[name] = "Modify" if replacement == "False" else "Replace"
        return self._modification(old, definition, after, found, others, replacement)

    def _modification(  # noqa: PLR0913, PLR0917  # the two sides of a change
        self,
        old: Resource,
        definition: Mapping[str, Any],
        after: Mapping[str, Any],
        found: tuple[Difference, ...],
        others: list[str],
        replacement: str,
    ) -> Mapping[str, Any]:
        tags = schemas.tag_property(old.type)
        kinds = {"Tags" if one.path[0] == tags else "Properties" for one in found}
        change: dict[str, Any] = {
            "Action": "Modify",
            "LogicalResourceId": old.logical_id,
            "PhysicalResourceId": old.physical_id,
            "ResourceType": old.type,
            "Replacement": replacement,
            "Scope": sorted(kinds | set(others)),
            "Details": [
                *(one for each in found for one in self._details(each, definition, tags)),
                *(_attribute(one, old.definition.get(one), definition.get(one)) for one in others),
            ],
            "BeforeContext": context(old.definition, old.properties),
            "AfterContext": context(definition, after),
        }
        if replacement != "False":
            change["PolicyAction"] = f"ReplaceAnd{_policy(old, 'UpdateReplacePolicy')}"
        return change

    def _details(
        self, found: Difference, definition: Mapping[str, Any], tags: str
    ) -> Iterator[dict[str, Any]]:
        target = {
            "Attribute": "Tags" if found.path[0] == tags else "Properties",
            "Name": str(found.path[0]),
            "RequiresRecreation": found.recreation,
            "Path": found.pointer,
            "AttributeChangeType": found.kind,
        }
        if found.kind != "Add":
            target["BeforeValue"] = written(found.before)
        if found.kind != "Remove":
            target["AfterValue"] = written(found.after)
        detail = {"Target": target, "Evaluation": "Dynamic" if found.dynamic else "Static"}
        yield detail | self._cause(found, definition)

    def _cause(self, found: Difference, definition: Mapping[str, Any]) -> dict[str, str]:
        value = (definition.get("Properties") or {}).get(str(found.path[0]))
        for one in references(value, self._scope):
            if self._fates.get(one.name):
                source = "ResourceAttribute" if one.attribute else "ResourceReference"
                causing = f"{one.name}.{one.attribute}" if one.attribute else one.name
                if found.dynamic:
                    return {"ChangeSource": source, "CausingEntity": causing}
        given = self._stack.version.parameters.given
        for one in references(value, self._scope):
            new = self._version.parameters.given
            if one.name in new and new[one.name] != given.get(one.name):
                return {"ChangeSource": "ParameterReference", "CausingEntity": one.name}
        return {"ChangeSource": "DirectModification"}


def context(definition: Mapping[str, Any], properties: Mapping[str, Any]) -> str:
    """BeforeContext or AfterContext."""
    kept = {one: definition[one] for one in ATTRIBUTES if one in definition}
    return json.dumps({"Properties": properties, **kept}, default=str)


def hidden(change: Mapping[str, Any], version: Version) -> Mapping[str, Any]:
    """A change without the values of parameters that have NoEcho."""
    secrets = {version.parameters.given[one] for one in version.parameters.hidden} - {""}
    text = json.dumps(change, default=str)
    for secret in sorted(secrets, key=len, reverse=True):
        text = text.replace(json.dumps(secret)[1:-1], "****")
    masked: Mapping[str, Any] = json.loads(text)
    return masked


def summary(changes: tuple[Mapping[str, Any], ...]) -> list[dict[str, Any]]:
    """The changes as they are without IncludePropertyValues."""
    return [_summary(one) for one in changes]


def _summary(change: Mapping[str, Any]) -> dict[str, Any]:
    plain = {key: one for key, one in change.items() if not key.endswith("Context")}
    details = []
    for detail in change.get("Details", []):
        target = detail["Target"]
        short = {
            key: target[key] for key in ("Attribute", "Name", "RequiresRecreation") if key in target
        }
        if target["Attribute"] in ("Tags", *ATTRIBUTES):
            short.pop("Name", None)
        one = {**detail, "Target": short}
        if one not in details:
            details.append(one)
    return plain | {"Details": details}


def _replacement(old: Resource, found: tuple[Difference, ...], after: Mapping[str, Any]) -> str:
    always = [one for one in found if one.recreation == "Always"]
    if any(not one.dynamic for one in always):
        return "True"
    conditional = any(one.recreation == "Conditionally" for one in found)
    if conditional and handler_of(old.type).replaces(old.properties, after):
        return "Conditional"
    return "Conditional" if always else "False"


def _addition(name: str, definition: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "Action": "Add",
        "LogicalResourceId": name,
        "ResourceType": definition["Type"],
        "Scope": [],
        "Details": [],
        "AfterContext": context(definition, after),
    }


def _removal(old: Resource) -> dict[str, Any]:
    return {
        "PolicyAction": _policy(old, "DeletionPolicy"),
        "Action": "Remove",
        "LogicalResourceId": old.logical_id,
        "PhysicalResourceId": old.physical_id,
        "ResourceType": old.type,
        "Scope": [],
        "Details": [],
        "BeforeContext": context(old.definition, old.properties),
    }


def _attribute(name: str, before: Any, after: Any) -> dict[str, Any]:
    target = {"Attribute": name, "RequiresRecreation": "Never", "Path": f"/{name}"}
    kind = "Add" if before is None else "Remove" if after is None else "Modify"
    target["AttributeChangeType"] = kind
    if before is not None:
        target["BeforeValue"] = written(before)
    if after is not None:
        target["AfterValue"] = written(after)
    return {"Target": target, "Evaluation": "Static", "ChangeSource": "DirectModification"}


def _policy(old: Resource, key: str) -> str:
    policy = str(old.definition.get(key, "Delete"))
    return "Retain" if policy == "RetainExceptOnCreate" else policy
