"""One step: its condition, its attempts, the iterations of its loop, its reboots."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from generator.awstoe.model import Step
from generator.rehearse.acts import act
from generator.rehearse.chaining import replace
from generator.rehearse.conditions import verdict
from generator.rehearse.events import Iterating, Retrying, StepBegan, StepEnded
from generator.rehearse.failing import StepFailedError
from generator.rehearse.loops import Iteration, iterations
from generator.rehearse.model import (
    Data,
    DocumentResult,
    Failure,
    Outputs,
    Place,
    Status,
    StepResult,
)
from generator.rehearse.scope import Recorded, Scope
from generator.rehearse.session import Session
from generator.rehearse.shell import Shell
from generator.rehearse.work import Work

_ENDS = {"Abort": Status.FAILED, "Continue": Status.FAILED, "Ignore": Status.IGNORED}


def run_step(session: Session, scope: Scope, place: Place, step: Step) -> tuple[StepResult, bool]:
    """Run a step; the second value says whether nothing may run after it.

    Raises:
        AccessError: when the machine cannot run anything.
    """
    session.listen(StepBegan(place, str(step.action), step.span.line))
    run = _Run(session, scope, place, step, session.now())
    result, aborted = run.result()
    scope.steps[(place.phase, place.step)] = Recorded(result.inputs, result.outputs)
    session.listen(StepEnded(place, result))
    return result, aborted


@dataclass(slots=True)
class _Run:
    """A step while it runs."""

    session: Session
    scope: Scope
    place: Place
    step: Step
    started: datetime
    attempt: int = 0
    reboots: int = 0
    inputs: tuple[Data, ...] = ()
    inner: list[DocumentResult] = field(default_factory=list)
    done: int = 0
    """Iterations of the last attempt."""

    def result(self) -> tuple[StepResult, bool]:
        """Run it."""
        try:
            if self._skips():
                return self._skipped(), False
            return self._ended(Status.SUCCESS, self._attempts()), False
        except StepFailedError as failed:
            ended = self._ended(_ENDS[self.step.on_failure], failed=failed)
            return ended, self.step.on_failure == "Abort"

    def _skips(self) -> bool:
        """Whether its condition skips it; looked at once, also when the step runs again."""
        if self.step.condition is None:
            return False
        said = verdict(self.step.condition, self._shell(), self.scope.value(None))
        if said == "Abort":
            raise StepFailedError("its condition says Abort")
        return said == "Skip"

    def _attempts(self) -> Outputs:
        while True:
            self.attempt += 1
            try:
                return self._attempt()
            except StepFailedError as failed:
                if self.attempt >= self.step.attempts:
                    raise
                told = Retrying(self.place, self.attempt + 1, self.step.attempts, failed.message)
                self.session.listen(told)

    def _attempt(self) -> Outputs:
        """All of it, again from the beginning after each reboot that it asks for.

        The guide says that the same step runs again; whether a loop goes on where it was is not
        said. Here it begins anew, so that every iteration must bear a second run.
        """
        shell = self._shell()
        while True:
            self.inner.clear()
            outputs = self._all(shell)
            if outputs is not None:
                return outputs
            self.reboots += 1
            self.session.reboot(self.place, again=True)

    def _all(self, shell: Shell) -> Outputs | None:
        """Every iteration in order; None when one asks for a reboot."""
        gathered: list[Outputs] = []
        self.done = 0
        for iteration in self._iterations():
            try:
                outputs = self._one(shell, iteration)
            except StepFailedError as failed:
                raise self._in_loop(failed, iteration) from None
            if outputs is None:
                return None
            gathered.append(outputs)
            self.done += 1
        return joined(gathered)

    def _iterations(self) -> Iterator[Iteration | None]:
        loop = self.step.loop
        if loop is None:
            yield None
            return
        for iteration in iterations(loop, self._replaced):
            self.session.listen(Iterating(self.place, iteration.index, iteration.value))
            yield iteration

    def _replaced(self, text: str) -> str:
        return replace(text, self.scope.value(None))

    def _one(self, shell: Shell, iteration: Iteration | None) -> Outputs | None:
        self.inputs = self.scope.inputs(self.step, iteration)
        work = Work(self.session, self.scope, self.place, self.step, shell, iteration, self.inputs)
        try:
            outcome = act(work)
        finally:
            self.inner += work.inner
        if outcome.reboot:
            self.reboots += 1
            self.session.reboot(self.place, again=False)
        return None if outcome.again else outcome.outputs

    def _in_loop(self, failed: StepFailedError, iteration: Iteration | None) -> StepFailedError:
        if iteration is None or failed.iteration is not None:
            return failed
        failed.iteration = iteration.index
        failed.message = f"iteration {iteration.index} of the loop: {failed.message}"
        return failed

    def _skipped(self) -> StepResult:
        """What it would have been given is known all the same, where it can be told."""
        try:
            self.inputs = self.scope.inputs(self.step, None)
        except StepFailedError:
            self.inputs = ()
        return self._ended(Status.SKIPPED)

    def _shell(self) -> Shell:
        return Shell(self.session, self.place, self.step.timeout)

    def _ended(
        self, status: Status, outputs: Outputs = (), failed: StepFailedError | None = None
    ) -> StepResult:
        step = self.step
        return StepResult(
            str(step.name),
            str(step.action),
            step.span.line,
            status,
            self.started,
            self.session.now(),
            step.timeout,
            step.on_failure,
            step.attempts,
            failed.message if failed is not None else "",
            self.inputs,
            outputs,
            self.attempt,
            self.reboots,
            self.done if step.loop is not None else None,
            step.loop.name if step.loop is not None else "",
            tuple(self.inner),
            self._failure(failed) if failed is not None else None,
        )

    def _failure(self, failed: StepFailedError) -> Failure:
        return Failure(
            self.place,
            self.scope.file,
            str(self.step.action),
            failed.message,
            failed.line or self.step.span.line,
            failed.command,
            failed.code,
            failed.iteration,
        )


def joined(gathered: list[Outputs]) -> Outputs:
    """Outputs of all iterations, those of the same name joined by newlines."""
    if len(gathered) <= 1:
        return gathered[0] if gathered else ()
    width = max(len(each) for each in gathered)
    result: list[dict[str, str]] = []
    for position in range(width):
        here = [each[position] for each in gathered if position < len(each)]
        names = dict.fromkeys(name for each in here for name in each)
        result.append(
            {name: "\n".join(each[name] for each in here if name in each) for name in names}
        )
    return tuple(result)
