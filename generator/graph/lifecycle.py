"""What becomes of one image's AMIs as they age."""

from __future__ import annotations

from collections.abc import Iterator

from generator.graph.naming import SHARED
from generator.graph.nodes import LifecyclePolicy, LifecycleStep, Role
from generator.graph.recipe import Making
from generator.graph.values import Attribute, arn
from generator.payload.factory import Factory
from generator.payload.lifecycle import Lifecycle

MANAGED_POLICY = arn(
    "iam",
    "policy/service-role/EC2ImageBuilderLifecycleExecutionPolicy",
    region="",
    account="aws",
)
"""Touches only AMIs and snapshots tagged `CreatedBy: EC2 Image Builder`."""


def lifecycle(making: Making) -> LifecyclePolicy | None:
    """The policy over all versions of the image's recipe; None when nothing is asked."""
    wanted, names = making.image.lifecycle, making.names
    steps = tuple(_steps(wanted)) if wanted else ()
    if not wanted or not steps:
        return None
    return LifecyclePolicy(
        logical_id=names.logical("Lifecycle"),
        origin=making.origin("lifecycle"),
        image=making.image.image_name,
        name=names.resource,
        description=f"What becomes of the AMIs of {names.resource} as they age",
        recipe_name=names.resource,
        role=Attribute(SHARED["lifecycle role"], "Arn"),
        steps=steps,
        protect_tags=wanted.protect_tags,
        tags=making.tags,
    )


def _steps(wanted: Lifecycle) -> Iterator[LifecycleStep]:
    for action, age in (("DEPRECATE", wanted.deprecate_after), ("DISABLE", wanted.disable_after)):
        if age is not None:
            yield LifecycleStep(action, age.count, age.unit)
    if wanted.delete_after is not None:
        age = wanted.delete_after
        yield LifecycleStep(
            "DELETE", age.count, age.unit, wanted.keep_latest, wanted.include_snapshots
        )
    elif wanted.keep_latest is not None:
        yield LifecycleStep("DELETE", wanted.keep_latest, None, None, wanted.include_snapshots)


def lifecycle_role(factory: Factory) -> Role:
    """The role Image Builder assumes to retire AMIs of this account."""
    return Role(
        logical_id=SHARED["lifecycle role"],
        origin=("factory",),
        description="Lets EC2 Image Builder retire AMIs it made",
        service="imagebuilder",
        managed=(MANAGED_POLICY,),
        statements=(),
        boundary=factory.permissions_boundary,
        tags=factory.tags,
        confused_deputy=True,
    )
