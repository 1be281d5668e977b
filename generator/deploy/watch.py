"""Watches a stack until what happens to it is over."""

from __future__ import annotations

from dataclasses import dataclass

from generator.deploy.pace import Pace
from generator.deploy.world import Ended, Happened, World
from generator.errors import AmiFactoryError, RemoteError
from generator.ports.stacks import Event, Stack

STALE = 20
"""Looks that may still show the state from before the change: reads lag behind writes."""
IDLE = 5
"""Looks without news until the stack itself is asked."""
GONE = "DELETE_COMPLETE"


@dataclass(frozen=True, slots=True)
class Watched:
    """How it ended, and what happened on the way."""

    stack: Stack | None
    """None when it is gone and AWS has forgotten it."""
    events: tuple[Event, ...]

    @property
    def status(self) -> str:
        """Of the stack; one that is not there was deleted."""
        return self.stack.status if self.stack else GONE


def running(status: str) -> bool:
    """Whether something happens to the stack, or is about to."""
    return status.endswith("_IN_PROGRESS")


def watch(world: World, stack: Stack, after: str, was: str = "") -> Watched:
    """Tell every event after that one, until the stack is done.

    `was` is the status before the change. It is the stack's ARN that is followed: its name may
    belong to another stack by the time it is deleted.

    Raises:
        AccessError: when AWS cannot be asked any more; the change goes on.
        RemoteError: when AWS fails, or the change never begins.
    """
    try:
        watched = _watch(world, stack, after, was)
    except AmiFactoryError as error:
        raise type(error)(error.message, _go_on(error, stack)) from error
    world.tell(Ended(stack.name, watched.status))
    return watched


def _watch(world: World, stack: Stack, after: str, was: str) -> Watched:
    pace, seen, idle, stale = Pace(world), list[Event](), 0, 0
    while stale < STALE:
        new = world.stacks.events(stack.arn, after)
        for event in new:
            world.tell(Happened(stack.name, event))
        seen += new
        after = new[-1].id if new else after
        idle = 0 if new else idle + 1
        if idle >= IDLE or any(_last(event, stack) for event in new):
            found = world.stacks.find(stack.arn)
            status = found.status if found else GONE
            if not running(status) and (seen or status != was):
                return Watched(found, tuple(seen))
            stale, idle = stale + (status == was), 0
        pace.rest(news=bool(new))
    raise RemoteError(f"AWS accepted the change of {stack.name}, and it does not begin")


def _last(event: Event, stack: Stack) -> bool:
    return event.physical_id == stack.arn and not running(event.status)


def _go_on(error: AmiFactoryError, stack: Stack) -> str:
    on = f"what began goes on in AWS: see `amifactory status {stack.name}`"
    return f"{error.hint}; {on}" if error.hint else on
