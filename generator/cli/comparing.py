"""One stack as it is beside the one that is wanted."""

from __future__ import annotations

from generator.deploy import parameters
from generator.deploy.change_sets import made
from generator.deploy.draft import STEADY, body, drop
from generator.deploy.owner import check_owner, other_file
from generator.deploy.refusal import refusal
from generator.deploy.world import World
from generator.plan.orders import plan_order
from generator.plan.review import Review, creation, nothing_changes, review, unchanged
from generator.plan.starting import start
from generator.plan.target import Target
from generator.ports.stacks import Stack
from generator.present.plan import Planned


def plan(target: Target, world: World) -> Planned:
    """What is planned for one stack.

    Raises:
        RefusedError: a parameter has no value, or the stack is somebody else's.
        FailedError: AWS refuses the change.
        AccessError, RemoteError: when AWS cannot be asked, or fails.
    """
    stack = world.stacks.find(target.name)
    begin = start(stack.status if stack else None)
    status = stack.status if stack else ""
    told = None
    if stack is not None:
        check_owner(target, stack)
    if stack is None or begin.creates:
        told = creation(target)
    elif begin.plannable:
        told = _compared(target, stack, world)
    return Planned(target, world.place, begin, status, told)


def _compared(target: Target, stack: Stack, world: World) -> Review:
    """Ask for a change set, read it and delete it, whatever happens between."""
    deployed = world.stacks.template(stack.arn)
    told = other_file(target, deployed)
    if told:
        world.say(target.name, told)
    kept, values = parameters.planned(target, stack, deployed)
    if stack.status in STEADY and unchanged(target, deployed, stack, values):
        return review(target, None, deployed, stack)
    world.say(target.name, "asking CloudFormation what would change")
    order = plan_order(target, stack, world.token(), body(target, world), kept)
    try:
        change_set = made(world, order)
        if change_set.status != "CREATE_COMPLETE" and not nothing_changes(change_set):
            raise refusal(target, change_set, world)
    finally:
        drop(order, world)
    return review(target, change_set, deployed, stack, values)
