"""Simulated time: the one thing that moves in the local AWS.

Whatever takes time in AWS (a build, a step of a stack, an automation, a schedule) is an event on
this clock. Stopped (speed 0) it moves only when told to, which is how tests use it; with a speed
it follows real time, so many times faster, and `catch_up` runs what fell due meanwhile.

Work that falls due must not wait for a request to this local AWS: requests wait for the clock.
What must wait (a Lambda function's own process) goes to `background`. While somebody's code runs
simulated time passes no faster than real time (`paced`): what it calls now is now here as well.
"""

from __future__ import annotations

import heapq
import itertools
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Condition, RLock, Thread, get_ident

from generator.localaws.emulated import Emulated

EMULATES = (
    Emulated(
        "Everything that takes time happens at once in order of simulated time; how long each"
        " thing takes is made up",
        "unverified",
    ),
)

START = datetime(2026, 1, 5, 9, tzinfo=UTC)
"""When a clock begins unless told otherwise: a Monday morning, the same in every test."""

Work = Callable[[], None]


@dataclass(order=True, slots=True)
class Due:
    """Work that falls due at a moment of simulated time; of equal moments, in order of asking."""

    moment: datetime
    number: int
    what: Work = field(compare=False)
    label: str = field(compare=False, default="")
    cancelled: bool = field(compare=False, default=False)

    def cancel(self) -> None:
        """Never run it; no effect when it has run."""
        self.cancelled = True


class Clock:
    """Simulated time and what is to happen in it; safe to use from several threads."""

    def __init__(self, real: Callable[[], float] = time.monotonic) -> None:
        self._real = real
        self._lock = RLock()
        self._changed = Condition(self._lock)
        self._epoch = 0
        self.reset()
        self.used = False

    @property
    def lock(self) -> RLock:
        """Held while due work runs; hold it to read or change what due work changes."""
        return self._lock

    def reset(self, start: datetime | None = None, speed: float = 0.0) -> None:
        """Begin anew at `start`: nothing is due; `speed` simulated seconds pass in a real one."""
        with self._lock:
            self._now = (start or START).astimezone(UTC)
            self.speed = speed
            self._anchor = self._real()
            self._due: list[Due] = []
            self._numbers = itertools.count()
            self._runner: int | None = None
            self._busy = self._paced = 0
            self._owed = 0.0
            self._epoch += 1
            self.used = True
            self._changed.notify_all()

    def release(self) -> None:
        """Nobody simulates any more: forget what is due, and let moto see real time again."""
        self.reset()
        self.used = False

    def now(self) -> datetime:
        """The simulated moment, aware, in UTC."""
        return self._now

    def later(self, seconds: float, what: Work, label: str = "") -> Due:
        """Do `what` after so many simulated seconds."""
        with self._lock:
            return self.at(self._now + timedelta(seconds=seconds), what, label)

    def at(self, moment: datetime, what: Work, label: str = "") -> Due:
        """Do `what` at that moment, aware of any zone; a moment that has passed is now."""
        with self._lock:
            moment = max(moment, self._now).astimezone(UTC)
            due = Due(moment, next(self._numbers), what, label)
            heapq.heappush(self._due, due)
            self._changed.notify_all()
            return due

    def take(self, due: Due) -> None:
        """Take over work of an earlier clock, with its moment and after what is there already."""
        with self._lock:
            due.number = next(self._numbers)
            heapq.heappush(self._due, due)

    def pending(self) -> tuple[Due, ...]:
        """What is still to happen, in order."""
        with self._lock:
            return tuple(sorted(due for due in self._due if not due.cancelled))

    def advance(self, seconds: float) -> None:
        """Move time on and run what falls due, in order, each at its own moment."""
        with self._lock:
            if self._runner is not None:
                msg = "time cannot be moved by what happens in it"
                raise RuntimeError(msg)
            self._move(self._now + timedelta(seconds=seconds))

    def catch_up(self) -> None:
        """Move to where real time says that simulated time is; a stopped clock stays.

        Stops where somebody's code begins to run (`paced`); the rest follows when that is done.
        """
        if self._runner is not None:
            return
        with self._lock:
            if self._runner is None:
                passed = self._passed()
                if not self._paced:
                    passed, self._owed = passed + self._owed, 0.0
                self._move(self._now + timedelta(seconds=passed), patient=False)

    def background(self, work: Work, name: str = "", *, paced: bool = False) -> None:
        """Do `work` in a thread of its own; a stopped clock is not advanced before it is done.

        It may make requests to the local AWS. What it finds out it posts with `later(0, ...)`.
        `paced` work is somebody's code, for which time passes as in `paced()` from now on.
        """
        with self._lock:
            self._busy += 1
            epoch = self._epoch
            if paced:
                self._slow_down()
        job = (work, epoch, paced)
        Thread(target=self._work, args=job, name=name or None, daemon=True).start()

    @contextmanager
    def paced(self) -> Iterator[None]:
        """Let simulated time pass no faster than real time: somebody's code runs that sees both."""
        with self._lock:
            epoch = self._epoch
            self._slow_down()
        try:
            yield
        finally:
            with self._changed:
                self._speed_up(epoch)

    def _slow_down(self) -> None:
        self._owed += self._passed() if not self._paced and self._runner is None else 0.0
        self._anchor = self._real()
        self._paced += 1

    def _speed_up(self, epoch: int) -> None:
        if epoch == self._epoch:
            self._owed += self._passed() if self._paced == 1 and self._runner is None else 0.0
            self._anchor = self._real()
            self._paced -= 1
        self._changed.notify_all()

    def _passed(self) -> float:
        """Simulated seconds since the anchor."""
        speed = min(self.speed, 1.0) if self._paced else self.speed
        return (self._real() - self._anchor) * speed

    def wait(self, seconds: float) -> None:
        """Return when so much simulated time has passed; at once when the clock is stopped.

        For background threads only.
        """
        if self._runner == get_ident():
            msg = "what falls due cannot wait: use later()"
            raise RuntimeError(msg)
        with self._changed:
            end, epoch = self._now + timedelta(seconds=seconds), self._epoch
            while self.speed and self._epoch == epoch and self._now < end:
                self._changed.wait((end - self._now).total_seconds() / self.speed)
                self.catch_up()

    def _work(self, work: Work, epoch: int, paced: bool) -> None:
        try:
            work()
        finally:
            with self._changed:
                if epoch == self._epoch:
                    self._busy -= 1
                if paced:
                    self._speed_up(epoch)
                self._changed.notify_all()

    def _move(self, target: datetime, *, patient: bool = True) -> None:
        self._runner, epoch, paced = get_ident(), self._epoch, self._paced
        try:
            while (due := self._next(target, patient)) is not None:
                self._now = max(self._now, due.moment)
                due.what()
                if not patient and epoch == self._epoch and self._paced > paced:
                    self._owed += max(0.0, (target - self._now).total_seconds())
                    target = self._now
            if epoch == self._epoch:
                self._now = max(self._now, target)
        finally:
            self._anchor = self._real()
            self._runner = None
            self._changed.notify_all()

    def _next(self, target: datetime, patient: bool) -> Due | None:
        """The next work that is due by then; first whatever the background still finds out."""
        while patient and (self._paced or (self._busy and not self.speed)):
            self._changed.wait()
        while self._due and self._due[0].cancelled:
            heapq.heappop(self._due)
        if self._due and self._due[0].moment <= target:
            return heapq.heappop(self._due)
        return None


clock = Clock()
"""The clock of this process: moto's backends are global as well."""
