"""Cron against two oracles: a slow reading of the text, and the library aws-croniter."""

import re
from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from aws_croniter import AwsCroniter
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from generator.payload.schedule_expression import ExpressionError, parse

MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
WEEKDAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]
HORIZON = 500
"""Days that the slow oracle looks ahead."""


def numbers(low, high, names=()):
    """One value, by number, or by name in any case."""
    number = st.integers(low, high).map(str)
    return st.one_of(number, st.sampled_from([*names, *map(str.lower, names)])) if names else number


def lists(low, high, names=(), step=None):
    """`*`, or up to three values, ranges (wrapped ones too) and steps."""
    value = numbers(low, high, names)
    span = st.tuples(value, value).map("-".join)
    entries = [value, span]
    if step:
        bases = st.one_of(st.just("*"), value, span)
        entries.append(st.tuples(bases, st.integers(1, step).map(str)).map("/".join))
    return st.one_of(
        st.just("*"), st.lists(st.one_of(entries), min_size=1, max_size=3).map(",".join)
    )


def years(draw_steps):
    """Years near the present; ranges run forwards."""
    near = st.integers(2024, 2032)
    spans = st.tuples(near, st.integers(0, 9)).map(lambda pair: f"{pair[0]}-{sum(pair)}")
    steps = st.builds("{}/{}".format, st.integers(1970, 2030), st.integers(1, 229))
    return st.one_of(st.just("*"), near.map(str), spans, *([steps] if draw_steps else []))


weekday = numbers(1, 7, WEEKDAYS)
last_days = st.one_of(st.just("L"), st.integers(1, 30).map("L-{}".format))
nearest = st.integers(1, 31).map("{}W".format)
nth = st.tuples(weekday, numbers(1, 5)).map("#".join)
nth_list = st.tuples(nth, numbers(1, 5)).map(",".join)
last_weekdays = weekday.map("{}L".format)
days_of_month = st.one_of(lists(1, 31, step=31), last_days, nearest)
days_of_week = st.one_of(lists(1, 7, WEEKDAYS), nth, last_weekdays)


def crons(of_month, of_week, year):
    """Six fields; one of the two day fields is `?`."""
    days = st.one_of(of_month.map(lambda text: (text, "?")), of_week.map(lambda text: ("?", text)))
    times = st.tuples(lists(0, 59, step=59), lists(0, 23, step=23))
    months = lists(1, 12, MONTHS, step=12)
    return st.tuples(times, days, months, year).map(
        lambda parts: " ".join([*parts[0], parts[1][0], parts[2], parts[1][1], parts[3]])
    )


