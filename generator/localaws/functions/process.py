"""A child process for foreign code: a clean environment, a folder of its own, an end in time."""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.localaws.clock import clock
from generator.localaws.functions.warm import COMMAND, warm

_GRACE = 60
"""Real seconds for loading the code, which Lambda does not count either (its init phase ends
after ten, but this machine may have other things to do)."""


@dataclass(frozen=True, slots=True)
class Order:
    """One call of a handler."""

    handler: str
    event: Any
    timeout: float
    """Real seconds."""
    context: Mapping[str, Any]
    environment: Mapping[str, str]
    unpack: Callable[[Path], object]
    """Puts the code into a folder."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of it."""

    payload: str
    """JSON."""
    failed: bool
    output: str
    """What it printed."""
    seconds: float


Way = Callable[[dict[str, Any], float], bytes]
"""Runs what is asked for, within so many real seconds; gives what it printed."""


def run(order: Order, way: Way | None = None) -> Answer:
    """Run a handler, forked where that is possible unless told otherwise; waits for it."""
    with clock.paced(), tempfile.TemporaryDirectory(prefix="amifactory-lambda-") as folder:
        home = Path(folder)
        root = home / "task"
        root.mkdir()
        order.unpack(root)
        asked = _asked(order, home, root)
        began = time.monotonic()
        chosen = way or (forked if hasattr(os, "fork") else spawned)
        output = chosen(asked, order.timeout + _GRACE).decode(errors="replace")
        return _answer(home / "answer.json", output, time.monotonic() - began)


def _asked(order: Order, home: Path, root: Path) -> dict[str, Any]:
    return {
        "handler": order.handler,
        "event": order.event,
        "timeout": order.timeout,
        "context": dict(order.context),
        "environment": _environment(order.environment, home, root),
        "root": str(root),
        "answer": str(home / "answer.json"),
        "output": str(home / "output"),
        "pid": str(home / "pid"),
        "offset": clock.now().timestamp() - time.time() if clock.used else 0,
    }


def spawned(asked: dict[str, Any], seconds: float) -> bytes:
    """Run it in a process that starts from nothing; gives what it printed."""
    try:
        done = subprocess.run(
            COMMAND,
            input=json.dumps(asked).encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd=asked["root"],
            env=asked["environment"],
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        return error.stdout or b""
    return done.stdout


def forked(asked: dict[str, Any], seconds: float) -> bytes:
    """Run it in a fork of the warm process; gives what it printed until it ended."""
    os.mkfifo(asked["output"], 0o600)
    reader = os.open(asked["output"], os.O_RDONLY | os.O_NONBLOCK)
    try:
        warm.send(asked)
        return _until_ended(reader, Path(asked["pid"]), time.monotonic() + seconds)
    finally:
        os.close(reader)


def _until_ended(reader: int, pid: Path, end: float) -> bytes:
    """Read until nobody can write any more; past the end, have that be so."""
    output = b""
    while (left := end - time.monotonic()) > 0:
        ready, _, _ = select.select([reader], [], [], min(1.0, left))
        found = _read(reader) if ready else None
        if found == b"" and (output or pid.exists()):
            return output
        if found == b"":
            time.sleep(0.001)  # nobody writes yet: to some systems that is an end as well
        output += found or b""
    with contextlib.suppress(OSError, ValueError):
        os.killpg(int(pid.read_text(encoding="ascii")), signal.SIGKILL)
    return output


def _read(reader: int) -> bytes | None:
    """What is there; empty at an end, None when there is nothing yet."""
    try:
        return os.read(reader, 65_536)
    except BlockingIOError:
        return None


def _environment(own: Mapping[str, str], home: Path, root: Path) -> dict[str, str]:
    """Nothing of the user's: above all no profile and no credentials."""
    found = {
        "PATH": os.defpath,
        "HOME": str(home),
        "TMPDIR": str(home),
        "LANG": "en_US.UTF-8",
        "TZ": ":UTC",
        "LAMBDA_TASK_ROOT": str(root),
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
    }
    if "SYSTEMROOT" in os.environ:  # Windows starts nothing without it
        found["SYSTEMROOT"] = os.environ["SYSTEMROOT"]
    return found | dict(own)


def _answer(file: Path, output: str, seconds: float) -> Answer:
    if not file.exists():
        said = {"errorType": "Runtime.ExitError", "errorMessage": "the process ended by itself"}
        return Answer(json.dumps(said), failed=True, output=output, seconds=seconds)
    found = json.loads(file.read_text(encoding="utf-8"))
    payload = found.get("error") or found["value"]
    return Answer(payload, failed="error" in found, output=output, seconds=seconds)
