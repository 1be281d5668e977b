"""Simulated time moves only as told, and what falls due happens in order."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta, timezone
from functools import partial

import pytest

from generator.localaws.clock import START, Clock


class Real:
    """Real time that a test moves."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        """Seconds since whenever."""
        return self.seconds


def test_a_stopped_clock_stands_still() -> None:
    real = Real()
    clock = Clock(real)
    real.seconds += 3600
    clock.catch_up()

    assert START == clock.now()


def test_work_runs_in_order_of_its_moment_and_sees_it() -> None:
    clock = Clock()
    seen: list[tuple[str, float]] = []

    def note(name: str) -> None:
        seen.append((name, (clock.now() - START).total_seconds()))

    clock.later(20, lambda: note("late"))
    clock.later(10, lambda: note("first"))
    clock.later(10, lambda: note("second"))
    clock.later(99, lambda: note("never"))
    clock.advance(60)

    assert [("first", 10.0), ("second", 10.0), ("late", 20.0)] == seen
    assert START + timedelta(seconds=60) == clock.now()


def test_work_that_asks_for_more_work_gets_it_within_the_same_step() -> None:
    clock = Clock()
    seen: list[float] = []

    def again() -> None:
        seen.append((clock.now() - START).total_seconds())
        clock.later(10, again)

    clock.later(10, again)
    clock.advance(35)

    assert [10.0, 20.0, 30.0] == seen


def test_cancelled_work_does_not_run() -> None:
    clock = Clock()
    seen: list[str] = []
    clock.later(1, lambda: seen.append("cancelled")).cancel()
    kept = clock.later(2, lambda: seen.append("kept"))

    assert (kept,) == clock.pending()
    clock.advance(5)
    assert ["kept"] == seen


def test_a_moment_that_has_passed_is_now() -> None:
    clock = Clock()
    clock.advance(100)
    seen: list[float] = []
    clock.at(START, lambda: seen.append((clock.now() - START).total_seconds()))
    clock.advance(0)

    assert [100.0] == seen


def test_a_clock_with_a_speed_follows_real_time() -> None:
    real = Real()
    clock = Clock(real)
    clock.reset(speed=60)
    seen: list[str] = []
    clock.later(120, lambda: seen.append("due"))
    real.seconds += 1
    clock.catch_up()
    assert ([], START + timedelta(minutes=1)) == (seen, clock.now())

    clock.advance(30)
    real.seconds += 1
    clock.catch_up()
    assert (["due"], START + timedelta(seconds=150)) == (seen, clock.now())


def test_work_that_fails_leaves_the_clock_usable() -> None:
    clock = Clock()
    clock.later(1, lambda: 1 / 0)  # type: ignore[arg-type,return-value]
    clock.later(2, lambda: None)
    with pytest.raises(ZeroDivisionError):
        clock.advance(5)

    clock.advance(5)
    assert (START + timedelta(seconds=6), ()) == (clock.now(), clock.pending())


def test_work_cannot_move_time() -> None:
    clock = Clock()
    clock.later(1, lambda: clock.advance(1))

    with pytest.raises(RuntimeError, match="cannot be moved"):
        clock.advance(5)


def test_a_stopped_clock_waits_for_the_background_before_it_moves() -> None:
    """What a process found out is there at the moment it was started, however long it took."""
    clock = Clock()
    seen: list[float] = []
    free = threading.Event()

    def work() -> None:
        free.wait()
        clock.catch_up()
        clock.later(0, lambda: seen.append((clock.now() - START).total_seconds()))

    clock.later(10, lambda: clock.background(work))
    clock.later(10, free.set)
    free.set()
    clock.advance(60)

    assert [10.0] == seen


def test_waiting_for_a_stopped_clock_ends_at_once() -> None:
    clock = Clock()
    clock.wait(3600)

    assert START == clock.now()


def test_waiting_moves_with_the_speed() -> None:
    """Two real milliseconds of a clock that is a million times faster."""
    clock = Clock()
    clock.reset(speed=1_000_000)
    waiting = threading.Thread(target=clock.wait, args=(2000,))
    waiting.start()
    waiting.join()

    assert clock.now() >= START + timedelta(seconds=2000)


def test_work_that_falls_due_cannot_wait() -> None:
    clock = Clock()
    clock.later(1, lambda: clock.wait(1))

    with pytest.raises(RuntimeError, match="use later"):
        clock.advance(5)


def test_a_reset_forgets_what_was_due() -> None:
    clock = Clock()
    clock.later(1, lambda: 1 / 0)  # type: ignore[arg-type,return-value]
    clock.advance(0)
    clock.reset()
    clock.advance(5)

    assert START + timedelta(seconds=5) == clock.now()


def test_work_that_resets_ends_the_step() -> None:
    clock = Clock()
    clock.later(1, clock.reset)
    clock.advance(5)

    assert START == clock.now()


def test_time_is_told_in_utc_whatever_zone_a_moment_is_in() -> None:
    zone = timezone(timedelta(hours=5))
    seen: list[datetime] = []
    clock = Clock()
    clock.reset(START.astimezone(zone))
    clock.at((START + timedelta(seconds=9)).astimezone(zone), lambda: seen.append(clock.now()))
    assert (START, UTC) == (clock.now(), clock.now().tzinfo)

    clock.advance(10)

    assert [(START + timedelta(seconds=9), UTC)] == [(one, one.tzinfo) for one in seen]


def test_time_is_real_while_somebody_s_code_runs() -> None:
    """A function's own now would be long past for the API that it calls."""
    real = Real()
    clock = Clock(real)
    clock.reset(speed=3000)
    real.seconds += 1
    with clock.paced():
        clock.catch_up()
        real.seconds += 2
        clock.catch_up()
        inside = clock.now()
        real.seconds += 1
    clock.catch_up()
    after = clock.now()
    real.seconds += 1
    clock.catch_up()

    assert [2.0, 3003.0, 6003.0] == [
        (one - START).total_seconds() for one in (inside, after, clock.now())
    ]


def test_each_piece_of_code_begins_at_its_own_moment() -> None:
    """Also when both fell due in one long pause; what is left of that follows."""
    real = Real()
    clock = Clock(real)
    clock.reset(speed=3000)
    seen: list[float] = []
    ends = [threading.Event(), threading.Event()]

    def work(end: threading.Event) -> None:
        end.wait()
        clock.catch_up()
        clock.later(0, lambda: seen.append((clock.now() - START).total_seconds()))

    for number, end in enumerate(ends):
        begin = partial(clock.background, partial(work, end), "paced", paced=True)
        clock.later(1000 * (number + 1), begin)
    real.seconds += 1
    stops = []
    for end in ends:
        clock.catch_up()
        stops.append((clock.now() - START).total_seconds())
        end.set()
        [one.join() for one in threading.enumerate() if one.name == "paced"]
    clock.catch_up()

    assert ([1000.0, 2000.0], [1000.0, 2000.0], 3000.0) == (
        stops, seen, (clock.now() - START).total_seconds(),
    )  # fmt: skip


def test_time_that_is_moved_waits_for_code_at_any_speed() -> None:
    clock = Clock(Real())
    clock.reset(speed=60)
    seen: list[float] = []

    def work() -> None:
        clock.later(0, lambda: seen.append((clock.now() - START).total_seconds()))

    clock.later(10, lambda: clock.background(work, paced=True))
    clock.advance(60)

    assert [10.0] == seen
