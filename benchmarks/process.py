"""Times whole processes: start-up and imports included, as a user waits for them."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from statistics import median
from typing import NamedTuple

# As on a user's machine, where Python keeps the bytecode of what it has imported.
_AS_INSTALLED = {key: value for key, value in os.environ.items() if "BYTECODE" not in key}


class Cost(NamedTuple):
    """What one run took."""

    wall: float
    """Seconds."""
    cpu: float
    """Seconds, of the process and its children."""
    peak: float
    """MiB, of the largest single process."""


def once(command: list[str]) -> Cost:
    """Run a command and ask the system what it took; its output is thrown away."""
    start = time.perf_counter()
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=_AS_INSTALLED
    )
    said = process.stderr.read() if process.stderr else b""
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - start
    if process.returncode != 0:
        sys.exit(f"{command} ended with {process.returncode}\n{said.decode()}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def compare(commands: dict[str, list[str]], rounds: int) -> dict[str, Cost]:
    """The median cost of each, run in turns so that drift hits all alike, after a warm-up."""
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    for number in range(rounds + 1):
        for name, command in commands.items():
            cost = once(command)
            if number:
                costs[name].append(cost)
    return {
        name: Cost(*(median(column) for column in zip(*runs, strict=True)))
        for name, runs in costs.items()
    }


def show(costs: dict[str, Cost], floor: str) -> None:
    """A row each, with the ratio of wall times to the floor's."""
    for name, cost in costs.items():
        ratio = cost.wall / costs[floor].wall
        print(
            f"  {name:<34} {cost.wall * 1000:8.0f} ms {ratio:6.2f} x"
            f" {cost.cpu * 1000:8.0f} ms cpu {cost.peak:6.0f} MiB"
        )
