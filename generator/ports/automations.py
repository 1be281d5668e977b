"""AWS Systems Manager Automation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

_MOVING = frozenset(
    ("Pending", "InProgress", "Waiting", "Cancelling", "PendingApproval", "Scheduled")
)


@dataclass(frozen=True, slots=True)
class StepRun:
    """One step of an execution."""

    id: str
    name: str
    action: str
    status: str
    """As AutomationExecutionStatus has it."""
    failure: str = ""
    started: datetime | None = None
    ended: datetime | None = None

    @property
    def over(self) -> bool:
        """Whether it has ended, well or not."""
        return self.status not in _MOVING


@dataclass(frozen=True, slots=True)
class Execution:
    """One run of a document."""

    id: str
    document: str
    status: str
    failure: str = ""
    outputs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    steps: tuple[StepRun, ...] = ()

    @property
    def over(self) -> bool:
        """Whether it has ended, well or not."""
        return self.status not in _MOVING

    @property
    def succeeded(self) -> bool:
        """Whether it has ended well."""
        return self.status in ("Success", "CompletedWithSuccess")


class Automations(Protocol):
    """The automations of one account and region."""

    def execution(self, execution_id: str) -> Execution:
        """An execution with those of its steps that have begun."""
