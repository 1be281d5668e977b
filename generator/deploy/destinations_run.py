"""Carries a plan for destination accounts out, one operation after the other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from generator.deploy.destinations import Plan, Wanted
from generator.errors import AmiFactoryError, RemoteError
from generator.ports.stack_sets import (
    Instance,
    Operation,
    OperationInProgressError,
    StackSet,
    StackSets,
)

OVER = ("SUCCEEDED", "FAILED", "STOPPED")
"""Statuses of an operation that is over (StackSetOperation)."""
ATTEMPTS = 5
"""At an operation for which others are in the way."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody else's operation is under way."""

    id: str


@dataclass(frozen=True, slots=True)
class Created:
    """The StackSet is there, without stacks."""

    name: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an operation is."""

    operation: Operation


News = Waiting | Created | Progress


@dataclass(frozen=True, slots=True)
class Outside:
    """What the run needs from outside."""

    sets: StackSets
    tell: Callable[[News], None]
    sleep: Callable[[float], None]
    """Wait so many seconds; may raise KeyboardInterrupt."""
    token: Callable[[], str]
    """A random word of letters and digits, never the same twice."""
    poll: float = 2.0
    """Seconds between two looks."""


def look(outside: Outside, name: str) -> tuple[StackSet | None, tuple[Instance, ...]]:
    """The StackSet and its stacks, when nothing happens to them any more.

    An operation that is under way may be that of a run of ours that was killed: what it does
    need not be done again.
    """
    found = outside.sets.find(name)
    if found is None:
        return None, ()
    if _settle(outside, name):
        found = outside.sets.find(name)
    return found, outside.sets.instances(name)


def run(outside: Outside, wanted: Wanted, plan: Plan) -> tuple[Operation, ...]:
    """Do what is planned; gives the operations as they ended.

    What fails in one account keeps the others from nothing.

    Raises:
        AccessError, RemoteError: when AWS cannot be asked, or refuses an operation.
    """
    sets, order = outside.sets, wanted.order
    name, managed = order.name, order.managed
    if plan.replace:
        sets.delete(name)
    if plan.create:
        sets.create(order, outside.token())
        outside.tell(Created(name))
    starts: list[Callable[[str], None]] = []
    if plan.update:
        starts.append(partial(sets.update, order))
    starts += [partial(sets.add, name, managed, each) for each in plan.add]
    starts += [partial(sets.remove, name, managed, each) for each in plan.remove]
    return tuple(_watched(outside, name, _started(outside, name, start)) for start in starts)


def failures(operations: tuple[Operation, ...]) -> tuple[Instance, ...]:
    """What failed by itself: stacks that were cancelled because of others are left out."""
    return tuple(
        each
        for operation in operations
        for each in operation.instances
        if each.status == "FAILED" and "cancelled since" not in each.reason.lower()
    )


def failed(operations: tuple[Operation, ...]) -> bool:
    """Whether anything failed: an operation that tolerates failures ends as SUCCEEDED."""
    return any(each.failed or each.status != "SUCCEEDED" for each in operations)


def _started(outside: Outside, name: str, start: Callable[[str], None]) -> str:
    id_ = outside.token()
    for attempt in range(1, ATTEMPTS + 1):
        try:
            start(id_)
        except OperationInProgressError as error:
            if attempt == ATTEMPTS:
                raise RemoteError(
                    f"others keep changing the StackSet {name}",
                    "see in CloudFormation, StackSets, Operations, who does, then run again",
                ) from error
            if not _settle(outside, name):
                outside.sleep(outside.poll)
        else:
            break
    return id_


def _settle(outside: Outside, name: str) -> bool:
    """Wait until nothing is under way; whether there was something."""
    running = outside.sets.running(name)
    for id_ in running:
        outside.tell(Waiting(id_))
        _watched(outside, name, id_)
    return bool(running)


def _watched(outside: Outside, name: str, id_: str) -> Operation:
    while True:
        try:
            operation = outside.sets.operation(name, id_)
        except AmiFactoryError as error:
            on = "what began goes on in AWS: run the same command again to go on watching"
            raise type(error)(error.message, f"{error.hint}; {on}" if error.hint else on) from error
        outside.tell(Progress(operation))
        if operation.status in OVER:
            return operation
        outside.sleep(outside.poll)
