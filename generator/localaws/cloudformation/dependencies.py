"""What refers to what in a template, and in which order its resources are made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from typing import Any

from generator.localaws.cloudformation.exceptions import ValidationError
from generator.localaws.cloudformation.resolving import VARIABLE, Scope
from generator.localaws.cloudformation.template import Template


@dataclass(frozen=True, slots=True)
class Reference:
    """One use of a parameter, a pseudo parameter or a resource."""

    name: str
    attribute: str = ""
    """Of GetAtt."""


def references(value: Any, scope: Scope | None = None) -> Iterator[Reference]:
    """Every reference in a value; with a scope only in the taken branches of Fn::If."""
    if isinstance(value, list):
        for one in value:
            yield from references(one, scope)
    if not isinstance(value, dict):
        return
    for key, inner in value.items():
        if key == "Ref" and isinstance(inner, str):
            yield Reference(inner)
        elif key == "Fn::GetAtt":
            name, attribute = inner.split(".", 1) if isinstance(inner, str) else inner
            yield Reference(name, attribute if isinstance(attribute, str) else "?")
        elif key == "Fn::Sub":
            yield from _substituted(inner, scope)
        elif key == "Fn::If" and scope is not None:
            yield from references(inner[1] if scope.condition(inner[0]) else inner[2], scope)
        else:
            yield from references(inner, scope)


def needs(template: Template, scope: Scope) -> dict[str, set[str]]:
    """Logical ids that each resource needs first; of resources that are made at all.

    Raises:
        ValidationError: when resources need each other in a circle.
    """
    made = {name for name, one in template.resources.items() if scope.included(one)}
    graph = {name: _needed(template.resources[name], scope) & made for name in sorted(made)}
    try:
        tuple(TopologicalSorter(graph).static_order())
    except CycleError as error:
        circle = ", ".join(sorted(set(error.args[1])))
        raise ValidationError(f"Circular dependency between resources: [{circle}]") from error
    return graph


def check(template: Template, pseudo: Mapping[str, Any]) -> None:
    """Every reference has something to refer to.

    Raises:
        ValidationError: when one has not.
    """
    there = set(template.section("Parameters")) | set(template.resources) | set(pseudo)
    for block in ("Resources", "Outputs"):
        found = set(references(template.section(block)))
        missing = sorted({one.name for one in found if one.name not in there})
        if missing:
            said = f"Template format error: Unresolved resource dependencies [{', '.join(missing)}]"
            raise ValidationError(f"{said} in the {block} block of the template")
    _depends_on(template)


def _depends_on(template: Template) -> None:
    for resource in template.resources.values():
        missing = sorted(_listed(resource) - set(template.resources))
        if missing:
            said = f"Template format error: Unresolved resource dependencies [{', '.join(missing)}]"
            raise ValidationError(f"{said} in the Resources block of the template")


def _needed(resource: Mapping[str, Any], scope: Scope) -> set[str]:
    found = {one.name for one in references(resource.get("Properties") or {}, scope)}
    return found | _listed(resource)


def _listed(resource: Mapping[str, Any]) -> set[str]:
    listed = resource.get("DependsOn") or []
    return {listed} if isinstance(listed, str) else set(listed)


def _substituted(argument: Any, scope: Scope | None) -> Iterator[Reference]:
    text, names = (argument, {}) if isinstance(argument, str) else argument
    for literal, found in VARIABLE.findall(text):
        name = found.strip()
        if not literal and name not in names:
            first, _, attribute = name.partition(".")
            yield Reference(first, attribute)
    yield from references(names, scope)
