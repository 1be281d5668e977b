"""A template's text, read and checked for its form."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import yaml

from generator.localaws.cloudformation.exceptions import NotEmulatedError, ValidationError
from generator.localaws.emulated import Emulated

EMULATES = (
    Emulated(
        "Templates are read as JSON or YAML with the short forms; aliases of YAML, transforms and"
        " Fn::ForEach are refused, resources, parameters, outputs and sizes are limited",
        "CloudFormation User Guide, template format and quotas; texts of errors unverified",
    ),
)

SECTIONS = frozenset(
    (
        "AWSTemplateFormatVersion",
        "Conditions",
        "Description",
        "Mappings",
        "Metadata",
        "Outputs",
        "Parameters",
        "Resources",
        "Rules",
        "Transform",
    )
)
RESOURCE_KEYS = frozenset(
    (
        "Condition",
        "CreationPolicy",
        "DeletionPolicy",
        "DependsOn",
        "Description",
        "Metadata",
        "Properties",
        "Type",
        "UpdatePolicy",
        "UpdateReplacePolicy",
    )
)
BODY_BYTES = 51_200
URL_BYTES = 1_000_000
RESOURCES = 500
PARAMETERS = 200
OUTPUTS = 200
SAFE: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml is ten times as fast; not every wheel of PyYAML has it."""
SHORT = {"Ref": "Ref", "Condition": "Condition"}


@dataclass(frozen=True, slots=True)
class Template:
    """A template; its sections are empty when it has none."""

    text: str
    whole: Mapping[str, Any]

    def section(self, name: str) -> Mapping[str, Any]:
        """A section of the template."""
        return self.whole.get(name) or {}

    @property
    def resources(self) -> Mapping[str, Any]:
        """Resources by logical id, those whose condition is false as well."""
        return self.section("Resources")


@lru_cache(maxsize=32)
def load(text: str) -> Template:
    """Read a template.

    Raises:
        ValidationError: when it is none.
        NotEmulatedError: when it needs what the local AWS cannot do.
    """
    whole = _read(text)
    if not isinstance(whole, dict):
        raise ValidationError("Template format error: unsupported structure.")
    _sections(whole)
    _resources(whole["Resources"])
    _limits(whole)
    _no_loops(whole)
    return Template(text, whole)


def _read(text: str) -> Any:
    try:
        if text.lstrip().startswith("{"):
            return json.loads(text)
        _no_aliases(text)
        return yaml.load(text, Loader)  # noqa: S506  # a safe loader with CloudFormation's tags
    except (yaml.YAMLError, json.JSONDecodeError) as error:
        where = " ".join(str(error).split())
        form = "JSON" if isinstance(error, json.JSONDecodeError) else "YAML"
        raise ValidationError(
            f"Template format error: {form} not well-formed. ({where})"
        ) from error


def _no_aliases(text: str) -> None:
    if "*" in text and any(isinstance(one, yaml.AliasEvent) for one in yaml.parse(text, SAFE)):
        said = "Template error: YAML aliases are not allowed in CloudFormation templates"
        raise ValidationError(said)


def _sections(whole: dict[str, Any]) -> None:
    unknown = sorted(str(key) for key in whole if key not in SECTIONS)
    if unknown:
        said = f"Invalid template property or properties [{', '.join(unknown)}]"
        raise ValidationError(said)
    empty = [key for key, value in whole.items() if value is None]
    if empty:
        raise ValidationError(f"[/{empty[0]}] 'null' values are not allowed in templates")
    if not isinstance(whole.get("Resources"), dict) or not whole["Resources"]:
        said = "Template format error: At least one Resources member must be defined."
        raise ValidationError(said)
    if "Transform" in whole:
        raise NotEmulatedError(f"the transform {whole['Transform']} of templates")


def _resources(resources: Mapping[str, Any]) -> None:
    for name, resource in resources.items():
        if name.startswith("Fn::"):
            raise NotEmulatedError(name)
        if not isinstance(resource, dict) or not isinstance(resource.get("Type"), str):
            said = f"Template format error: [/Resources/{name}] Every Resources object must"
            raise ValidationError(f"{said} contain a Type member.")
        unknown = sorted(set(resource) - RESOURCE_KEYS)
        if unknown:
            said = f"Invalid template resource property '{unknown[0]}'"
            raise ValidationError(said)


def _limits(whole: Mapping[str, Any]) -> None:
    for section, most in (
        ("Resources", RESOURCES),
        ("Parameters", PARAMETERS),
        ("Outputs", OUTPUTS),
    ):
        count = len(whole.get(section) or {})
        if count > most:
            said = f"Template format error: Number of {section.lower()}, {count}, is greater than"
            raise ValidationError(f"{said} maximum allowed, {most}")


def _no_loops(value: Any) -> None:
    if isinstance(value, dict):
        for key, inner in value.items():
            if str(key).startswith("Fn::ForEach") or key in ("Fn::Transform", "Fn::Length"):
                raise NotEmulatedError(f"{key} in templates")
            _no_loops(inner)
    elif isinstance(value, list):
        for inner in value:
            _no_loops(inner)


class Loader(SAFE):  # type: ignore[misc]  # typeshed's base is another one with libyaml
    """YAML as CloudFormation reads it: short forms, no dates."""


def _short(loader: Any, suffix: str, node: yaml.Node) -> dict[str, Any]:
    """`!Sub x` as `{"Fn::Sub": "x"}`."""
    value: Any
    if isinstance(node, yaml.ScalarNode):
        value = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        value = loader.construct_mapping(node, deep=True)
    if suffix == "GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {SHORT.get(suffix, f"Fn::{suffix}"): value}


def _text(loader: Any, node: yaml.Node) -> str:
    return str(loader.construct_scalar(node))


Loader.add_multi_constructor("!", _short)
Loader.add_constructor("tag:yaml.org,2002:timestamp", _text)
