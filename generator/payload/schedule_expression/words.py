"""A cron expression in plain English, from its values, so equal schedules read the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from generator.payload.schedule_expression.days import (
    FIRST_YEAR,
    LAST_YEAR,
    DayRule,
    DaysOfMonth,
    DaysOfWeek,
    LastDay,
    LastOfWeekday,
    LastWeekday,
    NearestWeekday,
    NthWeekday,
)
from generator.payload.schedule_expression.names import MONTHS, WEEKDAYS

if TYPE_CHECKING:
    from generator.payload.schedule_expression.cron import Cron

CLOCK_TIMES = 8
"""So many times of day are listed; more are described."""
WEEKS = ("first", "second", "third", "fourth", "fifth")

Runs = list[list[int]]
"""Stretches of consecutive values."""


def describe(cron: Cron) -> str:
    """The whole schedule, such as "at 02:30 on the first Monday of each month"."""
    dates = " ".join(part for part in (_dates(cron), _years(cron.years)) if part)
    if len(cron.hours) < 24 and len(cron.hours) * len(cron.minutes) <= CLOCK_TIMES:
        return f"at {_clock_times(cron.minutes, cron.hours)} {dates}"
    pace = _pace(cron.minutes, cron.hours)
    return f"{pace}, {dates}" if dates else pace


def _clock_times(minutes: Sequence[int], hours: Sequence[int]) -> str:
    return _list(f"{hour:02}:{minute:02}" for hour in hours for minute in minutes)


def _pace(minutes: Sequence[int], hours: Sequence[int]) -> str:
    pace = _minutes(minutes)
    if len(hours) == 24:
        return pace if pace.startswith("every") else f"{pace} of every hour"
    return f"{pace} of {_hours(hours)}"


def _minutes(minutes: Sequence[int]) -> str:
    if len(minutes) == 60:
        return "every minute"
    if step := _round_the_clock(minutes, 60):
        return f"every {step} minutes"
    return "at " + _numbered("minute", minutes, 60)


def _hours(hours: Sequence[int]) -> str:
    if step := _round_the_clock(hours, 24):
        return f"every {_ordinal(step)} hour"
    return _numbered("hour", hours, 24)


def _numbered(noun: str, values: Sequence[int], size: int) -> str:
    if step := _step(values):
        return f"every {_ordinal(step)} {noun} from {values[0]} to {values[-1]}"
    plural = "s" * (len(values) > 1)
    return f"{noun}{plural} {_spans(_joined(_runs(values), size), str)}"


def _dates(cron: Cron) -> str:
    weekly = _every(cron.days)
    if not weekly:
        return f"{_on(cron.days)} of {_of_months(cron)}"
    days = "" if weekly == "every day" and len(cron.hours) == 24 else weekly
    return f"{days} {_in_months(cron.months)}".strip()


def _in_months(months: Sequence[int]) -> str:
    if len(months) == len(MONTHS):
        return ""
    runs = _joined(_runs(months), len(MONTHS))
    return ("from " if _lone_stretch(runs) else "in ") + _spans(runs, _month)


def _of_months(cron: Cron) -> str:
    """Says so when a month may be passed over, as short ones are for the 31st."""
    if len(cron.months) == len(MONTHS):
        rare = any(not cron.days.in_month(first_weekday, 28) for first_weekday in range(1, 8))
        return "each month that has one" if rare else "each month"
    runs = _joined(_runs(cron.months), len(MONTHS))
    return ("each month from " if _lone_stretch(runs) else "") + _spans(runs, _month)


def _every(rule: DayRule) -> str:
    """The days that come round every week, or nothing for those that belong to a month."""
    match rule:
        case DaysOfMonth(days) if len(days) == 31:
            return "every day"
        case DaysOfWeek(weekdays) if len(weekdays) == len(WEEKDAYS):
            return "every day"
        case DaysOfWeek(weekdays):
            runs = _joined(_runs(weekdays), len(WEEKDAYS))
            return ("every day from " if _lone_stretch(runs) else "every ") + _spans(runs, _weekday)
    return ""


def _on(rule: DayRule) -> str:
    match rule:
        case DaysOfMonth(days):
            return "on " + _days_of_month(days)
        case NearestWeekday(day):
            which = f"weekday nearest the {_ordinal(day)}"
        case NthWeekday(weekday, weeks):
            which = f"{_list(WEEKS[week - 1] for week in weeks)} {_weekday(weekday)}"
        case LastOfWeekday(weekday):
            which = f"last {_weekday(weekday)}"
        case LastDay(before) if before:
            which = f"{_ordinal(before) + ' ' if before > 1 else ''}day before the last day"
        case _:
            which = "last weekday" if isinstance(rule, LastWeekday) else "last day"
    return f"on the {which}"


def _days_of_month(days: Sequence[int]) -> str:
    if step := _step(days):
        return (
            f"every {_ordinal(step)} day from the {_ordinal(days[0])} to the {_ordinal(days[-1])}"
        )
    return "the " + _spans(_runs(days), _ordinal)


def _years(years: Sequence[int]) -> str:
    if len(years) == LAST_YEAR - FIRST_YEAR + 1:
        return ""
    if step := _step(years):
        return f"every {_ordinal(step)} year from {years[0]} to {years[-1]}"
    runs = _runs(years)
    return ("from " if _lone_stretch(runs) else "in ") + _spans(runs, str)


def _step(values: Sequence[int]) -> int:
    """The even distance between four values or more, 0 when there is none above 1."""
    distances = {after - before for before, after in pairwise(values)}
    distance = distances.pop() if len(distances) == 1 else 0
    return distance if len(values) > 3 and distance > 1 else 0


def _round_the_clock(values: Sequence[int], size: int) -> int:
    """The step of values that divide the whole clock evenly from 0, else 0."""
    step = size // len(values)
    even = len(values) > 1 and step > 1 and tuple(values) == tuple(range(0, size, step))
    return step if even else 0


def _runs(values: Sequence[int]) -> Runs:
    runs: Runs = []
    for value in values:
        if runs and runs[-1][-1] == value - 1:
            runs[-1].append(value)
        else:
            runs.append([value])
    return runs


def _joined(runs: Runs, size: int) -> Runs:
    """On a dial the last value is followed by the first: Friday to Monday is one run."""
    if len(runs) > 1 and runs[0][0] + size == runs[-1][-1] + 1:
        return [*runs[1:-1], runs[-1] + runs[0]]
    return runs


def _lone_stretch(runs: Runs) -> bool:
    """True when there is one run and it is written as "from ... to ..."."""
    return len(runs) == 1 and len(runs[0]) > 2


def _spans(runs: Runs, name: Callable[[int], str]) -> str:
    items = []
    for run in runs:
        stretch = len(run) > 2
        items += [f"{name(run[0])} to {name(run[-1])}"] if stretch else [name(v) for v in run]
    return _list(items)


def _list(items: Iterable[str]) -> str:
    *most, last = items
    return f"{', '.join(most)} and {last}" if most else last


def _month(number: int) -> str:
    return MONTHS[number - 1]


def _weekday(number: int) -> str:
    return WEEKDAYS[number - 1]


def _ordinal(number: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if number % 100 in (11, 12, 13) else ending}"
