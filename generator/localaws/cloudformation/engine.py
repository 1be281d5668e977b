"""Stacks by plain Python calls; the API and StackSets use these.

Every function begins an operation and returns at once; the clock carries it out. Errors are those
of `exceptions.py`, raised before anything happens.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generator.localaws.clock import clock
from generator.localaws.cloudformation import names, stack_policy
from generator.localaws.cloudformation.changes import Forecast
from generator.localaws.cloudformation.events import turn
from generator.localaws.cloudformation.exceptions import (
    AlreadyExistsError,
    LimitExceededError,
    TokenAlreadyExistsError,
    ValidationError,
)
from generator.localaws.cloudformation.models import CloudFormationBackend, cloudformation_backends
from generator.localaws.cloudformation.run import Run
from generator.localaws.cloudformation.stack import Operation, Stack, Version
from generator.localaws.cloudformation.versions import EMPTY, Wanted, version_of
from generator.localaws.emulated import Emulated

EMULATES = (
    Emulated(
        "Which operation is refused in which state of a stack; termination protection; tokens that"
        " make a request safe to repeat; 2000 stacks in an account and region",
        "CloudFormation API Reference and User Guide; texts of errors unverified",
    ),
)

STACKS = 2000
UPDATABLE = frozenset(
    (
        "CREATE_COMPLETE",
        "CREATE_FAILED",
        "IMPORT_COMPLETE",
        "IMPORT_ROLLBACK_COMPLETE",
        "UPDATE_COMPLETE",
        "UPDATE_FAILED",
        "UPDATE_ROLLBACK_COMPLETE",
    )
)
NO_UPDATES = "No updates are to be performed."


@dataclass(frozen=True, slots=True)
class How:
    """How an operation is carried out."""

    token: str = ""
    on_failure: str = "ROLLBACK"
    keep_failed: bool = False
    express: bool = False
    retain_except_on_create: bool = False


DEFAULT = How()


def backend(account: str, region: str) -> CloudFormationBackend:
    """The stacks of an account and region."""
    found: CloudFormationBackend = cloudformation_backends[account][region]
    return found


def create_stack(  # noqa: PLR0913  # where, what, and what a version does not say
    account: str,
    region: str,
    name: str,
    wanted: Wanted,
    *,
    policy: str = "",
    protected: bool = False,
    minutes: int = 0,
    parent: str = "",
    how: How = DEFAULT,
) -> Stack:
    """Create a stack; with the same token the one that is there.

    `minutes`: after so many of simulated time the creation fails; 0 for never.
    """
    stacks = backend(account, region)
    there = stacks.find(name)
    if there is not None:
        if how.token and there.tokens.get(how.token) == "CREATE":
            return there
        raise AlreadyExistsError(f"Stack [{name}] already exists")
    stack = new_stack(account, region, name)
    version = version_of(stack, wanted)
    if policy:
        stack_policy.check(policy)
    stack.policy, stack.protected, stack.parent = policy, protected, parent
    stack.root = (stacks.get(parent).root or parent) if parent else ""
    stacks.stacks[stack.arn] = stack
    stack.timeout = minutes
    run = begin(stack, "CREATE_STACK", "CREATE", how)
    run.create(version)
    if minutes:
        clock.later(minutes * 60, run.time_out, f"stack {name}")
    return stack


def update_stack(stack: Stack, wanted: Wanted, how: How = DEFAULT) -> Stack:
    """Update a stack; the same token does it once."""
    if repeated(stack, how.token, "UPDATE"):
        return stack
    updatable(stack)
    version = version_of(stack, wanted)
    if not differs(stack, version):
        raise ValidationError(NO_UPDATES)
    begin(stack, "UPDATE_STACK", "UPDATE", how).update(version)
    return stack


def delete_stack(stack: Stack, how: How = DEFAULT, retain: Iterable[str] = ()) -> Run | None:
    """Delete a stack; one that is being deleted, or is gone, is as good."""
    if stack.status in ("DELETE_COMPLETE", "DELETE_IN_PROGRESS"):
        return None
    if repeated(stack, how.token, "DELETE"):
        return None
    if stack.protected:
        said = f"Stack [{stack.name}] cannot be deleted while TerminationProtection is enabled"
        raise ValidationError(said)
    if stack.busy and not stack.status.startswith("CREATE"):
        raise ValidationError(
            f"Stack [{stack.arn}] cannot be deleted while in status {stack.status}"
        )
    kept = tuple(retain)
    if kept and stack.status != "DELETE_FAILED":
        said = "Invalid operation on stack. RetainResources needs a stack in DELETE_FAILED state"
        raise ValidationError(said)
    if stack.busy and stack.operation and stack.operation.run:
        stack.operation.run.abandon()
    run = begin(stack, "DELETE_STACK", "DELETE", how)
    run.delete(kept)
    return run


def roll_back(stack: Stack, how: How = DEFAULT) -> Stack:
    """Roll back a stack whose creation or update failed and was kept."""
    if repeated(stack, how.token, "ROLLBACK"):
        return stack
    if stack.status not in ("CREATE_FAILED", "UPDATE_FAILED"):
        said = f"Stack:{stack.arn} is in {stack.status} state and can not be rolled back."
        raise ValidationError(said)
    begin(stack, "ROLLBACK", "ROLLBACK", how).roll_back("User Initiated")
    return stack


def continue_rollback(stack: Stack, how: How = DEFAULT, skipped: Iterable[str] = ()) -> Stack:
    """Go on with an update rollback that failed."""
    if repeated(stack, how.token, "CONTINUE"):
        return stack
    if stack.status != "UPDATE_ROLLBACK_FAILED":
        said = "is not in UPDATE_ROLLBACK_FAILED state and can not continue its rollback."
        raise ValidationError(f"Stack:{stack.arn} {said}")
    begin(stack, "CONTINUE_ROLLBACK", "CONTINUE", how).go_on(skipped)
    return stack


def cancel_update(stack: Stack, how: How = DEFAULT) -> Stack:
    """Stop an update and roll it back."""
    if repeated(stack, how.token, "CANCEL"):
        return stack
    if stack.status != "UPDATE_IN_PROGRESS" or not stack.operation:
        said = "CancelUpdateStack cannot be called from current stack status"
        raise ValidationError(said)
    stack.tokens |= {how.token: "CANCEL"} if how.token else {}
    turn(stack, "UPDATE_ROLLBACK_IN_PROGRESS", "User Initiated")
    stack.operation.run.cancel()
    return stack


def put_status(account: str, region: str, name: str, status: str, reason: str = "") -> Stack:
    """Set a stack's status, for tests of those that nothing here leads to (IMPORT_...)."""
    stack = backend(account, region).get(name)
    turn(stack, status, reason)
    return stack