every_cron = crons(
    st.one_of(days_of_month, st.just("LW")),
    st.one_of(days_of_week, nth_list, st.just("L")),
    years(draw_steps=True),
)
common_cron = crons(days_of_month, days_of_week, years(draw_steps=False))
moments = st.datetimes(datetime(2023, 1, 1), datetime(2031, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 # hypothesis wants them naive


def named(text):
    """Names as numbers."""
    for names in (MONTHS, WEEKDAYS):
        for number, name in enumerate(names, 1):
            text = text.replace(name, str(number))
    return text


def allows(text, value, low, high):
    """Whether a list of values, ranges and steps has the value: count up and see."""
    for entry in named(text.upper()).split(","):
        base, _, step = entry.partition("/")
        first, _, last = base.replace("*", f"{low}-{high}").partition("-")
        current, end = int(first), int(last or (high if step else first))
        steps = 0
        while True:
            if current == value and steps % int(step or 1) == 0:
                return True
            if current == end:
                break
            current, steps = (low if current == high else current + 1), steps + 1
    return False


def weekdays_like(day):
    """The days of the month that share the weekday of this one."""
    days = range(1, monthrange(day.year, day.month)[1] + 1)
    return [other for other in days if (other - day.day) % 7 == 0]


def aws_weekday(day):
    return day.isoweekday() % 7 + 1


def nearest_weekday(year, month, wanted):
    length = monthrange(year, month)[1]
    if wanted > length:
        return None
    working = [d for d in range(1, length + 1) if date(year, month, d).isoweekday() < 6]
    return min(working, key=lambda d: abs(d - wanted))


def allows_day_of_month(text, day):
    length = monthrange(day.year, day.month)[1]
    if text == "LW":
        return day.day == nearest_weekday(day.year, day.month, length)
    if text.startswith("L"):
        return day.day == length - int(text[2:] or 0)
    if text.endswith("W"):
        return day.day == nearest_weekday(day.year, day.month, int(text[:-1]))
    return allows(text, day.day, 1, 31)


def allows_day_of_week(text, day):
    text = named(text.upper())
    if "#" in text:
        wanted, weeks = text.split("#")
        week = weekdays_like(day).index(day.day) + 1
        return aws_weekday(day) == int(wanted) and str(week) in weeks.split(",")
    if text == "L":
        return aws_weekday(day) == 7
    if text.endswith("L"):
        return aws_weekday(day) == int(text[:-1]) and day.day == weekdays_like(day)[-1]
    return allows(text, aws_weekday(day), 1, 7)


def allows_date(fields, day):
    _, _, of_month, month, of_week, year = fields.split()
    return (
        allows(year, day.year, 1970, 2199)
        and allows(month, day.month, 1, 12)
        and (of_month == "?" or allows_day_of_month(of_month, day))
        and (of_week == "?" or allows_day_of_week(of_week, day))
    )


def allowed_clocks(fields):
    minute, hour, *_ = fields.split()
    minutes = [m for m in range(60) if allows(minute, m, 0, 59)]
    return [(h, m) for h in range(24) if allows(hour, h, 0, 23) for m in minutes]


def slow_next(fields, moment):
    """The next firing within the horizon, by trying every day and every minute."""
    clocks = allowed_clocks(fields)
    for ahead in range(HORIZON):
        day = moment.date() + timedelta(days=ahead)
        if allows_date(fields, day):
            for hour, minute in clocks:
                candidate = datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)
                if candidate > moment:
                    return candidate
    return None


@settings(max_examples=200, deadline=None)
@given(every_cron, moments)
@example("0 0 LW * ? *", datetime(2026, 11, 22, tzinfo=UTC))
@example("50-10/7 22-2/3 28-3 NOV-FEB/2 ? *", datetime(2026, 11, 22, tzinfo=UTC))
def test_next_firing_is_what_a_slow_reading_finds(fields, moment):
    expected = slow_next(fields, moment)
    actual = parse(f"cron({fields})").after(moment, UTC)

    if expected is None:
        beyond = moment.date() + timedelta(days=HORIZON)
        assert actual is None or actual.date() >= beyond
    else:
        assert expected == actual


@settings(max_examples=200, deadline=None)
@given(common_cron, moments)
def test_next_three_firings_are_those_of_aws_croniter(fields, moment):
    """But for what that library lacks.

    It has no bare L in day-of-week, no LW, no list after #, no steps of years, and it gives
    up (None) after ten tries, so on a 29 February far away.
    """
    expected = AwsCroniter(fields).get_next(moment, 3)
    assume(None not in expected)

    schedule, actual = parse(f"cron({fields})"), [moment]
    for _ in expected:
        actual.append(schedule.after(actual[-1], UTC))
    assert expected == actual[1:]


CLOCK_CHANGES = [
    ("Europe/Berlin", "2027-03-28"),
    ("Europe/Berlin", "2027-10-31"),
    ("America/New_York", "2026-11-01"),
    ("Australia/Lord_Howe", "2027-04-04"),
    ("Africa/Cairo", "2026-04-24"),
]


@cache
def shown_minutes(zone, day):
    """A day and a half from noon the day before: minutes in UTC and as the clocks show them."""
    start = datetime.fromisoformat(f"{day}T12:00:00+00:00") - timedelta(days=1)
    minutes = [start + timedelta(minutes=count) for count in range(36 * 60)]
    return [(minute, minute.astimezone(ZoneInfo(zone))) for minute in minutes]


@pytest.mark.parametrize(("zone", "day"), CLOCK_CHANGES)
@settings(max_examples=15, deadline=None)
@given(times=st.tuples(lists(0, 59, step=59), lists(0, 23, step=23)))
def test_firings_around_clock_changes(zone, day, times):
    """Each minute that the clocks show for the first time, and that the fields allow."""
    (start, _), *shown = shown_minutes(zone, day)
    allowed = set(allowed_clocks(" ".join(times)))
    expected = [m for m, wall in shown if not wall.fold and (wall.hour, wall.minute) in allowed]

    schedule, actual, moment = parse(f"cron({' '.join(times)} * * ? *)"), [], start
    while (moment := schedule.after(moment, ZoneInfo(zone))) and moment <= shown[-1][0]:
        actual.append(moment.astimezone(UTC))
    assert expected == actual


@settings(max_examples=200, deadline=None)
@given(every_cron)
def test_every_schedule_has_words(fields):
    words = parse(f"cron({fields})").words()

    assert re.fullmatch(r"(at|every) [\w:,# ]+\w", words), words
    assert "  " not in words


PARTS = [*"()*?LW#/-,01 .٣é\t", "cron(", "rate(", "31", "2199", "SUN", "mon", "JAN", "days", "week"]
noise = st.lists(st.sampled_from(PARTS), max_size=25).map("".join)


@st.composite
def damaged(draw):
    """A valid expression with one stretch replaced."""
    text = f"cron({draw(every_cron)})"
    start = draw(st.integers(0, len(text)))
    end = draw(st.integers(start, min(len(text), start + 4)))
    return text[:start] + draw(st.one_of(noise, st.text(max_size=3))) + text[end:]


def refusal_of(text):
    try:
        parse(text)
    except ExpressionError as error:
        return error
    return None


@settings(max_examples=300, deadline=None)
@given(st.one_of(damaged(), noise, noise.map("cron({})".format), st.text(max_size=40)))
@example("cron(*/0090 * * * ? *)")
def test_any_text_is_understood_or_refused_with_a_place_and_a_working_proposal(text):
    if error := refusal_of(text):
        proposals = re.findall(r"write ((?:cron|rate)\([^()]*\))", error.hint)

        assert 0 <= error.start < error.end <= len(text) + 1
        assert (error.message + error.hint).isprintable()
        assert [None] * len(proposals) == [refusal_of(proposal) for proposal in proposals]
