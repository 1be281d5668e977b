"""Executions of an account and region: started, driven by the clock, stopped, kept.

A step's action yields what it waits for: seconds are an event on the clock, foreign code runs in
the background and takes no simulated time.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from generator.localaws.automation.account import Account
from generator.localaws.automation.execution import Execution, next_wait
from generator.localaws.automation.model import Runbook
from generator.localaws.automation.values import resolve
from generator.localaws.automation.world import Doing
from generator.localaws.clock import Due, clock

Tags = list[dict[str, str]]


@dataclass(slots=True)
class Run:
    """One execution, with what was asked for."""

    execution: Execution
    document: str
    version: str
    request: Mapping[str, Any]
    account: Account
    tags: Tags
    started: datetime
    ended: datetime | None = None
    doing: Doing[None] | None = None
    """What is left of it; nothing that a file can hold."""
    due: Due | None = None
    """When it goes on, while it waits for time to pass."""

    @property
    def status(self) -> str:
        """As GetAutomationExecution names it."""
        if not self.execution.is_over:
            return "Cancelling" if self.execution.is_cancelled else "InProgress"
        return self.execution.status


@dataclass(slots=True)
class Runs:
    """The executions of an account and region, by id, in the order they were started."""

    account: str
    region: str
    known: dict[str, Run] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    """Client token, in lower case -> execution id."""

    def start(
        self,
        runbook: Runbook,
        request: Mapping[str, Any],
        version: str,
        parameters: Mapping[str, Sequence[str]],
    ) -> Run:
        """Begin an execution. Raises InvalidParametersError."""
        account = Account(self.account, self.region)
        execution = Execution(runbook, parameters, account, str(uuid.uuid4()))
        account.role = str(resolve(runbook.assume_role, execution.parameters))
        run = Run(
            execution,
            request["DocumentName"],
            version,
            request,
            account,
            list(request.get("Tags") or []),
            clock.now(),
        )
        self.known[execution.id] = run
        run.doing = execution.go()
        clock.later(0, lambda: _go_on(run, None), f"automation {execution.id}")
        return run


def _go_on(run: Run, found: Any) -> None:
    """Run an execution up to what it waits for next."""
    if run.doing is None:
        return
    run.due = None
    waits = next_wait(run.doing, found)
    if waits is None:
        run.ended, run.doing = clock.now(), None
    elif callable(waits):
        name = f"automation {run.execution.id}"
        clock.background(lambda: _post(run, waits()), name, paced=True)
    else:
        run.due = clock.later(waits, lambda: _go_on(run, None), f"automation {run.execution.id}")


def cancel(run: Run) -> None:
    """Have the step under way end, at once unless it is somebody's code that runs."""
    run.execution.cancel()
    if run.due is not None:
        run.due.cancel()
        run.due = clock.later(0, lambda: _go_on(run, None), f"automation {run.execution.id}")


def _post(run: Run, found: Any) -> None:
    clock.later(0, lambda: _go_on(run, found), f"automation {run.execution.id}")


def moment(seconds: float | None) -> datetime | None:
    """A moment of a step as a time."""
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def runs_of(backend: Any) -> Runs:
    """The executions that belong to moto's backend of SSM; they go when it is reset."""
    found: Runs | None = backend.__dict__.get("automations")
    if found is None:
        found = backend.automations = Runs(backend.account_id, backend.region_name)
    return found
