"""Whether a stack is one of ours."""

from __future__ import annotations

from generator.plan import origins
from generator.plan.origins import FACTORY_TAG, Template
from generator.plan.target import Target
from generator.ports.stacks import Stack


def foreign(target: Target, stack: Stack, deployed: Template) -> bool:
    """Whether a stack of the target's name is somebody else's, so that an update would wreck it.

    Ours have the tag of a factory; one that was made in the console from a template of ours has
    its notes. Of templates without notes (AmiFactory.yml) the resources are compared: one that
    shares none with what is wanted is another stack.
    """
    if FACTORY_TAG in stack.tags or origins.payload(deployed) or not deployed:
        return False
    there = origins.resources(deployed)
    return all(
        there.get(logical_id, {}).get("Type") != resource.get("Type")
        for logical_id, resource in origins.resources(target.template).items()
    )
