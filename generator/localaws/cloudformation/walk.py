"""Many jobs in the order in which they need each other, each taking its simulated time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from generator.localaws.clock import Due, Work, clock
from generator.localaws.cloudformation.handlers import FailedError
from generator.localaws.emulated import Emulated

EMULATES = (
    Emulated(
        "Resources that do not need each other are made at the same time; a step takes a few"
        " seconds, which is made up",
        "CloudFormation User Guide, DependsOn; durations unverified",
    ),
)

Ended = Callable[[str], None]
"""Called with why it failed, or with nothing."""


class Job(Protocol):
    """One resource's part of an operation."""

    def begin(self) -> bool:
        """Say that it begins; False when there is nothing to do."""

    def act(self) -> Callable[[Ended], None] | None:
        """Do it; gives something to wait for, when it ends at a time of its own."""

    def finish(self) -> bool:
        """Say that it is done; False when it is not done yet."""

    def fail(self, reason: str) -> None:
        """Say that it failed."""

    def cancel(self) -> None:
        """Say that it is stopped, because something else failed."""


class Walk:
    """Jobs under way; `done` is called once, with the names of those that failed."""

    def __init__(  # noqa: PLR0913  # a walk is made in one place, by name
        self,
        jobs: Mapping[str, Job],
        needs: Mapping[str, set[str]],
        done: Callable[[tuple[str, ...]], None],
        *,
        stops: bool,
        seconds: float,
        guarded: Callable[[Work], Work],
    ) -> None:
        """`stops`: the first failure cancels the rest; `seconds`: how long a step takes.

        `guarded`: makes of what is to happen later something that never raises.
        """
        self._guarded = guarded
        self._waiting = dict(jobs)
        self._needs = {name: needs.get(name, set()) & set(jobs) for name in jobs}
        self._done = done
        self._stops = stops
        self._seconds = seconds
        self._running: dict[str, Job] = {}
        self._due: dict[str, Due] = {}
        self._ready: set[str] = set()
        self._failed: list[str] = []
        self._over = False

    def start(self) -> None:
        """Begin with those that need nothing."""
        self._go_on()

    def cancel(self) -> None:
        """Stop everything and end."""
        self._stop_others("")
        self._end()

    def abandon(self) -> None:
        """Stop everything, and never end."""
        self._over = True
        self._stop_others("")

    def _go_on(self) -> None:
        progressed = True
        while progressed and not self._over:
            progressed = False
            for name in [one for one in self._waiting if self._needs[one] <= self._ready]:
                if name in self._waiting and not self._over:
                    self._begin(name, self._waiting.pop(name))
                    progressed = True
        if not self._running and not self._over:
            self._end()

    def _begin(self, name: str, job: Job) -> None:
        self._running[name] = job
        try:
            if job.begin():
                self._later(name, self._seconds / 4, lambda: self._act(name, job))
                return
        except Exception as error:  # noqa: BLE001  # whatever a model raises is its failure
            self._fail(name, job, error)
            return
        self._complete(name)

    def _act(self, name: str, job: Job) -> None:
        try:
            waits = job.act()
        except Exception as error:  # noqa: BLE001  # see _begin
            self._fail(name, job, error)
            self._go_on()
            return
        if waits is None:
            self._later(name, self._seconds * 3 / 4, lambda: self._finish(name, job))
        else:
            waits(lambda reason: self._guarded(lambda: self._ended(name, job, reason))())

    def _ended(self, name: str, job: Job, reason: str) -> None:
        if name not in self._running:
            return
        if reason:
            self._fail(name, job, FailedError(reason))
            self._go_on()
        else:
            self._finish(name, job)

    def _finish(self, name: str, job: Job) -> None:
        try:
            finished = job.finish()
        except Exception as error:  # noqa: BLE001  # see _begin
            self._fail(name, job, error)
            self._go_on()
            return
        if not finished:
            self._later(name, max(self._seconds, 1.0), lambda: self._finish(name, job))
            return
        self._complete(name)
        self._go_on()

    def _complete(self, name: str) -> None:
        self._running.pop(name, None)
        self._ready.add(name)

    def _fail(self, name: str, job: Job, error: Exception) -> None:
        self._running.pop(name, None)
        self._failed.append(name)
        job.fail(reason_of(error))
        if self._stops:
            self._stop_others(name)
            self._end()

    def _stop_others(self, name: str) -> None:
        for other in sorted(set(self._running) - {name}):
            if other in self._due:
                self._due[other].cancel()
            self._running.pop(other).cancel()
        self._waiting.clear()

    def _later(self, name: str, seconds: float, what: Callable[[], None]) -> None:
        self._due[name] = clock.later(seconds, self._guarded(what), f"resource {name}")

    def _end(self) -> None:
        if not self._over:
            self._over = True
            self._done(tuple(self._failed))


def reason_of(error: Exception) -> str:
    """Why a resource failed, from what its model raised."""
    if isinstance(error, FailedError):
        return str(error)
    code = getattr(error, "code", "") or getattr(error, "error_type", "")
    said = getattr(error, "message", "") or str(error) or type(error).__name__
    if str(said).startswith("Resource handler returned message"):
        return str(said)
    kind = code if isinstance(code, str) and code else type(error).__name__
    return f'Resource handler returned message: "{said}" (HandlerErrorCode: {kind})'
