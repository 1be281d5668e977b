"""Worker processes: order, failures, and that none is ever left behind."""

from __future__ import annotations

import math
import multiprocessing
import operator
import os
import signal
import subprocess
import sys
import time
from itertools import count
from pathlib import Path

import pytest

from generator import crew

REPO = Path(__file__).resolve().parents[3]


def test_answers_come_in_the_order_of_the_items():
    assert list(crew.in_order(operator.neg, range(100), 3)) == [-n for n in range(100)]


@pytest.mark.parametrize(
    ("threads", "forks"),
    [("", True), ("threading.Thread(target=threading.Event().wait, daemon=True).start()", False)],
    ids=["fork", "spawn"],
)
def test_a_second_thread_changes_only_how_workers_start(threads, forks):
    """A lock that another thread holds would stay locked in a forked worker for ever."""
    code = f"{threads}\nprint(crew.forks(), list(crew.in_order(operator.neg, range(5), 2)))"
    out, errors = start(code).communicate(timeout=60)
    assert errors == ""
    assert out == f"{forks} [0, -1, -2, -3, -4]\n"


def test_what_the_task_raises_is_raised_here():
    answers = crew.in_order(math.sqrt, [4.0, -1.0], 1)
    assert next(answers) == 2.0
    with pytest.raises(ValueError, match="math domain error"):
        next(answers)


def test_what_the_items_raise_gets_through():
    def items():
        yield 1
        raise EOFError("the caller's own")

    with pytest.raises(EOFError, match="the caller's own"):
        list(crew.in_order(operator.neg, items(), 2))
    assert multiprocessing.active_children() == []


def test_a_worker_that_ends_is_missed():
    with pytest.raises(crew.WorkerLostError):
        list(crew.in_order(os._exit, [0, 0, 0], 2))
    assert multiprocessing.active_children() == []


def at_leisure(item):
    """Long enough that a worker which the system lets wait does not see hundreds done meanwhile."""
    time.sleep(0.1)
    return -item


def test_items_are_taken_when_a_worker_is_free():
    items = count()
    answers = crew.in_order(at_leisure, items, 2)
    assert next(answers) == 0
    answers.close()
    assert next(items) < 10
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize(
    ("send", "how"),
    [
        (os.killpg, signal.SIGINT),
        (os.kill, signal.SIGINT),
        (os.kill, signal.SIGTERM),
        (os.kill, signal.SIGKILL),
    ],
    ids=["ctrl-c", "sigint", "sigterm", "sigkill"],
)
def test_no_worker_outlives_its_caller(send, how):
    """The workers hold the pipes open, so reading to the end waits for the last of them."""
    code = """
for answer in crew.in_order(operator.neg, itertools.count(), 2):
    if answer == -2:
        print(len(multiprocessing.active_children()), flush=True)
"""
    process = start(code)
    assert process.stdout.readline() == "2\n"
    send(process.pid, how)
    process.communicate(timeout=60)
    assert process.returncode == -how


def start(code):
    imports = "import itertools, multiprocessing, operator, threading\n"
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-c", f"{imports}from generator import crew\n{code}"],
        env={**os.environ, "PYTHONPATH": str(REPO)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
