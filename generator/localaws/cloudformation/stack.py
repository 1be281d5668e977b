"""A stack and what belongs to it; all of it changes while the clock moves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from generator.localaws.clock import clock
from generator.localaws.cloudformation import names
from generator.localaws.cloudformation.parameters import Parameters
from generator.localaws.cloudformation.template import Template

STACK = "AWS::CloudFormation::Stack"


@dataclass(slots=True, eq=False)
class Resource:
    """A resource of a stack."""

    logical_id: str
    type: str
    definition: Mapping[str, Any]
    """As the template has it."""
    properties: Mapping[str, Any]
    """With every function evaluated; secrets of dynamic references are not."""
    status: str = ""
    reason: str = ""
    changed: datetime = field(default_factory=clock.now)
    name: str = ""
    """That it was given, or that was made up for it."""
    physical_id: str = ""
    made: Any = None
    """What its model needs to find it again."""


@dataclass(frozen=True, slots=True)
class Version:
    """What a stack is told to be."""

    template: Template
    parameters: Parameters
    tags: Mapping[str, str] = field(default_factory=dict)
    capabilities: tuple[str, ...] = ()
    role: str = ""
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Output:
    """An output with its value."""

    key: str
    value: str
    description: str = ""
    export: str = ""


@dataclass(frozen=True, slots=True)
class Before:
    """What a stack was when an operation began, for the way back."""

    version: Version
    resources: Mapping[str, Resource]
    outputs: Mapping[str, Output]
    imports: frozenset[str]


@dataclass(slots=True, eq=False)
class Operation:
    """One run over a stack or the making of one change set."""

    type: str
    token: str = ""
    express: bool = False
    id: str = field(default_factory=names.token)
    status: str = "IN_PROGRESS"
    started: datetime = field(default_factory=clock.now)
    ended: datetime | None = None
    keep_failed: bool = False
    """DisableRollback."""
    retain_except_on_create: bool = False
    on_failure: str = "ROLLBACK"
    """ROLLBACK, DELETE or DO_NOTHING, for creations."""
    run: Any = None
    """What moves the stack now; for its cancellation."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a stack or one of its resources."""

    id: str
    at: datetime
    logical_id: str
    physical_id: str
    type: str
    status: str
    reason: str
    properties: str
    operation: str
    token: str
    validation: Mapping[str, str] = field(default_factory=dict)
    """Of a VALIDATION_ERROR, by the names of DescribeEvents."""


@dataclass(slots=True, eq=False)
class Stack:
    """A stack, also one that is deleted."""

    account: str
    region: str
    name: str
    arn: str
    version: Version
    status: str = "REVIEW_IN_PROGRESS"
    reason: str = ""
    created: datetime = field(default_factory=clock.now)
    updated: datetime | None = None
    deleted: datetime | None = None
    resources: dict[str, Resource] = field(default_factory=dict)
    outputs: dict[str, Output] = field(default_factory=dict)
    imports: frozenset[str] = frozenset()
    before: Before | None = None
    """While it can still be rolled back."""
    leftovers: list[Resource] = field(default_factory=list)
    """Replaced or added resources that a clean-up still has to delete."""
    events: list[Event] = field(default_factory=list)
    change_sets: dict[str, Any] = field(default_factory=dict)
    """By ARN."""
    change_set: str = ""
    """The one it was last made from."""
    operations: list[Operation] = field(default_factory=list)
    """Oldest first."""
    tokens: dict[str, str] = field(default_factory=dict)
    """The action of each ClientRequestToken."""
    policy: str = ""
    protected: bool = False
    keep_failed: bool = False
    timeout: int = 0
    parent: str = ""
    root: str = ""

    @property
    def operation(self) -> Operation | None:
        """The last one."""
        return self.operations[-1] if self.operations else None

    @property
    def busy(self) -> bool:
        """Whether an operation moves it."""
        return self.status.endswith("IN_PROGRESS") and self.status != "REVIEW_IN_PROGRESS"

    @property
    def alive(self) -> bool:
        """Whether it is found by its name."""
        return self.status != "DELETE_COMPLETE"
