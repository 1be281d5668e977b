"""A process that has boto3 loaded already, and forks for every invocation.

Loading boto3 takes longer than most functions do. The parent of all invocations loads it once,
runs no foreign code itself, and ends when this program does. Where there is no fork (Windows),
every invocation starts from nothing: see `process`.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import IO, Any

BOOTSTRAP = Path(__file__).with_name("bootstrap.py")
COMMAND = (sys.executable, "-I", "-X", "utf8", str(BOOTSTRAP))


@dataclass(slots=True)
class Warm:
    """That process, started when first needed."""

    _process: subprocess.Popen[bytes] | None = None

    def send(self, order: dict[str, Any]) -> None:
        """Have it fork for an order. Raises OSError when it is gone."""
        with _SENDING:
            pipe = self._pipe()
            pipe.write(json.dumps(order).encode() + b"\n")
            pipe.flush()

    def stop(self) -> None:
        """End it; what it forked ends by itself."""
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()
            self._process.wait()
            self._process = None

    def _pipe(self) -> IO[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._process = subprocess.Popen(  # this Python
                [*COMMAND, "--fork"],
                stdin=subprocess.PIPE,
                env={"PATH": os.defpath, "AWS_EC2_METADATA_DISABLED": "true"},
                cwd="/",
            )
            atexit.register(self.stop)
        assert self._process.stdin is not None  # noqa: S101  # it was asked for
        return self._process.stdin


_SENDING = Lock()
warm = Warm()
"""The one of this process."""
