"""The door of this room: a graph becomes a template."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from troposphere import AWSObject, BaseAWSObject

from generator.findings import Path, show_path
from generator.graph import nodes
from generator.graph.nodes import Graph, Node
from generator.templates import (
    component,
    distribution_configuration,
    image_pipeline,
    image_recipe,
    infrastructure_configuration,
    key,
    lifecycle_policy,
    logs,
    results,
    roles,
    workflow,
)
from generator.templates.intrinsics import intrinsic

RESOURCES: Mapping[type[Node], Callable[[Any], AWSObject]] = {
    nodes.Component: component.component,
    nodes.Workflow: workflow.workflow,
    nodes.ImageRecipe: image_recipe.image_recipe,
    nodes.Infrastructure: infrastructure_configuration.infrastructure_configuration,
    nodes.Distribution: distribution_configuration.distribution_configuration,
    nodes.Pipeline: image_pipeline.image_pipeline,
    nodes.LifecyclePolicy: lifecycle_policy.lifecycle_policy,
    nodes.LogGroup: logs.log_group,
    nodes.LogBucket: logs.log_bucket,
    nodes.LogBucketPolicy: logs.log_bucket_policy,
    nodes.Role: roles.role,
    nodes.RolePolicy: roles.role_policy,
    nodes.InstanceProfile: roles.instance_profile,
    nodes.Key: key.key,
    nodes.Topic: results.topic,
    nodes.TopicPolicy: results.topic_policy,
    nodes.ResultsRule: results.results_rule,
}

Template = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Rendered:
    """A template and where its resources come from."""

    name: str
    template: Template
    origins: Mapping[str, Path] = field(default_factory=dict)
    """Payload path of each resource."""


def pointer(node: Node) -> str:
    """Where a resource comes from, in words that survive a reordering of the payload."""
    keys = node.origin if not node.image else (node.image, *node.origin[2:])
    return show_path(keys) if node.origin[:1] != ("amis",) or node.image else "amis"


def render(graph: Graph, payload_file: str, line_of: Callable[[Path], int]) -> Rendered:
    """The template of a stack.

    Which payload line a resource comes from goes into the template's own metadata; a
    resource's metadata says it without a number, since a line number there would touch every
    resource below an inserted image.
    """
    lines = {pointer(node): line_of(node.origin) for node in graph.nodes}
    template: Template = {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": graph.description,
        "Metadata": {"AmiFactory": {"Payload": payload_file, "Lines": lines}},
    }
    if graph.network_parameters:
        template |= _network()
    template["Resources"] = {node.logical_id: _resource(node) for node in graph.nodes}
    template["Outputs"] = {
        output.name: {"Description": output.description, "Value": plain(intrinsic(output.value))}
        for output in graph.outputs
    }
    return Rendered(graph.name, template, {node.logical_id: node.origin for node in graph.nodes})


def _resource(node: Node) -> Template:
    made = RESOURCES[type(node)](node)
    made.Metadata = {"AmiFactory": {"From": pointer(node)}}
    return type_first(plain(made))


def type_first(resource: Template) -> Template:
    """Type first and properties last: they are long, and what surrounds them is read first."""
    properties = {"Properties": resource["Properties"]} if "Properties" in resource else {}
    between = {
        name: value for name, value in resource.items() if name not in ("Type", "Properties")
    }
    return {"Type": resource["Type"], **between, **properties}


def _network() -> Template:
    return {
        "Parameters": plain(infrastructure_configuration.network_parameters()),
        "Rules": plain(infrastructure_configuration.network_rules()),
        "Conditions": plain(infrastructure_configuration.network_conditions()),
    }


def plain(value: Any) -> Any:
    """Render troposphere's objects as plain dicts and lists, in one pass.

    troposphere's own conversion walks a nested property once for every level above it.
    """
    if isinstance(value, str | int):
        return value
    if isinstance(value, dict):
        return {name: plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, BaseAWSObject):
        value.validate()
        return plain(value.resource)
    return plain(value.to_dict())
