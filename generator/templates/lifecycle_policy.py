"""AWS::ImageBuilder::LifecyclePolicy."""

from __future__ import annotations

from troposphere import imagebuilder

from generator.graph.nodes import LifecyclePolicy, LifecycleStep
from generator.templates.intrinsics import given, intrinsic

ALL_VERSIONS = "x.x.x"


def lifecycle_policy(node: LifecyclePolicy) -> imagebuilder.LifecyclePolicy:
    """Ageing rules over every version of a recipe."""
    return imagebuilder.LifecyclePolicy(
        node.logical_id,
        Name=node.name,
        Description=node.description,
        Status="ENABLED",
        ResourceType="AMI_IMAGE",
        ExecutionRole=intrinsic(node.role),
        PolicyDetails=[_detail(step, dict(node.protect_tags)) for step in node.steps],
        ResourceSelection=imagebuilder.ResourceSelection(
            Recipes=[
                imagebuilder.RecipeSelection(Name=node.recipe_name, SemanticVersion=ALL_VERSIONS)
            ]
        ),
        **given(Tags=dict(node.tags)),
    )


def _detail(step: LifecycleStep, protect: dict[str, str]) -> imagebuilder.PolicyDetail:
    return imagebuilder.PolicyDetail(
        Action=imagebuilder.Action(Type=step.action, IncludeResources=_resources(step)),
        Filter=imagebuilder.Filter(
            Type="AGE" if step.unit else "COUNT",
            Value=step.value,
            **given(Unit=step.unit, RetainAtLeast=step.retain),
        ),
        **given(ExclusionRules=protect and _protected(protect)),
    )


def _resources(step: LifecycleStep) -> imagebuilder.IncludeResources:
    """Snapshots only with DELETE, and only together with their AMI."""
    return imagebuilder.IncludeResources(Amis=True, **given(Snapshots=step.snapshots))


def _protected(tags: dict[str, str]) -> imagebuilder.ExclusionRules:
    return imagebuilder.ExclusionRules(Amis=imagebuilder.AmiExclusionRules(TagMap=tags))
