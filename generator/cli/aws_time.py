"""What time it is for a build."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from generator.operate.follow import Look


class AwsTime:
    """The time as this machine has it; for the local AWS, whose time is moved, the time there.

    There it is the latest moment that was told, plus the time that passed here since.
    """

    def __init__(self, real: Callable[[], datetime], *, emulated: bool) -> None:
        self._real = real
        self._emulated = emulated
        self._latest: datetime | None = None
        self._heard = real()

    def told(self, look: Look) -> None:
        """Remember the latest moment of a look."""
        ran = [run.workflow for run in look.runs] + [s for run in look.runs for s in run.steps]
        moments = [moment for each in ran for moment in (each.started, each.ended)]
        moments += [look.build.created, *(line.at for line in look.lines)]
        latest = max((moment for moment in moments if moment), default=None)
        if latest and (self._latest is None or latest > self._latest):
            self._latest, self._heard = latest, self._real()

    def now(self) -> datetime:
        """The time there."""
        if not self._emulated or self._latest is None:
            return self._real()
        return self._latest + (self._real() - self._heard)
