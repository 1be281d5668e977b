"""Runs Automation runbooks: as much of AWS Systems Manager Automation as this project's use.

`load` refuses a runbook with any property, action, API, variable or output that is not known;
`Execution` runs one against a World. Rules and their sources: the modules beside this one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from generator.localaws.automation import flow
from generator.localaws.automation.actions import ACTIONS, check, outputs, ways
from generator.localaws.automation.document import InvalidDocumentError, read
from generator.localaws.automation.model import Runbook, Step, jump
from generator.localaws.automation.values import UnresolvedError, bind, resolve
from generator.localaws.automation.world import Answer, Doing, StepFailedError, Waits, World

POLL = 15
"""Seconds between two looks at a state."""

Status = Literal["InProgress", "Success", "Failed", "TimedOut", "Cancelled"]
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
    """What became of a step, so far."""

    name: str
    status: Status
    outputs: Mapping[str, Any] = field(default_factory=dict)
    failure: str = ""
    attempts: int = 1
    inputs: Mapping[str, Any] = field(default_factory=dict)
    began: float = 0
    """Seconds on the World's clock."""
    ended: float | None = None


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
        self.is_over = False
        self._world = world
        self._watch = watch
        self._known = {**self.parameters, "automation:EXECUTION_ID": execution_id}
        self._is_cancelled = False
        self._is_cancelling = False

    @property
    def status(self) -> Status:
        """Cancelled, or how the first critical step that did not succeed ended, or Success."""
        if not self.is_over:
            return "InProgress"
        if self._is_cancelled:
            return "Cancelled"
        critical = (run.status for run in self.steps if self.runbook.steps[run.name].is_critical)
        return next((status for status in critical if status != "Success"), "Success")

    @property
    def outputs(self) -> dict[str, Any]:
        """The runbook's outputs, of those steps that succeeded."""
        return {name: self._known[name] for name in self.runbook.outputs if name in self._known}

    @property
    def is_cancelled(self) -> bool:
        """True from a cancel on."""
        return self._is_cancelled

    def cancel(self) -> None:
        """Cancel: the step under way ends, and its onCancel says what follows."""
        self._is_cancelled = True

    def run(self, sleep: Callable[[float], None]) -> None:
        """Run the steps to the end, with somebody to let time pass."""
        doing, found = self.go(), None
        while (waits := next_wait(doing, found)) is not None:
            found = None
            if callable(waits):
                found = waits()
            else:
                sleep(waits)

    def go(self) -> Doing[None]:
        """The steps to the end, as something that says what it waits for."""
        name: str | None = next(iter(self.runbook.steps))
        while name is not None:
            step = self.runbook.steps[name]
            run = StepRun(step.name, "InProgress", began=self._world.now())
            self.steps.append(run)
            yield from self._run_step(step, run)
            run.ended = self._world.now()
            name = self._following(step, run)
        self.is_over = True

    def _run_step(self, step: Step, run: StepRun) -> Doing[None]:
        for attempt in range(1, step.max_attempts + 1):
            run.attempts = attempt
            run.failure = ""
            run.status = yield from self._attempt(step, run)
            if run.status in ("Success", "Cancelled"):
                break

    def _attempt(self, step: Step, run: StepRun) -> Doing[Status]:
        try:
            run.outputs = yield from self._outcome(step, run)
        except (StepFailedError, UnresolvedError) as error:
            run.failure = str(error)
            return "Failed"
        except _TimeIsUpError:
            run.failure = f"more than {step.timeout} seconds"
            return "TimedOut"
        except _CancelledError:
            return "Cancelled"
        self._known |= {f"{step.name}.{name}": value for name, value in run.outputs.items()}
        return "Success"

    def _outcome(self, step: Step, run: StepRun) -> Doing[Mapping[str, Any]]:
        # What a step did not find counts as empty text in a branch (User Guide, "Using
        # conditional statements": a platform that Linux instances do not have).
        absent = "" if step.action == "aws:branch" else None
        run.inputs = resolve(step.inputs, self._known, absent)
        attempt = _Attempt(self, step, run.inputs, self._world)
        self._watch(self, "begins", step)
        attempt.go_on()
        found = yield from ACTIONS[step.action].run(attempt)
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


def next_wait(doing: Doing[None], found: Any) -> Waits | None:
    """Go on: what it waits for next; None when it is done."""
    try:
        return doing.send(found)
    except StopIteration:
        return None


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

    def pause(self, seconds: float = POLL) -> Doing[None]:
        """Wait, unless the step has to end."""
        yield seconds
        self.go_on()

    def outside(self, work: Callable[[], Answer]) -> Doing[Answer]:
        """Have work done; what it raises is raised here. It takes no simulated time."""
        began = self.world.now()
        value, error = yield lambda: _outcome(work)
        self._deadline += self.world.now() - began
        if error is not None:
            raise error
        found: Answer = value
        return found

    def go_on(self) -> None:
        """Does not return when the step has to end."""
        if self._execution.is_interrupted():
            raise _CancelledError
        if self.world.now() > self._deadline:
            raise _TimeIsUpError


def _outcome(work: Callable[[], Any]) -> tuple[Any, Exception | None]:
    """What the work gave, or raised; it is raised again where the step can deal with it."""
    try:
        return work(), None
    except Exception as error:  # noqa: BLE001  # see above
        return None, error


__all__ = ["Execution", "Runbook", "Step", "StepRun", "load", "next_wait"]
