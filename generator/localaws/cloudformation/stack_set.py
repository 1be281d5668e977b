"""A stack set and what belongs to it; it changes while the clock moves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from generator.localaws.clock import clock
from generator.localaws.cloudformation import engine, names

SELF_MANAGED, SERVICE_MANAGED = "SELF_MANAGED", "SERVICE_MANAGED"
UNDER_WAY = ("QUEUED", "RUNNING", "STOPPING")
Place = tuple[str, str]
"""Account and region."""


@dataclass(slots=True, eq=False)
class Instance:
    """A stack set's stack in one account and region."""

    account: str
    region: str
    unit: str = ""
    stack: str = ""
    """ARN; empty before it was made."""
    status: str = "OUTDATED"
    detailed: str = "PENDING"
    reason: str = ""
    overrides: Mapping[str, str] = field(default_factory=dict)
    operation: str = ""
    """Id of the last one."""


@dataclass(slots=True, eq=False)
class Result:
    """What an operation did in one account and region."""

    account: str
    region: str
    unit: str = ""
    status: str = "PENDING"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Preferences:
    """How an operation is carried out (StackSetOperationPreferences)."""

    parallel: bool = False
    """Regions at the same time."""
    order: tuple[str, ...] = ()
    tolerance: int | None = None
    tolerance_percent: int = 0
    at_once: int | None = None
    at_once_percent: int = 0
    told: Mapping[str, Any] = field(default_factory=dict)
    """As it was asked for."""

    def tolerated(self, accounts: int) -> int:
        """Failures of a region that do not stop the operation."""
        if self.tolerance is not None:
            return self.tolerance
        return accounts * self.tolerance_percent // 100

    def together(self, accounts: int) -> int:
        """Accounts of a region at the same time."""
        if self.at_once is not None:
            return max(1, self.at_once)
        return max(1, accounts * self.at_once_percent // 100)


@dataclass(slots=True, eq=False)
class Operation:
    """One operation on a stack set."""

    id: str
    action: str
    preferences: Preferences = field(default_factory=Preferences)
    retain: bool = False
    targets: Mapping[str, Any] = field(default_factory=dict)
    """DeploymentTargets, as they were asked for."""
    results: dict[Place, Result] = field(default_factory=dict)
    status: str = "RUNNING"
    reason: str = ""
    started: datetime = field(default_factory=clock.now)
    ended: datetime | None = None
    run: Any = None
    """What carries it out."""

    @property
    def failed(self) -> int:
        """Stacks that failed."""
        return sum(each.status == "FAILED" for each in self.results.values())


@dataclass(slots=True, eq=False)
class StackSet:
    """A stack set, also one that is deleted."""

    account: str
    region: str
    name: str
    id: str
    arn: str
    text: str
    managed: str = SELF_MANAGED
    description: str = ""
    parameters: dict[str, str] = field(default_factory=dict)
    capabilities: tuple[str, ...] = ()
    tags: dict[str, str] = field(default_factory=dict)
    automatic: Mapping[str, Any] = field(default_factory=dict)
    """AutoDeployment."""
    administration: str = ""
    """ARN of a role of its own choice."""
    execution: str = ""
    """Name of a role of its own choice."""
    token: str = ""
    status: str = "ACTIVE"
    instances: dict[Place, Instance] = field(default_factory=dict)
    operations: dict[str, Operation] = field(default_factory=dict)
    units: list[str] = field(default_factory=list)

    @property
    def running(self) -> Operation | None:
        """The operation under way."""
        return next((o for o in self.operations.values() if o.status in UNDER_WAY), None)


def stack_sets(account: str, region: str) -> dict[str, StackSet]:
    """The stack sets of an account and region by id; gone when moto's backend is reset."""
    backend = engine.backend(account, region)
    if not hasattr(backend, "stack_sets"):
        backend.stack_sets = {}
    kept: dict[str, StackSet] = backend.stack_sets
    return kept


def new_id(name: str) -> str:
    """StackSetId."""
    return f"{name}:{names.token()}"
