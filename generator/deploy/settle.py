"""Brings a stack into a state from which it can be changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from generator.deploy.change_sets import tidy
from generator.deploy.outcome import BlockedError, BusyError, DeclinedError
from generator.deploy.owner import check_owner
from generator.deploy.removal import remove
from generator.deploy.watch import watch
from generator.deploy.wish import Removal, Wish
from generator.deploy.world import Began, World
from generator.plan.starting import Act, Start, start
from generator.plan.target import Target
from generator.ports.stacks import Stack

ROUNDS = 6
"""At most: something runs, is rolled back, is deleted; then somebody else is at it as well."""

Step = Callable[[Target, Stack, Start, Wish, World], None]


def settle(target: Target, wish: Wish, world: World) -> Stack | None:
    """The stack, ready to be changed; None when it has to be created.

    Raises:
        RefusedError: it is somebody else's.
        BusyError: something happens to it, and nobody is to wait.
        BlockedError: only somebody else can get it out of its state.
        DeclinedError: the user did not agree to what would have to be done.
        AccessError, RemoteError: when AWS cannot be asked, or fails.
    """
    for _ in range(ROUNDS):
        stack = world.stacks.find(target.name)
        begin = start(stack.status if stack else None)
        if stack is None or begin.act is Act.CREATE:
            return None
        if not wish.allow_replace:
            check_owner(target, stack)
        if begin.plannable or (begin.act is Act.RETRY_OR_ROLL_BACK and wish.keep_failed):
            tidy(world, stack)
            return stack
        STEPS[begin.act](target, stack, begin, wish, world)
    raise BusyError(
        f"{target.name} does not come to rest", "see who else changes it, then run again"
    )


def _wait(target: Target, stack: Stack, begin: Start, wish: Wish, world: World) -> None:
    """Somebody else is at it: their change is watched like one of ours, then it is our turn."""
    if not wish.wait:
        raise BusyError(f"{stack.name} {begin.said}", _next(begin, target, world))
    world.say(stack.name, f"{begin.said}; waiting for it to end")
    after = world.stacks.last_event(stack.arn)
    world.tell(Began(stack.name, len(world.stacks.resources(stack.arn)), "watching"))
    watch(world, stack, after)


def _delete(target: Target, stack: Stack, begin: Start, _wish: Wish, world: World) -> None:
    question = f"{stack.name} {begin.said}. Delete it, and create it again?"
    if not world.ask(question):
        raise DeclinedError(f"{stack.name} is left as it is: it {begin.said}")
    remove(stack, Removal(), world, target.origins)


def _go_back(target: Target, stack: Stack, begin: Start, _wish: Wish, world: World) -> None:
    if not world.ask(f"{stack.name} {begin.said}. Roll it back first?"):
        raise DeclinedError(
            f"{stack.name} is left as it is: it {begin.said}",
            "add --keep-failed to go on from there without rolling back",
        )
    after = world.stacks.last_event(stack.arn)
    world.tell(Began(stack.name, len(world.stacks.resources(stack.arn)), "rolling back"))
    world.stacks.rollback(stack.arn, world.token())
    watched = watch(world, stack, after, stack.status)
    if watched.status == "ROLLBACK_COMPLETE" and watched.stack:
        remove(watched.stack, Removal(), world, target.origins)


def _blocked(target: Target, stack: Stack, begin: Start, _wish: Wish, world: World) -> None:
    raise BlockedError(f"{stack.name} {begin.said}", _next(begin, target, world))


def _next(begin: Start, target: Target, world: World) -> str:
    return begin.advice(target.name, target.file or target.name, world.place)


STEPS: Mapping[Act, Step] = {
    Act.WATCH: _wait,
    Act.DELETE_FIRST: _delete,
    Act.RETRY_OR_ROLL_BACK: _go_back,
    Act.CONTINUE_ROLLBACK: _blocked,
    Act.EXPLAIN: _blocked,
}
