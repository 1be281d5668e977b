"""The child process: loads somebody's module, calls its handler, writes down what came of it.

Run as a script, by itself: nothing of this program is imported here. Its order comes on stdin as
JSON, its answer goes to the file named there, output is the function's log. With `--fork` it
loads boto3 and forks for each order, one a line; that process runs nothing itself.
"""

from __future__ import annotations

import contextlib
import datetime  # noqa: ICN001  # its name is what is replaced here
import importlib
import json
import os
import signal
import sys
import threading
import time
import traceback
from pathlib import Path
from typing import Any

_real_time, _real_datetime = time.time, datetime.datetime
_shift = [0.0]
"""Seconds from real time to simulated time."""


class _AnyDatetime(type):
    """Lets a datetime that was made before pass for one of ours."""

    def __instancecheck__(cls, one: object) -> bool:
        return isinstance(one, _real_datetime)


class Datetime(datetime.datetime, metaclass=_AnyDatetime):
    """A datetime whose now is the simulated one."""

    @classmethod
    def now(cls, tz: datetime.tzinfo | None = None) -> Datetime:
        """The simulated moment."""
        return cls.fromtimestamp(time.time(), tz)

    @classmethod
    def utcnow(cls) -> Datetime:
        """The simulated moment, naive."""
        return cls.now(datetime.UTC).replace(tzinfo=None)


class Context:
    """What Lambda tells a handler about the invocation."""

    def __init__(self, known: dict[str, Any], seconds: float) -> None:
        self.aws_request_id: str = known["aws_request_id"]
        self.function_name: str = known["function_name"]
        self.function_version: str = known["function_version"]
        self.invoked_function_arn: str = known["invoked_function_arn"]
        self.memory_limit_in_mb: str = known["memory_limit_in_mb"]
        self.log_group_name: str = known["log_group_name"]
        self.log_stream_name: str = known["log_stream_name"]
        self.identity = None
        self.client_context = None
        self._end = time.monotonic() + seconds

    def get_remaining_time_in_millis(self) -> int:
        """Milliseconds until this process is ended."""
        return max(0, int((self._end - time.monotonic()) * 1000))


def main() -> None:
    """One invocation, or with --fork as many as are asked for."""
    _replace_time()
    if "--fork" in sys.argv:
        _serve()
    else:
        invoke(json.load(sys.stdin))


def _serve() -> None:
    importlib.import_module("boto3")
    _read_models_once()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for children here
    for line in sys.stdin:
        if os.fork() == 0:
            order = json.loads(line)
            _become(order)
            invoke(order)
            sys.stdout.flush()
            os._exit(0)


def _read_models_once() -> None:
    """Let every session have the service models that functions of a factory use."""
    loaders: Any = importlib.import_module("botocore.loaders")
    session: Any = importlib.import_module("botocore.session")
    loader = loaders.create_loader()
    session.create_loader = lambda *_: loader
    keys = {"aws_access_key_id": "none", "aws_secret_access_key": "none"}
    made = importlib.import_module("boto3").session.Session(**keys, region_name="eu-west-1")
    for service in ("ec2", "ssm", "lambda"):
        made.client(service)


def _become(order: dict[str, Any]) -> None:
    """A process of its own: environment, folder, and output to whoever reads it."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.setsid()
    os.environ.clear()
    os.environ.update(order["environment"])
    time.tzset()
    os.chdir(order["root"])
    output = os.open(order["output"], os.O_WRONLY)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for target, source in ((0, nothing), (1, output), (2, output)):
        os.dup2(source, target)
    os.close(output)
    sys.stdin = open(0, closefd=False, encoding="utf-8")  # noqa: SIM115  # of a handle
    Path(order["pid"]).write_text(str(os.getpid()), encoding="ascii")


def invoke(order: dict[str, Any]) -> None:
    """Call the handler."""
    _shift[0] = order["offset"]
    sys.path.insert(0, order["root"])
    answer = Path(order["answer"])
    watch = threading.Timer(order["timeout"], _end, [answer, order])
    watch.daemon = True
    try:
        module, _, name = order["handler"].rpartition(".")
        handler = getattr(importlib.import_module(module.replace("/", ".")), name)
        context = Context(order["context"], order["timeout"])
        watch.start()
        found = {"value": json.dumps(handler(order["event"], context))}
    except BaseException as error:  # noqa: BLE001  # whatever ends a function is its answer
        found = {"error": json.dumps(_told(error, order))}
    watch.cancel()
    _write(answer, found)


def _replace_time() -> None:
    time.time = lambda: _real_time() + _shift[0]
    datetime.datetime = Datetime  # type: ignore[misc]  # that is the trick


def _end(answer: Path, order: dict[str, Any]) -> None:
    request = order["context"]["aws_request_id"]
    said = f"RequestId: {request} Error: Task timed out after {order['timeout']:.2f} seconds"
    _write(answer, {"error": json.dumps({"errorType": "Sandbox.Timedout", "errorMessage": said})})
    sys.stdout.flush()
    os._exit(1)


def _told(error: BaseException, order: dict[str, Any]) -> dict[str, Any]:
    frames = traceback.extract_tb(error.__traceback__)
    shown = traceback.format_list([one for one in frames if one.filename != __file__])
    return {
        "errorMessage": str(error),
        "errorType": type(error).__name__,
        "requestId": order["context"]["aws_request_id"],
        "stackTrace": [line.replace(order["root"], "/var/task") for line in shown],
    }


def _write(answer: Path, found: dict[str, str]) -> None:
    half = answer.with_suffix(".part")
    with contextlib.suppress(FileNotFoundError):
        half.write_text(json.dumps(found), encoding="utf-8")
        half.replace(answer)


if __name__ == "__main__":
    main()
