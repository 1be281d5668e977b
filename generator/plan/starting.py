"""What to do with a stack in the state it is in: one answer for each of the 23, and for none.

States as CloudFormation names them (API Reference, Stack: StackStatus; User Guide, "Understand
CloudFormation stack creation events" and "View stack status codes").
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from shlex import quote

from generator.ports.place import Place


class Act(StrEnum):
    """What a deployment does first."""

    CREATE = "create"
    """Create the stack."""
    CREATE_ON_SHELL = "create on shell"
    """Create it: a change set made an empty stack of this name, and nothing is in it yet."""
    UPDATE = "update"
    """Update the stack."""
    DELETE_FIRST = "delete first"
    """Delete what is left, then create; only when the user agrees."""
    RETRY_OR_ROLL_BACK = "retry or roll back"
    """Go on from where it failed, or go back; the user chooses."""
    CONTINUE_ROLLBACK = "continue rollback"
    """Only the user can: it may need resources to be skipped."""
    WATCH = "watch"
    """Something runs: watch it to its end, then look again."""
    EXPLAIN = "explain"
    """Nothing here can help."""


@dataclass(frozen=True, slots=True)
class Start:
    """What is to be done, and the sentence for the user."""

    act: Act
    said: str
    """What the state means; the stack's name is the subject before it."""
    next: str = ""
    """What to do; {stack}, {place} and {payload} stand for their names."""

    @property
    def plannable(self) -> bool:
        """Whether a change set can be made now, to create or to update."""
        return self.act in (Act.CREATE, Act.CREATE_ON_SHELL, Act.UPDATE)

    @property
    def creates(self) -> bool:
        """Whether the stack is made anew."""
        return self.act in (Act.CREATE, Act.CREATE_ON_SHELL, Act.DELETE_FIRST)

    def advice(self, stack: str, payload: str, place: Place) -> str:
        """What to do, with the names filled in: quoted, as the commands in it are for a shell."""
        profile = f" --profile {quote(place.profile)}" if place.profile else ""
        return self.next.format(
            stack=stack,
            payload=quote(payload) if payload else "PAYLOAD",
            place=f" --region {place.region}{profile}",
        )

    @property
    def in_trouble(self) -> bool:
        """Whether somebody has to do something."""
        return self.act in (
            Act.DELETE_FIRST,
            Act.RETRY_OR_ROLL_BACK,
            Act.CONTINUE_ROLLBACK,
            Act.EXPLAIN,
        )


_DEPLOY = "run `amifactory deploy {payload}`"
_SHELL = f"{_DEPLOY} to create it, or `amifactory destroy {{stack}}` removes it"
_DEPLOY_DELETES = f"{_DEPLOY}: it offers to delete what is left and creates the stack again"
_WATCH = "run `amifactory status {stack} --watch`"
_RETRY = (
    f"{_DEPLOY}: it offers to go on from there or to roll back; "
    "the first failure is in `amifactory status {stack}`"
)
_CONTINUE = (
    "mend what the rollback stumbled over, then run `aws cloudformation "
    "continue-update-rollback --stack-name {stack}{place}` "
    "(with --resources-to-skip for what cannot be mended)"
)

ABSENT = Start(Act.CREATE, "does not exist yet", _DEPLOY)


def _watch(doing: str) -> Start:
    return Start(Act.WATCH, doing, _WATCH)


STARTS: Mapping[str, Start] = {
    "CREATE_IN_PROGRESS": _watch("is being created"),
    "CREATE_FAILED": Start(
        Act.RETRY_OR_ROLL_BACK,
        "could not be created; what was made is still there, since rollback was off",
        _RETRY,
    ),
    "CREATE_COMPLETE": Start(Act.UPDATE, "is up"),
    "ROLLBACK_IN_PROGRESS": _watch("could not be created and is being rolled back"),
    "ROLLBACK_FAILED": Start(
        Act.DELETE_FIRST,
        "could not be created, and rolling back failed as well: some resources are left",
        _DEPLOY_DELETES,
    ),
    "ROLLBACK_COMPLETE": Start(
        Act.DELETE_FIRST,
        "could not be created and was rolled back: it is empty, and can only be deleted",
        _DEPLOY_DELETES,
    ),
    "DELETE_IN_PROGRESS": _watch("is being deleted"),
    "DELETE_FAILED": Start(
        Act.DELETE_FIRST,
        "could not be deleted as a whole: some resources are left",
        "run `amifactory destroy {stack}` again; `amifactory status {stack}` says what is in "
        "the way",
    ),
    "DELETE_COMPLETE": Start(Act.CREATE, "was deleted", _DEPLOY),
    "UPDATE_IN_PROGRESS": _watch("is being updated"),
    "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS": _watch("is updated; what it no longer needs is going"),
    "UPDATE_COMPLETE": Start(Act.UPDATE, "is up, updated"),
    "UPDATE_FAILED": Start(
        Act.RETRY_OR_ROLL_BACK,
        "could not be updated; it is half changed, since rollback was off",
        _RETRY,
    ),
    "UPDATE_ROLLBACK_IN_PROGRESS": _watch("could not be updated and is being rolled back"),
    "UPDATE_ROLLBACK_FAILED": Start(
        Act.CONTINUE_ROLLBACK,
        "could not be updated, and rolling back failed as well: it is half changed",
        _CONTINUE,
    ),
    "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS": _watch(
        "was rolled back; what the update had made is going"
    ),
    "UPDATE_ROLLBACK_COMPLETE": Start(
        Act.UPDATE,
        "is up, as before its last update, which failed",
        "`amifactory status {stack}` says why the update failed",
    ),
    "REVIEW_IN_PROGRESS": Start(
        Act.CREATE_ON_SHELL, "is empty: a change set waits, nothing is created yet", _SHELL
    ),
    "IMPORT_IN_PROGRESS": _watch("is importing resources"),
    "IMPORT_COMPLETE": Start(Act.UPDATE, "is up, with imported resources"),
    "IMPORT_ROLLBACK_IN_PROGRESS": _watch("could not import resources and is being rolled back"),
    "IMPORT_ROLLBACK_FAILED": Start(
        Act.EXPLAIN,
        "could not import resources, and rolling back failed as well",
        "look at its events in CloudFormation's console; AWS Support can mend it",
    ),
    "IMPORT_ROLLBACK_COMPLETE": Start(
        Act.UPDATE, "is up, as before an import of resources, which failed"
    ),
}
"""What each state of a stack means for a deployment."""

UNKNOWN = Start(
    Act.EXPLAIN,
    "is in a state that this version does not know",
    "wait until it is done, or look for a newer version of amifactory",
)


def start(status: str | None) -> Start:
    """What to do with a stack in this state; None for a stack that is not there."""
    return ABSENT if status is None else STARTS.get(status, UNKNOWN)
