"""A run that is killed, at any moment, leaves each template old or new and never torn.

Killing needs processes to kill, and starting Python each time would take minutes: this file,
run as a program, starts once and forks a run for each death.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import random
import select
import signal
import subprocess
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path
from time import perf_counter

import pytest

ROOT = Path(__file__).parent.parent.parent
RUNS = 40
PAYLOADS = ("api.yaml", "web.yaml")
TARGETS = (*PAYLOADS, "AmiFactory.yml")
IMAGE = """\
amis:
  - {{imageName: {name}, sourceImage: {source}, schedule: cron(0 4 ? * SUN *)}}
"""
"""Scheduled, so that it is in the classic engine's template as well."""
STEPS = frozenset(
    """open os.mkdir os.rename os.remove os.rmdir os.chmod os.listdir os.scandir fcntl.flock
    shutil.rmtree tempfile.mkdtemp""".split()  # noqa: SIM905  # reads better than quotes
)
"""What Python announces before it touches the file system (PEP 578)."""

Texts = dict[str, tuple[str, ...]]


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    """Two folders with payloads of the same names that make different templates."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    for folder, image in (("one", "ami-0123456789abcdef0"), ("two", "ami-0fedcba9876543210")):
        (tmp_path / folder).mkdir()
        for name in PAYLOADS:
            text = IMAGE.format(name=name.removesuffix(".yaml"), source=image)
            (tmp_path / folder / name).write_text(text)
    return tmp_path


def experiment(name):
    """Run this file as a program; what it saw."""
    said = subprocess.run(
        [sys.executable, __file__, name], capture_output=True, text=True, check=True
    )
    return json.loads(said.stdout)


def test_killed_at_random_moments():
    seen = experiment("random")

    assert seen["torn"] == []
    assert len(seen["leftovers"]) == RUNS
    assert any(seen["leftovers"])
    assert set(seen["found"]) == {"one", "two"}


def test_killed_before_every_single_step():
    """From the first file it opens to the last folder it removes."""
    seen = experiment("stepwise")

    assert seen["torn"] == []
    assert seen["unswept"] == []
    assert len(seen["leftovers"]) > 10
    assert any(seen["leftovers"])
    assert set(seen["found"]) == {"one", "two"}


def generate(folder: str) -> int:
    from generator.cli.door import run

    return run(["generate", *(f"{folder}/{name}" for name in PAYLOADS)])


def forked(work: Callable[[], object]) -> int:
    """Start the work in a process of its own, silently."""
    process = os.fork()
    if process == 0:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        work()
        os._exit(0)
    return process


def texts() -> Texts:
    """What each folder's payloads become; made here, so that all forks begin warm."""
    made = {}
    for folder in ("one", "two"):
        with contextlib.redirect_stdout(io.StringIO()):
            generate(folder)
        made[folder] = tuple(Path("output", name).read_text() for name in TARGETS)
    return made


def leftovers() -> list[str]:
    return [path.name for path in Path("output").iterdir() if path.name not in TARGETS]


def look(whole: Texts, seen: dict[str, list[object]]) -> None:
    """Note for each template whose text it has, and what else lies there."""
    for position, name in enumerate(TARGETS):
        text = Path("output", name).read_text()
        owners = [folder for folder, made in whole.items() if made[position] == text]
        seen["found" if owners else "torn"] += owners or [text]
    seen["leftovers"].append(len(leftovers()))


def at_random_moments(whole: Texts, seen: dict[str, list[object]]) -> None:
    """Kill a process that generates one and two in turn."""
    moments = random.Random(7)  # noqa: S311  # moments, not secrets
    start = perf_counter()
    os.waitpid(forked(lambda: generate("one")), 0)
    longest = 3 * (perf_counter() - start)  # some turns, however slow the machine
    for _ in range(RUNS):
        process = forked(lambda: [generate(("one", "two")[turn % 2]) for turn in count()])
        select.select([], [], [], moments.uniform(0, longest))
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        look(whole, seen)


def step_by_step(whole: Texts, seen: dict[str, list[object]]) -> None:
    """Kill the n-th run before its n-th step, until one comes through."""
    for step in count(1):
        os.waitpid(forked(lambda: generate("one")), 0)
        seen["unswept"] += leftovers()
        _, status = os.waitpid(forked(lambda: dying_at(step)), 0)  # noqa: B023  # ended by now
        look(whole, seen)
        if status == 0:
            return


def dying_at(step: int) -> None:
    steps = count(1)

    def watch(event: str, _arguments: tuple[object, ...]) -> None:
        if event in STEPS and next(steps) == step:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)
    generate("two")


def main() -> None:
    """Run the experiment that is named, in the current folder; print what was seen."""
    seen: dict[str, list[object]] = {"found": [], "torn": [], "leftovers": [], "unswept": []}
    work = {"random": at_random_moments, "stepwise": step_by_step}[sys.argv[1]]
    work(texts(), seen)
    print(json.dumps(seen))  # noqa: T201  # for the test that started it


if __name__ == "__main__":
    main()
