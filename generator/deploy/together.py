"""Several stacks at a time, and how all of them are stopped."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from typing import TypeVar

MOST = 8
"""Stacks at a time: CloudFormation's rates are per account, and people watch."""

Result = TypeVar("Result")


class Stop:
    """Ctrl-C for jobs in threads: each hears of it once, where it would wait; then it cleans up."""

    def __init__(self, leave: Callable[[], None] = lambda: None) -> None:
        """`leave` ends the program at once, when the user asks a second time."""
        self.leave = leave
        self._asked = threading.Event()
        self._heard = threading.local()

    def ask(self) -> None:
        """Stop all threads but this one, which knows."""
        self._heard.said = True
        self._asked.set()

    def afresh(self, job: Callable[[], Result]) -> Result:
        """Do a job in a thread that may have heard in the job before: in this one it has not."""
        self._heard.said = False
        return job()

    def sleep(self, seconds: float) -> None:
        """Wait, unless this thread is to stop.

        Raises:
            KeyboardInterrupt: once in each job, after `ask`.
        """
        if getattr(self._heard, "said", False):
            time.sleep(seconds)
        elif self._asked.wait(seconds):
            self._heard.said = True
            raise KeyboardInterrupt


def together(jobs: Sequence[Callable[[], Result]], stop: Stop) -> list[Result]:
    """The results in the order of the jobs; a single one runs in this thread.

    An interruption is passed on to all, and comes out here when they have cleaned up.
    """
    if len(jobs) < 2:
        return [job() for job in jobs]
    with ThreadPoolExecutor(min(MOST, len(jobs))) as pool:
        try:
            futures = [pool.submit(stop.afresh, job) for job in jobs]
            wait(futures)
        except BaseException:
            stop.ask()
            _patiently(pool.shutdown, stop)
            raise
    return [future.result() for future in futures]


def _patiently(work: Callable[[], object], stop: Stop) -> None:
    try:
        work()
    except KeyboardInterrupt:
        stop.leave()
        raise
