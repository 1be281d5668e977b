"""Runs Automation runbooks: as much of AWS Systems Manager Automation as this project's use.

`load` refuses a runbook with any property, action, API, variable or output that is not known;
`Execution` runs one against a World. Rules and their sources: the modules in runbook/.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from tests.fakes.runbook import flow
from tests.fakes.runbook.actions import ACTIONS, check, outputs, ways
from tests.fakes.runbook.document import InvalidDocumentError, read
from tests.fakes.runbook.model import Runbook, Step, jump
from tests.fakes.runbook.values import (
    InvalidParametersError,
    UnresolvedError,
    bind,
    resolve,
)
from tests.fakes.runbook.world import Command, CommandResult, StepFailedError, World

__all__ = [
    "Command",
    "CommandResult",
    "Execution",
    "InvalidDocumentError",
    "InvalidParametersError",
    "Runbook",
    "Step",
    "StepFailedError",
    "StepRun",
    "World",
    "load",
]

POLL = 15
"""Seconds between two looks at a state."""

Status = Literal["Success", "Failed", "TimedOut", "Cancelled"]
Moment = Literal["begins", "ends"]


class _TimeIsUpError(Exception):
    """The step took longer than its timeoutSeconds."""


class _CancelledError(Exception):
    """Somebody cancelled the execution."""


def load(content: str | Mapping[str, Any]) -> Runbook:
    """A runbook that can be run. Raises InvalidDocumentError."""
    runbook = read(content, check)
    problems = list(flow.problems(runbook, ways, outputs))
    if problems:
        raise InvalidDocumentError(problems)
    return runbook


@dataclass(slots=True)
class StepRun:
    """What became of a step."""

    name: str
    status: Status
    outputs: Mapping[str, Any] = field(default_factory=dict)
    failure: str = ""
    attempts: int = 1


def _nobody(execution: Execution, moment: Moment, step: Step) -> None:
    """Watches nothing."""


class Execution:
    """One run of a runbook."""

    def __init__(
        self,
        runbook: Runbook,
        parameters: Mapping[str, Sequence[str]],
        world: World,
        execution_id: str,
        watch: Callable[[Execution, Moment, Step], None] = _nobody,
    ) -> None:
        """Raises InvalidParametersError.

        `watch` is told when a step's action begins and ends; it may cancel the execution, or
        raise StepFailedError to make the step fail.
        """
        self.runbook = runbook
        self.id = execution_id
        self.parameters = bind(runbook.parameters, parameters)
        self.steps: list[StepRun] = []
        self._world = world
        self._watch = watch
        self._known = {**self.parameters, "automation:EXECUTION_ID": execution_id}
        self._is_cancelled = False
        self._is_cancelling = False

    @property
    def status(self) -> Status:
        """Cancelled, or how the first critical step that did not succeed ended, or Success."""
        if self._is_cancelled:
            return "Cancelled"
        critical = (run.status for run in self.steps if self.runbook.steps[run.name].is_critical)
        return next((status for status in critical if status != "Success"), "Success")

    @property
    def outputs(self) -> dict[str, Any]:
        """The runbook's outputs, of those steps that succeeded."""
        return {name: self._known[name] for name in self.runbook.outputs if name in self._known}

    def cancel(self) -> None:
        """Cancel: the step under way ends, and its onCancel says what follows."""
        self._is_cancelled = True

    def run(self) -> None:
        """Run the steps to the end."""
        name: str | None = next(iter(self.runbook.steps))
        while name is not None:
            step = self.runbook.steps[name]
            run = self._run_step(step)
            self.steps.append(run)
            name = self._following(step, run)

    def _run_step(self, step: Step) -> StepRun:
        for attempt in range(1, step.max_attempts + 1):
            run = self._attempt(step)
            run.attempts = attempt
            if run.status in ("Success", "Cancelled"):
                break
        return run

    def _attempt(self, step: Step) -> StepRun:
        try:
            found = self._outcome(step)
        except (StepFailedError, UnresolvedError) as error:
            return StepRun(step.name, "Failed", failure=str(error))
        except _TimeIsUpError:
            return StepRun(step.name, "TimedOut", failure=f"more than {step.timeout} seconds")
        except _CancelledError:
            return StepRun(step.name, "Cancelled")
        self._known |= {f"{step.name}.{name}": value for name, value in found.items()}
        return StepRun(step.name, "Success", found)

    def _outcome(self, step: Step) -> Mapping[str, Any]:
        # What a step did not find counts as empty text in a branch (User Guide, "Using
        # conditional statements": a platform that Linux instances do not have).
        absent = "" if step.action == "aws:branch" else None
        inputs = resolve(step.inputs, self._known, absent)
        attempt = _Attempt(self, step, inputs, self._world)
        self._watch(self, "begins", step)
        attempt.go_on()
        found = ACTIONS[step.action].run(attempt)
        self._watch(self, "ends", step)
        attempt.go_on()
        return found

    def _following(self, step: Step, run: StepRun) -> str | None:
        if run.status == "Success":
            follower: str | None = run.outputs.get("NextStep", None if step.is_end else step.next)
            return follower
        if run.status == "Cancelled":
            self._is_cancelling = True
            return jump(step.on_cancel)
        return None if step.is_end else jump(step.on_failure)

    def is_interrupted(self) -> bool:
        """True from a cancel until the steps that onCancel leads to."""
        return self._is_cancelled and not self._is_cancelling


class _Attempt:
    """One try of a step."""

    def __init__(
        self, execution: Execution, step: Step, inputs: Mapping[str, Any], world: World
    ) -> None:
        self.step = step
        self.inputs = inputs
        self.world = world
        self._execution = execution
        self._deadline = world.now() + step.timeout

    def pause(self) -> None:
        """Wait a moment, unless the step has to end."""
        self.world.sleep(POLL)
        self.go_on()

    def go_on(self) -> None:
        """Does not return when the step has to end."""
        if self._execution.is_interrupted():
            raise _CancelledError
        if self.world.now() > self._deadline:
            raise _TimeIsUpError
