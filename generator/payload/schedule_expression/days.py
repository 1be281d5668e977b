"""Which days of a month a cron expression names.

A rule gets the weekday of the 1st (AWS numbers: 1 is Sunday, 7 is Saturday) and the length
of the month, which is all that its answer depends on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

SUNDAY, SATURDAY = 1, 7
FIRST_YEAR, LAST_YEAR = 1970, 2199
"""The years that the service's page allows."""


@dataclass(frozen=True, slots=True)
class DaysOfMonth:
    """`1,15` or `*`: the days of these numbers, where the month has them."""

    days: tuple[int, ...]

    def in_month(self, _first_weekday: int, length: int) -> Sequence[int]:
        """The days, ascending."""
        return [day for day in self.days if day <= length]


@dataclass(frozen=True, slots=True)
class LastDay:
    """`L`: the last day of the month; `L-3`: three days before it."""

    before: int = 0

    def in_month(self, _first_weekday: int, length: int) -> Sequence[int]:
        """The day, or nothing when the month is too short for so long a step back."""
        return [length - self.before] if length > self.before else []


@dataclass(frozen=True, slots=True)
class NearestWeekday:
    """`15W`: Monday to Friday, nearest to the 15th, never in another month.

    A month without that day is left out, as in aws-croniter.
    """

    day: int

    def in_month(self, first_weekday: int, length: int) -> Sequence[int]:
        """The day, or nothing."""
        if self.day > length:
            return []
        weekday = weekday_of(self.day, first_weekday)
        if weekday == SATURDAY:
            return [self.day - 1 if self.day > 1 else self.day + 2]
        if weekday == SUNDAY:
            return [self.day + 1 if self.day < length else self.day - 2]
        return [self.day]


@dataclass(frozen=True, slots=True)
class LastWeekday:
    """`LW`: the last day of the month from Monday to Friday."""

    def in_month(self, first_weekday: int, length: int) -> Sequence[int]:
        """The day."""
        return NearestWeekday(length).in_month(first_weekday, length)


@dataclass(frozen=True, slots=True)
class DaysOfWeek:
    """`MON-FRI` or `1,7`: every such weekday."""

    weekdays: tuple[int, ...]

    def in_month(self, first_weekday: int, length: int) -> Sequence[int]:
        """The days, ascending."""
        days = range(1, length + 1)
        return [day for day in days if weekday_of(day, first_weekday) in self.weekdays]


@dataclass(frozen=True, slots=True)
class NthWeekday:
    """`TUE#2`: the second Tuesday; `SAT#2,4`: the second and the fourth Saturday."""

    weekday: int
    weeks: tuple[int, ...]

    def in_month(self, first_weekday: int, length: int) -> Sequence[int]:
        """The days, ascending."""
        first = 1 + (self.weekday - first_weekday) % 7
        days = (first + 7 * (week - 1) for week in self.weeks)
        return [day for day in days if day <= length]


@dataclass(frozen=True, slots=True)
class LastOfWeekday:
    """`6L` or `FRIL`: the last Friday of the month."""

    weekday: int

    def in_month(self, first_weekday: int, length: int) -> Sequence[int]:
        """The day."""
        return NthWeekday(self.weekday, (4, 5)).in_month(first_weekday, length)[-1:]


DayRule = (
    DaysOfMonth | LastDay | NearestWeekday | LastWeekday | DaysOfWeek | NthWeekday | LastOfWeekday
)


def weekday_of(day: int, first_weekday: int) -> int:
    """The weekday of a day, given the weekday of the 1st."""
    return (first_weekday + day - 2) % 7 + 1
