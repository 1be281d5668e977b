"""Change sets by plain Python calls."""

from __future__ import annotations

from dataclasses import dataclass

from generator.localaws.clock import clock
from generator.localaws.cloudformation import names
from generator.localaws.cloudformation.change_set import ChangeSet
from generator.localaws.cloudformation.changes import Forecast
from generator.localaws.cloudformation.engine import (
    How,
    backend,
    begin,
    differs,
    new_stack,
    repeated,
    updatable,
)
from generator.localaws.cloudformation.events import invalid, turn
from generator.localaws.cloudformation.exceptions import (
    AlreadyExistsError,
    ChangeSetNotFoundError,
    InvalidChangeSetStatusError,
    NotEmulatedError,
    ValidationError,
)
from generator.localaws.cloudformation.stack import Operation, Stack, Version
from generator.localaws.cloudformation.versions import Wanted, version_of
from generator.localaws.cloudformation.walk import reason_of
from generator.localaws.emulated import Emulated

EMULATES = (
    Emulated(
        "A change set is ready after a few seconds, FAILED when nothing changes or properties are"
        " wrong; when one is executed the others are OBSOLETE",
        "CloudFormation API Reference, DescribeChangeSet; texts of reasons unverified",
    ),
)

SECONDS = 3.0
UNCHANGED = (
    "The submitted information didn't contain changes."
    " Submit different information to create a change set."
)
INVALID = (
    "The following hook(s)/validation failed: [AWS::EarlyValidation::PropertyValidation]."
    " To troubleshoot Early Validation errors, use the DescribeEvents API for detailed failure"
    " information."
)


@dataclass(frozen=True, slots=True)
class Request:
    """A change set that is wanted."""

    stack: str
    name: str
    type: str
    wanted: Wanted
    token: str = ""
    description: str = ""
    on_failure: str = ""
    express: bool = False
    keep_failed: bool = False


def create(account: str, region: str, request: Request) -> ChangeSet:
    """Create a change set, and the shell of its stack; with the same token the one there is."""
    if not names.STACK_NAME.fullmatch(request.name):
        said = f"Value '{request.name}' at 'changeSetName' failed to satisfy constraint: Member"
        pattern = "must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*"
        raise ValidationError(f"1 validation error detected: {said} {pattern}")
    stacks = backend(account, region)
    stack = stacks.find(request.stack)
    for one in stack.change_sets.values() if stack else ():
        if one.name == request.name:
            if request.token and one.token == request.token:
                found: ChangeSet = one
                return found
            raise AlreadyExistsError(f"ChangeSet {request.name} already exists")
    stack = _stack(account, region, request, stack)
    version = version_of(stack, request.wanted)
    shell = stack.arn not in stacks.stacks
    stacks.stacks[stack.arn] = stack
    change_set = ChangeSet(
        names.change_set_arn(account, region, request.name),
        request.name,
        stack,
        version,
        request.type,
        Operation("CREATE_CHANGESET", request.token),
        request.description,
        request.token,
        on_failure=request.on_failure,
        express=request.express,
        keep_failed=request.keep_failed,
    )
    stack.change_sets[change_set.arn] = change_set
    if shell:
        turn(stack, "REVIEW_IN_PROGRESS", "User Initiated")
    clock.later(SECONDS / 3, lambda: _begun(change_set), f"change set {request.name}")
    return change_set


def get(account: str, region: str, name: str, stack: str = "") -> ChangeSet:
    """A change set by ARN, or by its name and its stack.

    Raises:
        ChangeSetNotFoundError: when there is none.
    """
    stacks = backend(account, region)
    if not name.startswith("arn:") and not stack:
        said = "StackName must be specified if ChangeSetName is not specified as an ARN."
        raise ValidationError(said)
    among = [stacks.get(stack)] if not name.startswith("arn:") else stacks.stacks.values()
    for one in among:
        for change_set in one.change_sets.values():
            if name in (change_set.arn, change_set.name):
                found: ChangeSet = change_set
                return found
    raise ChangeSetNotFoundError(f"ChangeSet [{name}] does not exist")


