"""Lengths of time as people say them."""

from __future__ import annotations

import pytest

from generator.present.columns import columns
from generator.present.elapsed import age, clock, spell


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (-3, "0 s"),
        (0.4, "0 s"),
        (12, "12 s"),
        (60, "1 min"),
        (130, "2 min 10 s"),
        (3600, "1 h"),
        (3900, "1 h 5 min"),
        (3605, "1 h"),
        (86400, "1 day"),
        (3 * 86400 + 4 * 3600, "3 days 4 h"),
    ],
)
def test_how_long_something_took(seconds: float, said: str) -> None:
    assert said == spell(seconds)


@pytest.mark.parametrize(
    ("seconds", "said"), [(-1, "0:00"), (9, "0:09"), (130, "2:10"), (3900, "1:05:00")]
)
def test_time_since_a_beginning(seconds: float, said: str) -> None:
    assert said == clock(seconds)


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(-9, "just now"), (59, "just now"), (61, "1 min"), (7300, "2 h"), (90000, "1 day")],
)
def test_how_old_something_is(seconds: float, said: str) -> None:
    assert said == age(seconds)


def test_columns_are_as_wide_as_their_widest_cell() -> None:
    assert ["  a    bb", "  ccc"] == list(columns([("a", "bb"), ("ccc", "")], "  "))
