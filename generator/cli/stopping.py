"""Ctrl-C, SIGTERM (a CI that cancels) and SIGHUP (a terminal that closes) while a command acts.

The first raises KeyboardInterrupt, and the command cleans up; a second one leaves at once. Where
signals cannot be heard (another thread than the main one), or are ignored (nohup), all stays.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType
from typing import NoReturn

from generator.errors import Exit

CODES = {
    getattr(signal, name): code
    for name, code in (
        ("SIGINT", Exit.INTERRUPTED),
        ("SIGTERM", Exit.TERMINATED),
        ("SIGHUP", Exit.HUNG_UP),
    )
    if hasattr(signal, name)  # Windows has no SIGHUP
}
"""Signal to the exit code that a shell gives to what it ends (128 and its number)."""


@dataclass(slots=True)
class Stopping:
    """Hears signals; the first one counts."""

    said: Callable[[], None] = lambda: None
    """Tell the user that the first one was heard."""
    leave: Callable[[Exit], None] | None = None
    """What a second one does; without it, it is like the first."""
    heard: list[int] = field(default_factory=list)

    def __call__(self, number: int, _frame: FrameType | None) -> NoReturn:
        """A signal came.

        Raises:
            KeyboardInterrupt: always, unless `leave` ends the program.
        """
        self.heard.append(number)
        if len(self.heard) == 1:
            self.said()
        elif self.leave:
            self.leave(CODES[number])
        raise KeyboardInterrupt

    def code(self, code: Exit) -> Exit:
        """An exit code as the first signal has it, when that is what ended the command."""
        ended = code == Exit.INTERRUPTED and self.heard
        return CODES[self.heard[0]] if ended else code


@contextmanager
def hearing(stopping: Stopping) -> Iterator[None]:
    """Let signals come here, as long as this lasts."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in CODES}
    mine = [number for number, was in before.items() if was not in (signal.SIG_IGN, None)]
    for number in mine:
        signal.signal(number, stopping)
    try:
        yield
    finally:
        for number in mine:
            signal.signal(number, before[number])


def stoppable(work: Callable[[], Exit], stopping: Stopping) -> Exit:
    """Do work that signals may stop; its exit code says which one did."""
    with hearing(stopping):
        try:
            return stopping.code(work())
        except KeyboardInterrupt:
            if not stopping.heard:
                raise
    from generator.cli import streams

    streams.err("interrupted\n")
    return stopping.code(Exit.INTERRUPTED)
