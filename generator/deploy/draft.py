"""A change that is ready and waits for a yes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generator.deploy import parameters
from generator.deploy.change_sets import PREFIX, SHELL, abandon, made
from generator.deploy.guard import guard
from generator.deploy.outcome import BusyError, Outcome, Result
from generator.deploy.owner import other_file
from generator.deploy.refusal import refusal
from generator.deploy.settle import settle
from generator.deploy.wish import Wish
from generator.deploy.world import World
from generator.errors import AmiFactoryError
from generator.plan.review import Review, creation, nothing_changes, review
from generator.plan.review import unchanged as as_wanted
from generator.plan.target import Target
from generator.ports.stacks import Body, ChangeSet, Order, Stack

INLINE = 51_200
"""Bytes of a template in a request (CreateChangeSet: TemplateBody); more goes to S3."""
STEADY = ("CREATE_COMPLETE", "UPDATE_COMPLETE")


@dataclass(frozen=True, slots=True)
class Draft:
    """A change set, and the stack as it was when that was made."""

    target: Target
    order: Order
    change_set: ChangeSet
    stack: Stack
    """As it was; of a new one its empty shell."""
    review: Review


def prepare(target: Target, wish: Wish, world: World) -> Draft | Outcome:
    """The change that would bring the stack to the target; or that there is none to make.

    Raises:
        FailedError: AWS refuses the change.
        RefusedError: a parameter has no value.
        BusyError, BlockedError, DeclinedError: see `settle`.
        AccessError, RemoteError: when AWS cannot be asked, or fails.
    """
    stack = settle(target, wish, world)
    deployed: Mapping[str, Any] = {}
    if stack is not None and stack.status != SHELL:
        deployed = world.stacks.template(stack.arn)
        told = other_file(target, deployed)
        if told:
            world.say(target.name, told)
    keep, values = parameters.planned(target, stack if deployed else None, deployed)
    if stack is not None and _nothing_to_ask(target, wish, stack, deployed, values):
        return unchanged(stack, wish, world)
    wanted = _order(target, wish, world, stack, keep)
    try:
        return _drafted(target, wish, world, wanted, deployed, values)
    except BaseException:  # also when the user interrupts: nothing may be left behind
        drop(wanted, world)
        raise


def body(target: Target, world: World) -> Body:
    """The template as a request takes it; a large one is uploaded."""
    if target.size <= INLINE:
        return Body(text=target.text)
    return Body(url=world.upload(target.name, target.text.encode()))


def drop(wanted: Order, world: World) -> None:
    """Undo what was prepared, or say that it was not; what stopped us before matters more.

    Raises:
        KeyboardInterrupt: when the user does not even want to wait for that.
    """
    try:
        abandon(world, wanted.stack, wanted.name)
        world.pending.pop(wanted.stack_name, None)
    except (AmiFactoryError, KeyboardInterrupt) as error:
        world.say(
            wanted.stack_name,
            f"the change set {wanted.name} may be left behind: the next deployment deletes it",
        )
        if isinstance(error, KeyboardInterrupt):
            raise


def unchanged(stack: Stack, wish: Wish, world: World) -> Outcome:
    """The stack is as it should be; what guards it is brought in line."""
    notes = guard(world, stack, wish)
    return Outcome(stack.name, Result.UNCHANGED, stack.arn, stack.status, stack.outputs, notes)


def _nothing_to_ask(
    target: Target,
    wish: Wish,
    stack: Stack,
    deployed: Mapping[str, Any],
    values: Mapping[str, str],
) -> bool:
    """Whether AWS would find nothing to do; asking it costs a change set, made and deleted."""
    return (
        stack.status in STEADY
        and wish.role in ("", stack.role)
        and (wish.notifications is None or wish.notifications == stack.notifications)
        and as_wanted(target, deployed, stack, values)
    )


def _order(
    target: Target, wish: Wish, world: World, stack: Stack | None, keep: tuple[str, ...]
) -> Order:
    token = world.token()
    return Order(
        stack=stack.arn if stack else target.name,
        name=f"{PREFIX}{token[:8]}",
        creates=stack is None or stack.status == SHELL,
        body=body(target, world),
        parameters=target.parameters,
        kept=keep,
        tags=target.tags,
        capabilities=target.capabilities,
        role=wish.role,
        notifications=wish.notifications,
        express=wish.express,
        token=token,
    )


def _drafted(  # noqa: PLR0913, PLR0917  # all that is known by now
    target: Target,
    wish: Wish,
    world: World,
    wanted: Order,
    deployed: Mapping[str, Any],
    values: Mapping[str, str],
) -> Draft | Outcome:
    change_set = made(world, wanted)
    stack = world.stacks.find(wanted.stack)
    if stack is None:
        raise BusyError(
            f"the stack {target.name} was deleted while its changes were prepared",
            "see who deploys it as well, then run again",
        )
    if nothing_changes(change_set):
        drop(wanted, world)
        return unchanged(stack, wish, world)
    if change_set.status != "CREATE_COMPLETE":
        raise refusal(target, change_set, world)
    if wanted.creates:
        return Draft(target, wanted, change_set, stack, creation(target))
    shown = review(target, change_set, deployed, stack, values)
    return Draft(target, wanted, change_set, stack, shown)
