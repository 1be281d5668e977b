"""Several at a time, and all of them stopped at once."""

from __future__ import annotations

import threading

import pytest

from generator.deploy.together import MOST, Stop, together


def test_results_come_in_the_order_of_the_jobs() -> None:
    gate = threading.Event()

    def late() -> str:
        gate.wait(5)
        return "late"

    def early() -> str:
        gate.set()
        return "early"

    assert ["late", "early"] == together([late, early], Stop())


def test_a_single_job_runs_in_this_thread() -> None:
    assert [threading.get_ident()] == together([threading.get_ident], Stop())


def test_who_sleeps_hears_of_the_stop_once_and_can_clean_up() -> None:
    stop, heard = Stop(), []

    def work() -> None:
        try:
            stop.sleep(60)
        except KeyboardInterrupt:
            stop.sleep(0)
            heard.append("cleaned up")

    thread = threading.Thread(target=work)
    thread.start()
    stop.ask()
    thread.join(5)

    assert ["cleaned up"] == heard
    stop.sleep(0)  # whoever asked knows


def test_a_bug_in_one_comes_out_when_all_are_done() -> None:
    done = []

    def broken() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        together([broken, lambda: done.append(1)], Stop())

    assert [1] == done


def test_what_waits_for_a_thread_is_stopped_as_well() -> None:
    """A thread that heard of the stop in one job hears of it again in the next."""
    stop, begun, all_busy = Stop(), [], threading.Barrier(MOST + 1)

    def first() -> None:
        all_busy.wait(5)
        stop.sleep(5)

    def waiting() -> None:
        stop.sleep(0)
        begun.append("a change after Ctrl-C")

    def interrupt() -> None:
        all_busy.wait(5)
        stop.ask()

    user = threading.Thread(target=interrupt)
    user.start()
    with pytest.raises(KeyboardInterrupt):
        together([*[first] * MOST, waiting], stop)
    user.join(5)

    assert [] == begun
