"""A stack goes."""

from __future__ import annotations

from collections.abc import Mapping

from generator.deploy import causes
from generator.deploy.change_sets import PREFIX, SHELL, drop_shell, tidy
from generator.deploy.first_cause import first_cause
from generator.deploy.outcome import (
    BusyError,
    FailedError,
    Outcome,
    RefusedError,
    Result,
    Stays,
)
from generator.deploy.watch import GONE, Watched, running, watch
from generator.deploy.wish import Removal
from generator.deploy.world import Began, World
from generator.plan.origins import resources
from generator.ports.stacks import Event, Stack

TRIES = 2
"""Some resources lean on others in ways that CloudFormation does not see; the second try helps."""
_KEEP = ("Retain", "RetainExceptOnCreate")
"""DeletionPolicy of resources that outlive their stack (User Guide, "DeletionPolicy")."""


def stays(world: World, stack: Stack) -> tuple[Stays, ...]:
    """Resources that are left when the stack is gone, by their DeletionPolicy."""
    if stack.status == SHELL:
        return ()
    made = resources(world.stacks.template(stack.arn))
    kept = {name for name, each in made.items() if each.get("DeletionPolicy") in _KEEP}
    return tuple(
        Stays(each.logical_id, each.type, each.physical_id)
        for each in world.stacks.resources(stack.arn)
        if each.logical_id in kept and each.physical_id and each.status != GONE
    )


def check(stack: Stack, removal: Removal, world: World) -> None:
    """What stands against deleting it.

    Raises:
        RefusedError: it is protected, or others have change sets on it.
        BusyError: something happens to it, and nobody is to wait.
    """
    if stack.protected and not removal.unprotect:
        raise RefusedError(
            f"the stack {stack.name} is protected against deletion",
            "add --unprotect to lift that",
        )
    foreign = stack.status == SHELL and [
        each.name
        for each in world.stacks.change_sets(stack.arn)
        if not each.name.startswith(PREFIX)
    ]
    if foreign:
        raise RefusedError(
            f"the stack {stack.name} is empty, and somebody is about to create it with the "
            f"change set {foreign[0]}",
            "delete that change set first if it is not needed",
        )
    if running(stack.status) and stack.status != SHELL and not removal.wait:
        raise BusyError(
            f"something happens to the stack {stack.name} just now ({stack.status})",
            "run again later, or without --no-wait",
        )


def destroy(stack: Stack, removal: Removal, world: World) -> Outcome:
    """Delete a stack that `check` found nothing against, and that the user agreed to.

    Raises:
        RefusedError: it was protected, or taken by others, since it was checked.
        FailedError: some resources could not be deleted.
        AccessError, RemoteError: when AWS cannot be asked, or fails.
    """
    left = stays(world, stack)
    current = _settled(stack, world)
    if current is None:
        return Outcome(stack.name, Result.DELETED, stack.arn, stays=left)
    check(current, removal, world)
    if current.protected:
        world.stacks.protect(current.arn, protected=False)
    if current.status == SHELL:
        tidy(world, current)
        drop_shell(world, current)
        return Outcome(stack.name, Result.DELETED, stack.arn)
    if not removal.wait:
        _delete(current, removal, world)
        return Outcome(stack.name, Result.STARTED, stack.arn, current.status, stays=left)
    remove(current, removal, world, staying=len(left))
    return Outcome(stack.name, Result.DELETED, stack.arn, stays=left)


def remove(
    stack: Stack,
    removal: Removal,
    world: World,
    origins: Mapping[str, str] | None = None,
    staying: int = 0,
) -> None:
    """Delete a stack and wait until it is gone; once more when some resources would not go.

    `staying` is how many of its resources do not go with it.

    Raises:
        RefusedError: it is protected against deletion.
        FailedError: with the first resource that would not go.
        AccessError, RemoteError: when AWS cannot be asked, or fails.
    """
    if stack.protected and not removal.unprotect:
        raise RefusedError(
            f"the stack {stack.name} has to be deleted first, and is protected against that",
            f"run `amifactory destroy {stack.name} --unprotect`",
        )
    for attempt in range(1, TRIES + 1):
        watched = _removed(stack, removal, world, staying)
        if watched.status == GONE:
            return
        if attempt < TRIES:
            names = ", ".join(_left(watched.events, stack)) or "some resources"
            world.say(stack.name, f"could not delete {names}; trying once more")
            stack = watched.stack or stack
    raise _failed(stack, watched, world, origins)


def _removed(stack: Stack, removal: Removal, world: World, staying: int) -> Watched:
    after = world.stacks.last_event(stack.arn)
    going = len(world.stacks.resources(stack.arn)) - staying
    world.tell(Began(stack.name, max(going, 0), "deleting"))
    _delete(stack, removal, world)
    return watch(world, stack, after, stack.status)


def _delete(stack: Stack, removal: Removal, world: World) -> None:
    """Resources can be left behind only when a deletion has failed already (DeleteStack)."""
    retain = removal.retain if stack.status == "DELETE_FAILED" else ()
    world.stacks.delete(stack.arn, world.token(), retain, removal.role)


def _settled(stack: Stack, world: World) -> Stack | None:
    """The stack as it is when whatever happens to it is over; None when it is gone by then."""
    now = world.stacks.find(stack.arn)
    if now is None or now.status == GONE:
        return None
    if running(now.status) and now.status != SHELL:
        world.say(now.name, f"something happens to it already ({now.status}); waiting")
        after = world.stacks.last_event(now.arn)
        world.tell(Began(now.name, len(world.stacks.resources(now.arn)), "watching"))
        watched = watch(world, now, after)
        return None if watched.status == GONE else watched.stack
    return now


def _left(events: tuple[Event, ...], stack: Stack) -> list[str]:
    """Resources that would not go, each once."""
    failed = [each for each in events if each.status == "DELETE_FAILED"]
    return list(dict.fromkeys(each.logical_id for each in failed if each.physical_id != stack.arn))


def _failed(
    stack: Stack, watched: Watched, world: World, origins: Mapping[str, str] | None
) -> FailedError:
    failure = first_cause(world.stacks, watched.stack or stack, watched.events, origins)
    names = _left(watched.events, stack)
    hint = causes.hint(failure.reason) or "mend that and run again"
    if names:
        again = " ".join(f"--retain {each}" for each in names)
        hint += f"; or leave it behind: `amifactory destroy {stack.name} {again}`"
    return FailedError(
        f"the stack {stack.name} could not be deleted as a whole", hint, failure, watched.status
    )
