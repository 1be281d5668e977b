"""Follows a build until it ends, look by look.

Each look is a value: the build, its workflows and steps, and the lines of its log that are new.
What changed between two of them is worked out by `changes`. Nothing here is remembered between
two runs of the program: a build can be followed from its ARN at any time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from generator.errors import (
    AccessError,
    NoAnswerError,
    NoCredentialsError,
    RemoteError,
    ThrottledError,
    UnreachableError,
)
from generator.operate.states import ended
from generator.ports.builds import Build, Builds, LogLine, Logs, Step, Workflow

SLOWEST = 15.0
"""Seconds between two looks when nothing happens, unless a longer pause is asked for."""
GROWTH = 1.5
PASSING = (ThrottledError, UnreachableError, NoAnswerError)
"""Errors that a build of an hour outlives."""
PATIENCE = 8
"""Looks in a row that may fail so."""
GRACE = 20
"""Looks until the old end of a build counts after all, when it was asked to run again."""
OVER = frozenset(("COMPLETED", "FAILED", "SKIPPED", "ROLLBACK_COMPLETED", "CANCELLED"))
"""States of a workflow execution in which its steps do not change any more."""


@dataclass(frozen=True, slots=True)
class Run:
    """A workflow execution with its steps."""

    workflow: Workflow
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Look:
    """What is seen of a build at one moment."""

    build: Build
    runs: tuple[Run, ...] = ()
    lines: tuple[LogLine, ...] = ()
    """New ones since the last look."""
    notes: tuple[str, ...] = ()
    """What could not be seen, told once."""
    since: datetime | None = None
    """When a retry began."""

    @property
    def began(self) -> datetime | None:
        """From when its time counts: its retry, else its order."""
        return self.since or self.build.created


@dataclass(frozen=True, slots=True)
class Again:
    """A build that was asked to run again, as it was then."""

    build: Build
    ran: frozenset[str]
    """Workflow executions that there were, by id."""
    asked: datetime

    def began(self, look: Look) -> datetime:
        """When it went on: with the first workflow since; until that is seen, when it was asked."""
        new = (run.workflow for run in look.runs if run.workflow.id not in self.ran)
        return min((each.started for each in new if each.started), default=self.asked)


@dataclass(frozen=True, slots=True)
class Change:
    """Something entered another state: the build, a workflow of it, or a step of that."""

    build: Build
    workflow: Workflow | None = None
    step: Step | None = None

    @property
    def at(self) -> datetime | None:
        """When, as far as AWS tells: not for the states of a build."""
        what = self.step or self.workflow
        return (what.ended or what.started) if what else None


def follow(  # noqa: PLR0913  # the build, what to ask, and how to wait
    arn: str,
    builds: Builds,
    logs: Logs,
    sleep: Callable[[float], object],
    poll: float,
    *,
    before: Build | None = None,
) -> Iterator[Look]:
    """Look at a build until it has ended; the last look has its end.

    `poll` is in seconds; the pauses grow while nothing happens. `before` is the build as it was
    when it was asked to run again: its end does not count, and its log is not told again.

    Raises:
        AccessError: when AWS does not let us look, or cannot be reached for long.
        RemoteError: when AWS fails.
    """
    watch = Watch(arn, builds, logs)
    if before is not None:
        watch.skip_log(before)
        _until_begun(before, builds, sleep, poll)
    last, pause = None, poll
    while True:
        look = _patiently(watch, sleep, pause)
        if ended(look.build):
            sleep(poll)  # the log comes a little later than the end
            yield watch.rest(look)
            return
        yield look
        pause = _next_pause(pause, poll, quiet=last is not None and not _news(last, look))
        last = look
        sleep(pause)


def _until_begun(
    before: Build, builds: Builds, sleep: Callable[[float], object], poll: float
) -> None:
    """Wait until a build has left its old end; RetryImage answers before it has."""
    for _ in range(GRACE):
        if builds.build(before.arn).status != before.status:
            return
        sleep(poll)


def changes(last: Look | None, look: Look) -> Iterator[Change]:
    """What entered another state between two looks: the build, then workflows and steps."""
    if last is None or last.build.status != look.build.status:
        yield Change(look.build)
    workflows = {run.workflow.id: run.workflow.status for run in last.runs} if last else {}
    steps = {step.id: _state(step) for run in last.runs for step in run.steps} if last else {}
    for run in look.runs:
        known = workflows.get(run.workflow.id, "PENDING")
        if run.workflow.status != known:
            yield Change(look.build, run.workflow)
        for step in run.steps:
            if _state(step) != steps.get(step.id, ("PENDING", 1)):
                yield Change(look.build, run.workflow, step)


def _state(step: Step) -> tuple[str, int]:
    return step.status, step.attempt


def _news(last: Look, look: Look) -> bool:
    return bool(look.lines) or any(changes(last, look))


def _next_pause(pause: float, poll: float, *, quiet: bool) -> float:
    return min(pause * GROWTH, max(poll, SLOWEST)) if quiet else poll


def _patiently(watch: Watch, sleep: Callable[[float], object], pause: float) -> Look:
    """A look that outlives what passes."""
    for attempt in range(1, PATIENCE):
        try:
            return watch.look()
        except PASSING:
            sleep(max(pause, 1.0) * attempt)
    return watch.look()


@dataclass(slots=True)
class Watch:
    """One build, and where in its log we are."""

    arn: str
    builds: Builds
    logs: Logs
    token: str = ""
    over: dict[str, Run] = field(default_factory=dict)
    """Workflow executions that do not change any more, by id."""
    told: set[str] = field(default_factory=set)

    def look(self) -> Look:
        """Look at everything; the build first, so that what follows is not older."""
        build = self.builds.build(self.arn)
        notes: list[str] = []
        runs = self._runs(notes)
        return Look(build, runs, self._lines(build, notes), tuple(notes))

    def rest(self, look: Look) -> Look:
        """The last look with what came to the log after it."""
        notes = list(look.notes)
        lines = (*look.lines, *self._lines(look.build, notes))
        return Look(look.build, look.runs, lines, tuple(notes))

    def skip_log(self, build: Build) -> None:
        """Tell nothing of the log as it is."""
        self._lines(build, [])

    def _runs(self, notes: list[str]) -> tuple[Run, ...]:
        try:
            workflows = self.builds.workflows(self.arn)
            return tuple(self._run(each) for each in workflows if not each.retried)
        except NoCredentialsError:
            raise
        except (AccessError, RemoteError) as error:
            self._note(f"the steps cannot be seen: {error.message}", notes)
            return tuple(self.over.values())

    def _run(self, workflow: Workflow) -> Run:
        kept = self.over.get(workflow.id)
        if kept and kept.workflow == workflow:
            return kept
        waits = workflow.status == "PENDING"
        run = Run(workflow, () if waits else self.builds.steps(workflow.id))
        if workflow.status in OVER:
            self.over[workflow.id] = run
        return run

    def _lines(self, build: Build, notes: list[str]) -> tuple[LogLine, ...]:
        """New lines; a log that cannot be read is no reason not to follow."""
        try:
            lines, self.token = self.logs.lines(build.log_group, build.version, self.token)
        except NoCredentialsError:
            raise
        except (AccessError, RemoteError) as error:
            self._note(f"the log cannot be read: {error.message}", notes)
            return ()
        return lines

    def _note(self, text: str, notes: list[str]) -> None:
        if text not in self.told:
            self.told.add(text)
            notes.append(text)
