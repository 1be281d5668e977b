"""Rehearsal: what a step costs beyond what it does, and what a machine costs.

    python -m benchmarks.rehearse      (from the top of the repository)

A document of so many steps, each of which is the command `true`, on bubblewrap over this host's
own /. The floor is the same commands run by bash without any machine. Needs root and bwrap.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from statistics import median

from generator.awstoe.check import check
from generator.ports.machine import Command
from generator.rehearse.model import Use
from generator.rehearse.run import rehearse
from generator.sandbox.choose import HOST, Order, Sandbox, choose
from generator.sandbox.limits import Deadline, Limits
from generator.sandbox.unavailable import UnavailableError

STEPS = 50
ROUNDS = 5
STEP = "      - {{name: S{n}, action: ExecuteBash, inputs: {{commands: ['true']}}}}\n"
HEAD = "name: steps\nschemaVersion: 1.0\nphases:\n  - name: build\n    steps:\n"


def main() -> None:
    try:
        machines().close()
    except UnavailableError as error:
        print(f"rehearse: left out, {error.message}")
        return
    ways: dict[str, Callable[[], None]] = {
        "bash alone": by_bash,
        "run on a machine": on_a_machine,
        "step of a rehearsal": by_rehearsal,
    }
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, way in ways.items():
            taken[name].append(seconds(way))
    floor = median(taken["bash alone"])
    print(f"rehearse, {STEPS} steps of the command true, median of {ROUNDS}")
    for name, times in taken.items():
        each = median(times) / STEPS * 1000
        print(f"  {name:<22} {each:7.2f} ms a step  {median(times) / floor:6.1f} x")
    print(f"  {'making a machine':<22} {median(map(seconds, [make] * ROUNDS)) * 1000:7.2f} ms")


def seconds(way: Callable[[], None]) -> float:
    start = time.perf_counter()
    way()
    return time.perf_counter() - start


def machines() -> Sandbox:
    order = Order(Limits(), Deadline(time.monotonic), "bwrap", HOST)
    return choose(order, lambda _note: None)


def make() -> None:
    machines().close()


def by_bash() -> None:
    for _ in range(STEPS):
        subprocess.run(["bash", "-c", "true"], check=True)


def on_a_machine() -> None:
    made = machines()
    machine = made.make()
    for _ in range(STEPS):
        assert machine.run(Command(["bash", "-c", "true"]), lambda *_: None).code == 0
    made.close()


def by_rehearsal() -> None:
    text = HEAD + "".join(STEP.format(n=n) for n in range(STEPS))
    document = check("steps.yaml", text.encode()).document
    assert document is not None
    made = machines()
    use = Use("steps", "steps.yaml", text, document)
    result = rehearse([use], made, lambda _event: None, now=partial(datetime.now, UTC))
    made.close()
    assert result.passed


if __name__ == "__main__":
    sys.exit(main())