def new_stack(account: str, region: str, name: str) -> Stack:
    """A stack that nobody knows yet."""
    if not names.STACK_NAME.fullmatch(name):
        said = "Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*"
        start = f"1 validation error detected: Value '{name}' at 'stackName' failed to satisfy"
        raise ValidationError(f"{start} constraint: {said}")
    alive = [one for one in backend(account, region).stacks.values() if one.alive]
    if len(alive) >= STACKS:
        raise LimitExceededError(f"Limit for stack has been exceeded: {STACKS}")
    return Stack(account, region, name, names.stack_arn(account, region, name), EMPTY)


def begin(stack: Stack, type_: str, action: str, how: How) -> Run:
    """An operation that is about to move the stack."""
    if how.token:
        stack.tokens[how.token] = action
    stack.keep_failed = how.keep_failed
    operation = Operation(
        type_,
        how.token,
        how.express,
        keep_failed=how.keep_failed,
        retain_except_on_create=how.retain_except_on_create,
        on_failure=how.on_failure or "ROLLBACK",
    )
    return Run(stack, operation)


def repeated(stack: Stack, token: str, action: str) -> bool:
    """Whether a request with that token was made before.

    Raises:
        TokenAlreadyExistsError: when that was another request.
    """
    was = stack.tokens.get(token)
    if was is not None and was != action:
        said = f"Token {token} was already used for another operation on stack {stack.name}"
        raise TokenAlreadyExistsError(said)
    return was is not None


def updatable(stack: Stack) -> None:
    """The stack is in a state for an update.

    Raises:
        ValidationError: when it is not.
    """
    if stack.status not in UPDATABLE:
        said = f"Stack:{stack.arn} is in {stack.status} state and can not be updated."
        raise ValidationError(said)


def differs(stack: Stack, version: Version) -> bool:
    """Whether a version would change anything."""
    forecast = Forecast(stack, version)
    if forecast.changes() or stack.status.endswith("_FAILED"):
        return True
    outputs = {one.key: one.value for one in stack.outputs.values()}
    if forecast.outputs() != outputs:
        return True
    old = stack.version
    return (old.tags, old.topics) != (version.tags, version.topics)
