"""Worker processes that answer in order, die with their caller, and never leave it waiting.

The standard pools do not fit: `multiprocessing.Pool` waits for ever for a worker that was
killed, and a `ProcessPoolExecutor` finishes its running tasks before Ctrl-C gets through.
"""

from __future__ import annotations

import multiprocessing
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkContext, SpawnContext
from multiprocessing.process import BaseProcess
from typing import Any, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


class WorkerLostError(Exception):
    """A worker process ended before it answered."""


def in_order(task: Callable[[Item], Result], items: Iterable[Item], size: int) -> Iterator[Result]:
    """Yield task(item) for each item, in the order of the items, from `size` processes.

    Items are taken when a worker is free for them, so a generator is never run far ahead.
    Closing the iterator early, or an exception such as KeyboardInterrupt, kills the workers.
    Raises WorkerLostError when a worker ends unasked, and what the task raises.
    """
    workers: dict[Connection, BaseProcess] = {}
    try:
        _hire(workers, task, size)
        yield from _answers(list(workers), enumerate(items))
    finally:
        _dismiss(workers)


def forks() -> bool:
    """True when workers inherit what is loaded here; otherwise they start afresh ("spawn").

    Forking is for a process with one thread, since a lock that another thread holds would
    stay locked in the child, and not for macOS, whose system libraries do not allow it.
    """
    available = "fork" in multiprocessing.get_all_start_methods() and sys.platform != "darwin"
    return available and threading.active_count() == 1


def _hire(workers: dict[Connection, BaseProcess], task: Callable[[Any], Any], size: int) -> None:
    context = _context()
    for _ in range(size):
        ours, theirs = context.Pipe()
        inherited = [*workers, ours] if isinstance(context, ForkContext) else []
        worker = context.Process(target=_serve, args=(task, theirs, inherited), daemon=True)
        worker.start()
        theirs.close()
        workers[ours] = worker


def _context() -> ForkContext | SpawnContext:
    return multiprocessing.get_context("fork") if forks() else multiprocessing.get_context("spawn")


def _dismiss(workers: dict[Connection, BaseProcess]) -> None:
    for line, worker in workers.items():
        line.close()
        worker.kill()
    for worker in workers.values():
        worker.join()
        worker.close()


def _answers(idle: list[Connection], items: Iterator[tuple[int, Any]]) -> Iterator[Any]:
    busy: dict[Connection, int] = {}
    ready: dict[int, Any] = {}
    following = 0
    _hand_out(items, idle, busy)
    while busy:
        answered = [line for line in wait(list(busy)) if isinstance(line, Connection)]
        for line in answered:
            ready[busy.pop(line)] = _received(line)
        _hand_out(items, answered, busy)
        while following in ready:
            yield ready.pop(following)
            following += 1


def _hand_out(
    items: Iterator[tuple[int, Any]], idle: list[Connection], busy: dict[Connection, int]
) -> None:
    for line, (number, item) in zip(idle, items, strict=False):
        _send(line, item)
        busy[line] = number


def _send(line: Connection, item: Any) -> None:
    try:
        line.send(item)
    except ConnectionError as lost:
        raise WorkerLostError from lost


def _received(line: Connection) -> Any:
    try:
        result, failure = line.recv()
    except (EOFError, ConnectionError) as lost:
        raise WorkerLostError from lost
    if failure is not None:
        raise failure
    return result


def _serve(task: Callable[[Any], Any], line: Connection, inherited: list[Connection]) -> None:
    """Answer until the caller is gone: its end of the line closes when it dies, too."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    for end in inherited:
        end.close()
    with suppress(EOFError, ConnectionError):
        while True:
            line.send(_outcome(task, line.recv()))


def _outcome(task: Callable[[Any], Any], item: Any) -> tuple[Any, Exception | None]:
    try:
        return task(item), None
    except Exception as failure:  # noqa: BLE001 - raised again where the answer is read
        return None, failure
