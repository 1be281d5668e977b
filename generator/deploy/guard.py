"""What keeps a stack from harm: termination protection and its stack policy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.deploy.wish import Wish
from generator.deploy.world import World
from generator.errors import AmiFactoryError
from generator.plan.stateful import GUARDED
from generator.ports.stacks import Stack

ALLOW: Mapping[str, Any] = {
    "Effect": "Allow",
    "Action": "Update:*",
    "Principal": "*",
    "Resource": "*",
}
OPEN: Mapping[str, Any] = {"Statement": [ALLOW]}
POLICY: Mapping[str, Any] = {
    "Statement": [
        ALLOW,
        {
            "Effect": "Deny",
            "Action": ["Update:Replace", "Update:Delete"],
            "Principal": "*",
            "Resource": "*",
            "Condition": {"StringEquals": {"ResourceType": list(GUARDED)}},
        },
    ]
}
"""Also holds against updates from the console and by other tools (User Guide, "Prevent updates
to stack resources")."""


def lift(world: World, stack: Stack) -> None:
    """Let the next update replace what is guarded.

    A change set cannot bring a policy for its own time (ExecuteChangeSet), so the stack's own
    is opened before and shut after, also when the change fails. A run that is killed or does not
    wait leaves it open until the next deploy, which shuts it.
    """
    if world.stacks.policy(stack.arn) not in ({}, OPEN):
        world.stacks.set_policy(stack.arn, OPEN)


def guard(world: World, stack: Stack, wish: Wish) -> tuple[str, ...]:
    """Bring protection and policy in line; gives a note for each that could not be.

    The deployment has succeeded by now, so what is missing here is told and does not fail it.
    """
    return tuple(_missed(world, stack, wish))


def _missed(world: World, stack: Stack, wish: Wish) -> Iterator[str]:
    if wish.protect and not stack.protected:
        try:
            world.stacks.protect(stack.arn, protected=True)
        except AmiFactoryError as error:
            yield f"termination protection is still off: {error.message}"
    try:
        if world.stacks.policy(stack.arn) != POLICY:
            world.stacks.set_policy(stack.arn, POLICY)
    except AmiFactoryError as error:
        yield f"the stack policy is not set: {error.message}"
