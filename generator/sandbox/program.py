"""A program of the host, run to its end: watched, limited, and never left behind."""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import IO

from generator.ports.machine import Ran, Watch
from generator.sandbox.limits import MIB, Limits
from generator.sandbox.tail import Tail
from generator.sandbox.unavailable import UnavailableError

TICK = 0.1
"""Seconds between two looks at what the program uses."""
PIECE = 65_536
GRACE = 5.0
"""Seconds that a program which was killed may take to be gone."""


@dataclass(frozen=True, slots=True)
class Program:
    """What to start, and how long and how much it may."""

    words: Sequence[str]
    stdin: bytes = b""
    environment: Mapping[str, str] = field(default_factory=dict)
    timeout: float | None = None
    limits: Limits = field(default_factory=Limits)
    complaint: Callable[[], str] = str
    """Asked again and again: why it has to end; empty while it may go on."""


def run(program: Program, watch: Watch) -> Ran:
    """Run it to its end; when it is ended early, everything it started ends.

    Raises:
        UnavailableError: when it cannot be started.
    """
    began = time.monotonic()
    process = _start(program)
    tails = {
        "stdout": Tail("stdout", watch, program.limits.kept, program.limits.lines),
        "stderr": Tail("stderr", watch, program.limits.kept, program.limits.lines),
    }
    try:
        ended = _follow(process, program, tails, began)
    finally:
        _kill(process)
        for pipe in (process.stdout, process.stderr):
            if pipe is not None:
                pipe.close()
    seconds = time.monotonic() - began
    return Ran(
        code=_code(process.returncode),
        stdout=tails["stdout"].end(),
        stderr=tails["stderr"].end(),
        seconds=seconds,
        timed_out=ended == _TIME,
        cut=any(tail.cut for tail in tails.values()),
        ended="" if ended == _TIME else ended,
    )


_TIME = "\0time"


def _start(program: Program) -> subprocess.Popen[bytes]:
    with tempfile.TemporaryFile() as stdin:
        stdin.write(program.stdin)
        stdin.seek(0)
        try:
            return subprocess.Popen(
                list(program.words),
                stdin=stdin if program.stdin else subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=dict(program.environment),
                cwd="/",
                umask=0o022,
                start_new_session=True,
            )
        except (OSError, ValueError) as error:
            said = f"cannot start {program.words[0]}: {error}"
            raise UnavailableError(
                said, "see docs/rehearse.md for what a rehearsal needs"
            ) from error


def _follow(
    process: subprocess.Popen[bytes], program: Program, tails: dict[str, Tail], began: float
) -> str:
    """Read until the program is gone; why it was ended early."""
    with selectors.DefaultSelector() as outputs:
        for pipe, name in ((process.stdout, "stdout"), (process.stderr, "stderr")):
            if pipe is not None:
                os.set_blocking(pipe.fileno(), False)
                outputs.register(pipe, selectors.EVENT_READ, tails[name])
        why, looked = "", began
        while not why and process.poll() is None:
            _read(outputs, process)
            now = time.monotonic()
            why = _spent(program, tails, now - began)
            if not why and now - looked >= TICK:
                looked, why = now, program.complaint()
        _kill(process)
        _drain(outputs)
    return why


def _read(outputs: selectors.BaseSelector, process: subprocess.Popen[bytes]) -> None:
    """Wait a little for output, or for the end when the outputs are closed."""
    if not outputs.get_map():
        with suppress(subprocess.TimeoutExpired):
            process.wait(TICK / 2)
        return
    for key, _ in outputs.select(TICK / 2):
        _take(outputs, key)


def _drain(outputs: selectors.BaseSelector) -> None:
    """Read what is still there; nobody is left to write more, save for what an engine leaves."""
    for key in tuple(outputs.get_map().values()):
        for _ in range(MIB // PIECE):
            if not _take(outputs, key):
                break


def _take(outputs: selectors.BaseSelector, key: selectors.SelectorKey) -> bool:
    pipe: IO[bytes] = key.fileobj  # type: ignore[assignment]  # what was registered
    data = _piece(pipe)
    if data:
        key.data.add(data)
    elif data is not None:
        outputs.unregister(pipe)
    return bool(data)


def _piece(pipe: IO[bytes]) -> bytes | None:
    """What is there; nothing at the end; None when there is nothing now."""
    try:
        return os.read(pipe.fileno(), PIECE)
    except BlockingIOError:
        return None
    except OSError:
        return b""


def _spent(program: Program, tails: dict[str, Tail], seconds: float) -> str:
    if program.timeout is not None and seconds > program.timeout:
        return _TIME
    if sum(tail.total for tail in tails.values()) > program.limits.output:
        return f"more than {program.limits.output / MIB:g} MiB of output"
    return ""


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End the program and its group; the kernel ends the namespace that hangs on it."""
    if process.poll() is None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        with suppress(subprocess.TimeoutExpired):
            process.wait(GRACE)


def _code(returned: int | None) -> int:
    if returned is None:
        return 128 + signal.SIGKILL
    return 128 - returned if returned < 0 else returned
