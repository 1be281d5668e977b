"""AWS::ImageBuilder::Workflow."""

from __future__ import annotations

from troposphere import imagebuilder

from generator.graph.nodes import Workflow
from generator.templates.intrinsics import given, intrinsic


def workflow(node: Workflow) -> imagebuilder.Workflow:
    """A workflow with its document inline."""
    return imagebuilder.Workflow(
        node.logical_id,
        Name=node.name,
        Type=node.type,
        Version=node.version,
        **given(KmsKeyId=node.key and intrinsic(node.key), Tags=dict(node.tags)),
        Data=node.data,
    )
