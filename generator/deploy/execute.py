"""A change that was agreed to is made."""

from __future__ import annotations

import contextlib

from generator.deploy.draft import Draft, drop
from generator.deploy.first_cause import first_cause
from generator.deploy.guard import POLICY, guard, lift
from generator.deploy.outcome import BusyError, FailedError, Outcome, RefusedError, Result
from generator.deploy.watch import Watched, watch
from generator.deploy.wish import Wish
from generator.deploy.world import Began, Ended, World
from generator.errors import AmiFactoryError, NoAnswerError, RemoteError
from generator.plan.resource_changes import ResourceChange
from generator.ports.stacks import Stack

DONE = ("CREATE_COMPLETE", "UPDATE_COMPLETE")
"""What a change ends with when it went well; every other end is a failure."""
OVERTAKEN = ("(InvalidChangeSetStatus)", "(ChangeSetNotFound)")
"""Codes with which ExecuteChangeSet refuses a change set that is not to be had any more."""

LATER = "termination protection and the stack policy come with the next deployment that waits"


def execute(draft: Draft, wish: Wish, world: World) -> Outcome:
    """Make the change and watch it.

    Raises:
        RefusedError: it would take away what only `allow_replace` lets go.
        BusyError: the stack was changed since the change was shown.
        FailedError: AWS could not make it.
        AccessError, RemoteError: when AWS cannot be asked, or fails.
    """
    try:
        world.sleep(0)  # where an interruption is heard, while nothing has begun
        after = _ready(draft, wish, world)
    except BaseException:
        drop(draft.order, world)
        raise
    _start(draft, wish, world)
    if not wish.wait:
        return _left_alone(draft)
    watched = watch(world, draft.stack, after, draft.stack.status)
    return _ended(draft, wish, world, watched, after)


def _shut(draft: Draft, world: World) -> None:
    """Shut the stack's policy again, which `lift` opened for a change that did not come to be."""
    if draft.review.guarded:
        with contextlib.suppress(AmiFactoryError):  # why there is no change matters more
            world.stacks.set_policy(draft.stack.arn, POLICY)


def _left_alone(draft: Draft) -> Outcome:
    notes = (LATER,) if draft.order.creates or draft.review.guarded else ()
    stack = draft.stack
    return Outcome(draft.target.name, Result.STARTED, stack.arn, stack.status, notes=notes)


def refused(draft: Draft, wish: Wish) -> RefusedError | None:
    """Why the change is not made without being asked for by name."""
    found = draft.review.guarded
    if wish.allow_replace or not found:
        return None
    return RefusedError(
        f"the changes of {draft.target.name} replace or remove what is guarded: "
        + "; ".join(map(_loss, found)),
        "add --allow-replace if that is meant",
    )


def _loss(change: ResourceChange) -> str:
    cost = f"lost: {change.lost}" if change.lost else "the old one stays in the account"
    return f"{change.logical_id} ({change.type}), {cost}"


def _ready(draft: Draft, wish: Wish, world: World) -> str:
    """Look once more, since a person took time to read; gives the last event before."""
    error = refused(draft, wish)
    if error:
        raise error
    now = world.stacks.find(draft.stack.arn)
    change_set = world.stacks.change_set(draft.change_set.arn)
    if now is None or change_set is None or _moved(draft.stack, now):
        raise BusyError(
            f"the stack {draft.target.name} was changed by somebody else since its changes were "
            "prepared; nothing was done",
            "run again to see what is to change now",
        )
    after = world.stacks.last_event(now.arn)
    if draft.review.guarded:
        lift(world, now)
    return after


def _moved(then: Stack, now: Stack) -> bool:
    return (then.status, then.changed) != (now.status, now.changed)


def _start(draft: Draft, wish: Wish, world: World) -> None:
    """Execute the change set; when that is interrupted, find out whether it began."""
    doing = "creating" if draft.order.creates else "updating"
    world.tell(Began(draft.target.name, len(draft.change_set.changes), doing))
    try:
        world.stacks.execute(draft.change_set.arn, world.token(), keep_failed=wish.keep_failed)
    except BaseException as error:
        if not _began(draft, world):
            world.tell(Ended(draft.target.name, draft.stack.status))
            _shut(draft, world)
            drop(draft.order, world)
            _first_come(draft, error, world)
            raise
        world.pending.pop(draft.order.stack_name, None)
        _first_come(draft, error, world)
        if not isinstance(error, NoAnswerError):
            raise
    world.pending.pop(draft.order.stack_name, None)


def _first_come(draft: Draft, error: BaseException, world: World) -> None:
    """Executing a change set makes all others of the stack obsolete, and then deletes them.

    Raises:
        BusyError: that is why ours was refused.
    """
    if isinstance(error, RemoteError) and any(code in error.message for code in OVERTAKEN):
        world.tell(Ended(draft.target.name, draft.stack.status))
        raise BusyError(
            f"somebody else changed the stack {draft.target.name} meanwhile; nothing was done",
            "run deploy again to see what is to change now",
        ) from error


def _began(draft: Draft, world: World) -> bool:
    found = world.stacks.change_set(draft.change_set.arn)
    if found is not None:
        return found.execution.startswith("EXECUTE")
    stack = world.stacks.find(draft.stack.arn)
    return stack is not None and _moved(draft.stack, stack)


def _ended(draft: Draft, wish: Wish, world: World, watched: Watched, after: str) -> Outcome:
    stack = watched.stack
    if stack is None or watched.status not in DONE:
        _shut(draft, world)
        raise _failed(draft, world, watched, after)
    notes = guard(world, stack, wish)
    result = Result.CREATED if draft.order.creates else Result.UPDATED
    return Outcome(stack.name, result, stack.arn, stack.status, stack.outputs, notes)


def _failed(draft: Draft, world: World, watched: Watched, after: str) -> FailedError:
    """The events are read again when none were seen: a quick failure may be over before."""
    stack = watched.stack or draft.stack
    events = watched.events or world.stacks.events(stack.arn, after)
    failure = first_cause(world.stacks, stack, events, draft.target.origins)
    doing = "created" if draft.order.creates else "updated"
    hint = failure.hint or "mend that and run the same command again"
    if watched.status in ("ROLLBACK_COMPLETE", "ROLLBACK_FAILED"):
        hint += "; the next run deletes what is left of the stack first"
    return FailedError(
        f"the stack {draft.target.name} could not be {doing}", hint, failure, watched.status
    )
