"""AWS CloudFormation: stacks, change sets and events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Stack:
    """A stack as AWS has it."""

    arn: str
    name: str
    status: str
    """One of the 23 of StackStatus."""
    reason: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)
    outputs: Mapping[str, str] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)
    notifications: tuple[str, ...] = ()
    """Topic ARNs."""
    role: str = ""
    protected: bool = False
    """Termination protection."""
    changed: datetime | None = None
    """When it was last updated, or created."""
    operations: tuple[tuple[str, str], ...] = ()
    """(type, id) of the last operations, newest first."""


@dataclass(frozen=True, slots=True)
class Event:
    """One event of a stack."""

    id: str
    at: datetime
    logical_id: str
    type: str
    """Resource type; AWS::CloudFormation::Stack for the stack's own."""
    status: str
    reason: str = ""
    physical_id: str = ""
    stack: str = ""
    """ARN of the stack it belongs to: that of a nested one, when it comes from there."""
    token: str = ""
    """ClientRequestToken of the operation it belongs to."""


@dataclass(frozen=True, slots=True)
class PropertyChange:
    """One property that changes."""

    path: str
    """JSON pointer into the resource: /Properties/Data."""
    before: str | None
    after: str | None
    recreation: str = ""
    """Never, Conditionally or Always."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a change set does to one resource."""

    action: str
    """Add, Modify, Remove, Import, Dynamic or SyncWithActual."""
    logical_id: str
    type: str
    physical_id: str = ""
    replacement: str = ""
    """True, False or Conditional; empty unless it is modified."""
    policy: str = ""
    """PolicyAction: what becomes of the old resource, by its DeletionPolicy."""
    properties: tuple[PropertyChange, ...] = ()


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """A change set as AWS has it."""

    arn: str
    name: str
    status: str
    reason: str = ""
    execution: str = ""
    """ExecutionStatus."""
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Body:
    """A template's text, or where it was uploaded; one of the two."""

    text: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """A change set that is wanted."""

    stack: str
    """Name, or the ARN of a stack that exists."""
    name: str
    """Of the change set."""
    creates: bool
    """CREATE rather than UPDATE."""
    body: Body
    parameters: Mapping[str, str] = field(default_factory=dict)
    kept: tuple[str, ...] = ()
    """Parameters that keep their value (UsePreviousValue)."""
    tags: Mapping[str, str] = field(default_factory=dict)
    capabilities: tuple[str, ...] = ()
    role: str = ""
    notifications: tuple[str, ...] | None = None
    """None leaves the stack's own as they are."""
    express: bool = False
    token: str = ""
    """Makes the request safe to repeat."""

    @property
    def stack_name(self) -> str:
        """The stack's name, which people know it by; an ARN has it after the first slash."""
        return self.stack.split("/")[1] if self.stack.startswith("arn:") else self.stack


@dataclass(frozen=True, slots=True)
class Resource:
    """A resource of a stack."""

    logical_id: str
    physical_id: str
    type: str
    status: str


class Stacks(Protocol):
    """The stacks of one account and region."""

    def find(self, stack: str) -> Stack | None:
        """A stack by name or ARN; None when there is none. By ARN also one that was deleted."""

    def tagged(self, key: str) -> tuple[Stack, ...]:
        """All stacks that are not deleted and have a tag of this key."""

    def shells(self) -> tuple[Stack, ...]:
        """Stacks that are a name and change sets, and nothing else; without tags."""

    def template(self, stack: str) -> Mapping[str, Any]:
        """The template that was deployed (GetTemplate, Original), parsed."""

    def prepare(self, order: Order) -> str:
        """Create a change set; gives its ARN before it is ready."""

    def change_set(self, arn: str) -> ChangeSet | None:
        """A change set with all its changes; None when there is none any more."""

    def change_sets(self, stack: str) -> tuple[ChangeSet, ...]:
        """The change sets of a stack, without their changes."""

    def execute(self, change_set: str, token: str, *, keep_failed: bool = False) -> None:
        """Execute a change set; `keep_failed` switches rollback off."""

    def discard(self, change_set: str) -> None:
        """Delete a change set; one that is gone is as good."""

    def delete(self, stack: str, token: str, retain: tuple[str, ...] = (), role: str = "") -> None:
        """Delete a stack; one that is gone is as good."""

    def rollback(self, stack: str, token: str) -> None:
        """Roll back a stack whose creation or update failed with rollback switched off."""

    def events(self, stack: str, after: str = "") -> tuple[Event, ...]:
        """Events of a stack, oldest first; those after the event of this id."""

    def last_event(self, stack: str) -> str:
        """Id of the newest event of a stack; empty when there is none."""

    def resources(self, stack: str) -> tuple[Resource, ...]:
        """The resources of a stack."""

    def protect(self, stack: str, *, protected: bool) -> None:
        """Switch termination protection."""

    def policy(self, stack: str) -> Mapping[str, Any]:
        """The stack policy; empty when it has none."""

    def set_policy(self, stack: str, policy: Mapping[str, Any]) -> None:
        """Set the stack policy."""

    def validation(self, change_set: str) -> tuple[tuple[str, str], ...]:
        """(path in the template, why) of each failure of AWS's own check before deployment."""