def execute(change_set: ChangeSet, how: How) -> None:
    """Execute a change set; the same token does it once."""
    stack = change_set.stack
    if repeated(stack, how.token, "EXECUTE"):
        return
    if change_set.execution != "AVAILABLE":
        state = change_set.execution if change_set.status != "FAILED" else change_set.status
        said = f"ChangeSet [{change_set.arn}] cannot be executed in its current status of [{state}]"
        raise InvalidChangeSetStatusError(said)
    if change_set.type == "UPDATE":
        updatable(stack)
    elif stack.status != "REVIEW_IN_PROGRESS":
        said = f"Stack:{stack.arn} is in {stack.status} state and can not be created."
        raise ValidationError(said)
    for one in stack.change_sets.values():
        if one is not change_set:
            one.execution = "OBSOLETE"
    change_set.execution = "EXECUTE_IN_PROGRESS"
    stack.change_set = change_set.arn
    run = begin(stack, f"{change_set.type}_STACK", "EXECUTE", how)
    run.then(lambda: _executed(change_set))
    if change_set.type == "CREATE":
        run.create(change_set.version)
    else:
        run.update(change_set.version)


def delete(change_set: ChangeSet) -> None:
    """Delete a change set.

    Raises:
        InvalidChangeSetStatusError: when it is being executed.
    """
    if change_set.execution == "EXECUTE_IN_PROGRESS":
        said = f"ChangeSet [{change_set.arn}] cannot be deleted while it is executed"
        raise InvalidChangeSetStatusError(said)
    change_set.status = "DELETE_COMPLETE"
    change_set.stack.change_sets.pop(change_set.arn, None)


def _stack(account: str, region: str, request: Request, stack: Stack | None) -> Stack:
    if request.type not in ("CREATE", "UPDATE"):
        raise NotEmulatedError(f"change sets of type {request.type}")
    if request.type == "UPDATE":
        if stack is None or not stack.alive:
            raise ValidationError(f"Stack [{request.stack}] does not exist")
        updatable(stack)
        return stack
    if stack is None:
        return new_stack(account, region, request.stack)
    if stack.status != "REVIEW_IN_PROGRESS":
        said = f"Stack [{stack.name}] already exists and cannot be created again with the changeSet"
        raise ValidationError(f"{said} [{request.name}].")
    return stack


def _begun(change_set: ChangeSet) -> None:
    if change_set.status == "CREATE_PENDING":
        change_set.status = "CREATE_IN_PROGRESS"
        what = f"change set {change_set.name}"
        clock.later(SECONDS * 2 / 3, lambda: _ready(change_set), what)


def _ready(change_set: ChangeSet) -> None:
    if change_set.status != "CREATE_IN_PROGRESS":
        return
    try:
        _fill(change_set, change_set.stack, change_set.version)
    except Exception as error:  # noqa: BLE001  # the change set shows it as its reason
        _failed(change_set, str(getattr(error, "message", "") or reason_of(error)))


def _fill(change_set: ChangeSet, stack: Stack, version: Version) -> None:
    forecast = Forecast(stack, version)
    change_set.changes = forecast.changes()
    change_set.invalid = tuple(forecast.invalid())
    if change_set.invalid:
        for one in change_set.invalid:
            invalid(stack, change_set.operation, one)
        _failed(change_set, INVALID)
    elif change_set.type == "UPDATE" and not differs(stack, version):
        _failed(change_set, UNCHANGED)
    else:
        change_set.status, change_set.execution = "CREATE_COMPLETE", "AVAILABLE"
        change_set.operation.status = "SUCCEEDED"
        change_set.operation.ended = clock.now()


def _failed(change_set: ChangeSet, reason: str) -> None:
    change_set.status, change_set.reason = "FAILED", reason
    change_set.execution = "UNAVAILABLE"
    change_set.operation.status, change_set.operation.ended = "FAILED", clock.now()


def _executed(change_set: ChangeSet) -> None:
    ok = change_set.stack.status in ("CREATE_COMPLETE", "UPDATE_COMPLETE")
    change_set.execution = "EXECUTE_COMPLETE" if ok else "EXECUTE_FAILED"
