"""Programs run to their end: what they write is told and kept, and limits end them."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path

import pytest

from generator.sandbox.limits import Limits
from generator.sandbox.program import Program, run
from generator.sandbox.tail import LONGEST, Tail
from generator.sandbox.unavailable import UnavailableError

ENVIRONMENT = {"PATH": "/usr/bin:/bin"}


def ran(script, *, stdin=b"", told=None, **settings):
    program = Program(["/bin/sh", "-c", script], stdin, ENVIRONMENT, **settings)
    return run(program, lambda *line: (told if told is not None else []).append(line))


def test_both_outputs_are_told_line_by_line_and_kept_whole():
    told = []
    result = ran("echo one; echo two; printf three >&2; exit 7", told=told)

    assert [("stdout", "one"), ("stdout", "two")] == [each for each in told if each[0] == "stdout"]
    assert ("stderr", "three") in told
    assert (7, "one\ntwo\n", "three", False) == (
        result.code,
        result.stdout,
        result.stderr,
        result.cut,
    )


def test_input_and_environment_are_what_is_given():
    result = ran("cat; env", stdin=b"given")

    assert result.stdout.startswith("given")
    assert {"PATH=/usr/bin:/bin"} == {
        line
        for line in result.stdout.removeprefix("given").splitlines()
        if not line.startswith(("PWD=", "SHLVL=", "_=", "OLDPWD="))
    }


def test_a_signal_is_told_as_shells_do():
    assert 137 == ran("kill -9 $$").code


def test_a_program_that_takes_too_long_is_ended_with_what_it_started():
    result = ran("sleep 60 & echo $!; wait", timeout=0.2)

    assert result.timed_out
    assert "" == result.ended
    assert _gone(int(result.stdout))


def _gone(pid):
    """Whether a process is over; it dies a moment after it was killed, and nobody may look."""
    state = Path(f"/proc/{pid}/stat")
    for _ in range(200):
        with suppress(FileNotFoundError, ProcessLookupError):
            if state.read_text().split()[2] not in "ZX":
                time.sleep(0.01)
                continue
        return True
    return False


def test_endless_output_ends_it_and_is_not_all_kept():
    told = []
    limits = Limits(kept=1000, lines=10, output=1_000_000)
    result = ran("yes", told=told, limits=limits)

    assert "more than 0.953674 MiB of output" == result.ended
    assert (True, 1000, 10) == (result.cut, len(result.stdout), len(told))


def test_a_complaint_ends_it():
    assert "enough" == ran("sleep 60", complaint=lambda: "enough").ended


def test_what_cannot_be_started_is_told():
    with pytest.raises(UnavailableError, match="cannot start /nonesuch"):
        run(Program(["/nonesuch"]), lambda *_: None)


def test_a_line_without_end_is_told_in_pieces_and_odd_bytes_are_replaced():
    told = []
    tail = Tail("stdout", lambda _, line: told.append(line), 100_000, 100)
    tail.add(b"x" * (LONGEST + 1))
    tail.add(b"\xff\r\nlast")

    assert "x" * (LONGEST + 1) + "\ufffd\r\nlast" == tail.end()
    assert ["x" * LONGEST, "x\ufffd", "last"] == told
