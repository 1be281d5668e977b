"""One task for many files."""

from __future__ import annotations

import os
import signal

import pytest

from generator.cli.sharing import TaskError, WorkerKilledError, results, slim, together
from generator.errors import OutputError, UnreadableError
from generator.findings import Finding, Location, Report, Severity, Span

MANY = tuple("abcdefgh")
HERE = os.getpid()


def upper(file):
    return file.upper()


def unreadable_when_d(file):
    if file == "d":
        raise UnreadableError("no d", "find it")
    return file


def refuse_d(file):
    if file == "d":
        raise OutputError("no room", "make some")
    return file


def fail_at_d(file):
    if file == "d":
        raise ZeroDivisionError("at d")
    return file


def die_at_d(file):
    if file == "d" and os.getpid() != HERE:
        os.kill(os.getpid(), signal.SIGKILL)
    return file


@pytest.fixture(params=["alone", "shared"], autouse=True)
def cores(request, monkeypatch):
    """On one core and on two, whatever this machine has."""
    number = 1 if request.param == "alone" else 2
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(number)))
    monkeypatch.setattr("generator.crew.forks", lambda: True)
    return number


def test_results_come_in_order():
    assert results(upper, MANY) == (list("ABCDEFGH"), [])
    assert results(upper, ()) == ([], [])


def test_an_unreadable_file_does_not_stop_the_others():
    found, (error,) = results(unreadable_when_d, MANY)

    assert found == list("abcefgh")
    assert (error.message, error.hint) == ("no d", "find it")


def test_another_error_of_ours_comes_through_whole():
    with pytest.raises(OutputError) as caught:
        results(refuse_d, MANY)

    assert (caught.value.message, caught.value.hint) == ("no room", "make some")


def test_a_bug_brings_its_traceback_along():
    with pytest.raises(TaskError, match=r"in fail_at_d\n(.|\n)*ZeroDivisionError: at d"):
        results(fail_at_d, MANY)


def test_a_killed_worker_is_the_machine_s_fault(cores):
    if cores == 1:
        assert results(die_at_d, MANY) == (list(MANY), [])
        return
    with pytest.raises(WorkerKilledError, match="a worker process was killed"):
        results(die_at_d, MANY)


def finding(file):
    place = Location(file, Span(1, 1, 1, 2))
    return Finding("AF999", Severity.ERROR, "m", location=place)


def test_texts_are_kept_of_files_with_findings_only():
    quiet, loud = Report((), {"a": "long"}), Report((finding("b"),), {"b": "text"})

    assert slim(quiet) == Report((), {"a": ""})
    assert slim(loud) == loud


def test_reports_are_put_together_in_reading_order_and_each_finding_once():
    one, two = Report((finding("b"),), {"b": "text"}), Report((finding("a"),), {"a": "x"})

    whole = together([one, two, Report((finding("b"),), {"b": ""})])

    assert [each.location.file for each in whole.findings] == ["a", "b"]
    assert whole.sources == {"a": "x", "b": "text"}
