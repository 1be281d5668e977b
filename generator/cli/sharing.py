"""The same task for many files: on several processes when that pays, one result at a time."""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from functools import partial
from typing import TypeVar

from generator.errors import AmiFactoryError, Exit, UnreadableError
from generator.findings import Report, ordered

Result = TypeVar("Result")

WORTH_SHARING = 4
"""Files from which on several processes are quicker than one."""


class WorkerKilledError(AmiFactoryError):
    """A process that shared the work was killed."""

    exit_code = Exit.MACHINE


class UnreadableFilesError(UnreadableError):
    """Files that cannot be read, told together, with what was found in the others."""

    def __init__(self, causes: Sequence[UnreadableError], report: Report) -> None:
        one = len(causes) == 1
        message = causes[0].message if one else f"{len(causes)} files cannot be read"
        super().__init__(message, causes[0].hint if one else "")
        self.causes = tuple(causes)
        self.report = report


class TaskError(Exception):
    """A bug in a task; its text is the traceback, which would not get from process to process."""


def results(
    task: Callable[[str], Result], files: Sequence[str]
) -> tuple[list[Result], list[UnreadableError]]:
    """task(file) for every file that can be read, in order, and why the others cannot be.

    Raises:
        WorkerKilledError: when a process was killed, for example for want of memory.
        TaskError: when the task fails with anything but an error of ours.
    """
    found: list[Result] = []
    unread: list[UnreadableError] = []
    # Closed before anybody clears away what workers write: closing ends them.
    with closing(_attempts(partial(_attempt, task), files)) as attempts:
        for attempt in attempts:
            if isinstance(attempt, UnreadableError):
                unread.append(attempt)
            else:
                found.append(attempt)
    return found, unread


def _attempts(
    attempt: Callable[[str], Result], files: Sequence[str]
) -> Generator[Result, None, None]:
    if len(files) < WORTH_SHARING or _cores() == 1 or "-" in files:  # workers have no stdin
        yield from map(attempt, files)
        return
    from generator import crew

    if not crew.forks():
        yield from map(attempt, files)
        return
    try:
        yield from crew.in_order(attempt, files, min(_cores(), len(files)))
    except crew.WorkerLostError as lost:
        raise WorkerKilledError(
            "a worker process was killed before it had done its file",
            "free some memory, or name fewer files at a time",
        ) from lost


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1


def together(reports: Sequence[Report]) -> Report:
    """Many reports as one; texts are kept of files with findings only, names of all."""
    texts: dict[str, str] = {}
    for report in reports:
        texts |= {file: text for file, text in report.sources.items() if text or file not in texts}
    return Report(
        ordered({finding for report in reports for finding in report.findings}),
        texts,
        ordered({finding for report in reports for finding in report.suppressed}),
    )


def slim(report: Report) -> Report:
    """The report without texts that nothing points into: thousands of them fit in memory."""
    if report.findings:
        return report
    return Report((), dict.fromkeys(report.sources, ""), report.suppressed)


def _attempt(task: Callable[[str], Result], file: str) -> Result | UnreadableError:
    try:
        return task(file)
    except UnreadableError as error:
        return error
    except AmiFactoryError:
        raise
    except Exception:  # noqa: BLE001  # a bug, told with the place it happened at
        raise TaskError(traceback.format_exc()) from None
