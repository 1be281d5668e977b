"""AWS CloudFormation StackSets: one template in many accounts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from generator.errors import RemoteError
from generator.ports.stacks import Body


class OperationInProgressError(RemoteError):
    """Another operation on the stack set is under way; it takes one at a time."""


@dataclass(frozen=True, slots=True)
class StackSet:
    """A stack set as AWS has it."""

    name: str
    arn: str
    status: str
    managed: str
    """PermissionModel: SERVICE_MANAGED or SELF_MANAGED."""
    template: str
    """Its text."""
    parameters: Mapping[str, str] = field(default_factory=dict)
    units: tuple[str, ...] = ()
    """Organizational units it is deployed to."""
    tags: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Instance:
    """The stack of one account and region, or its result in an operation."""

    account: str
    region: str
    status: str
    reason: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation on a stack set."""

    id: str
    action: str
    status: str
    reason: str = ""
    failed: int = 0
    instances: tuple[Instance, ...] = ()


@dataclass(frozen=True, slots=True)
class Targets:
    """Where stacks are wanted: accounts, or organizational units."""

    accounts: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StackSetOrder:
    """A stack set that is wanted."""

    name: str
    description: str
    body: Body
    parameters: Mapping[str, str]
    managed: str
    capabilities: tuple[str, ...]
    tags: Mapping[str, str] = field(default_factory=dict)


class StackSets(Protocol):
    """The stack sets of one account and region.

    What starts an operation raises OperationInProgressError while another one is under way. Its
    id is the caller's: to start it again is as good as to start it once.
    """

    def find(self, name: str) -> StackSet | None:
        """A stack set; None when there is none."""

    def create(self, order: StackSetOrder, token: str) -> None:
        """Create a stack set with no stacks."""

    def update(self, order: StackSetOrder, operation: str) -> None:
        """Change the stack set and all its stacks, as an operation of this id."""

    def add(self, name: str, managed: str, targets: Targets, operation: str) -> None:
        """Create stacks."""

    def remove(self, name: str, managed: str, targets: Targets, operation: str) -> None:
        """Delete stacks."""

    def delete(self, name: str) -> None:
        """Delete a stack set that has no stacks."""

    def instances(self, name: str) -> tuple[Instance, ...]:
        """Its stacks."""

    def operation(self, name: str, operation: str) -> Operation:
        """An operation with its results."""

    def running(self, name: str) -> tuple[str, ...]:
        """Ids of operations under way."""
