"""What `deploy --destinations` shows while it runs: a line an event, and one that is redrawn."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable

from generator.cli import streams
from generator.deploy.destinations_run import Created, News, Progress, Waiting
from generator.ports.stack_sets import Operation
from generator.present.destinations import ended_line, progress_line
from generator.present.elapsed import clock
from generator.present.foreign import line_start

OPEN = ("PENDING", "RUNNING", "QUEUED")
"""Statuses of an account that is not done."""


class View:
    """Standard error, for people."""

    def __init__(self, *, quiet: bool, now: Callable[[], float] = time.monotonic) -> None:
        """`quiet`: a program reads the result, and nobody watches; `now`: seconds that pass."""
        self._quiet = quiet
        self._now = now
        self._began: dict[str, float] = {}
        self._shown: set[tuple[str, str, str]] = set()

    def tell(self, news: News) -> None:
        """Show what happened."""
        match news:
            case Waiting(id_):
                self.say(f"another operation is under way ({id_}): waiting for its end")
            case Created(name):
                self.say(f"created the StackSet {name}")
            case Progress(operation):
                self._progress(operation)

    def say(self, line: str) -> None:
        """Show a line."""
        if not self._quiet:
            self._redraw("")
            streams.err(f"{line_start(line)}\n")

    def close(self) -> None:
        """Leave no half line."""
        self._redraw("")

    def _progress(self, operation: Operation) -> None:
        for each in operation.instances:
            key = (operation.id, each.account, each.region)
            if each.status not in OPEN and key not in self._shown:
                self._shown.add(key)
                self.say(ended_line(each, operation.action))
        passed = self._now() - self._began.setdefault(operation.id, self._now())
        self._redraw(f"{progress_line(operation)}  {clock(passed)}")

    def _redraw(self, text: str) -> None:
        """The one line that a terminal keeps rewriting; others get none."""
        terminal = sys.stderr is not None and sys.stderr.isatty()
        if terminal and os.environ.get("TERM") != "dumb" and not self._quiet:
            streams.err(f"\r\x1b[K{text}")
