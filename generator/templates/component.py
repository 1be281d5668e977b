"""AWS::ImageBuilder::Component."""

from __future__ import annotations

from troposphere import imagebuilder

from generator.graph.nodes import Component
from generator.templates.intrinsics import given, intrinsic


def component(node: Component) -> imagebuilder.Component:
    """A component with its document inline."""
    return imagebuilder.Component(
        node.logical_id,
        Name=node.name,
        Platform=node.platform,
        Version=node.version,
        Description=node.description,
        **given(KmsKeyId=node.key and intrinsic(node.key), Tags=dict(node.tags)),
        Data=node.data,
    )
