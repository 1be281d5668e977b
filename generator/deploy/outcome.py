"""How a deployment ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from generator.errors import AccessError, AmiFactoryError, Exit, RemoteError


class Result(StrEnum):
    """In one word."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    STARTED = "started"
    """It goes on in AWS, and nobody waits for it."""
    DELETED = "deleted"
    ABSENT = "absent"
    """There was nothing to delete."""
    FAILED = "failed"
    DROPPED = "dropped"
    """Nothing was done, because the user or another stack said no."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a change of a stack failed: its first cause, not what followed from it."""

    reason: str
    logical_id: str = ""
    """Of the resource; empty when it was not one that failed."""
    type: str = ""
    place: str = ""
    """`web.yaml:6`, the payload's line it comes from."""
    cancelled: int = 0
    """How many other resources were cancelled because of it."""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Stays:
    """A resource that outlives its stack."""

    logical_id: str
    type: str
    physical_id: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """How it ended for one stack."""

    stack: str
    """Its name."""
    result: Result
    arn: str = ""
    status: str = ""
    """Of the stack, as AWS names it; empty when it is not there."""
    outputs: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    """What the user should know all the same."""
    stays: tuple[Stays, ...] = ()
    error: AmiFactoryError | None = None

    @property
    def failure(self) -> Failure | None:
        """The first cause, when it was AWS that failed."""
        return self.error.failure if isinstance(self.error, FailedError) else None


class FailedError(RemoteError):
    """A change of a stack failed in AWS."""

    def __init__(self, message: str, hint: str, failure: Failure, status: str = "") -> None:
        super().__init__(message, hint)
        self.failure = failure
        self.status = status


class BlockedError(RemoteError):
    """The stack is in a state that only somebody else can get it out of."""


class BusyError(AccessError):
    """Somebody else changes the stack just now."""


class RefusedError(AmiFactoryError):
    """It would do what has to be asked for by an option."""

    exit_code = Exit.USAGE


class DeclinedError(AmiFactoryError):
    """The user said no."""

    exit_code = Exit.INTERRUPTED
