"""What a cron expression means: the wall-clock times at which it fires."""

from __future__ import annotations

from bisect import bisect, bisect_left
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from generator.payload.schedule_expression.days import FIRST_YEAR, LAST_YEAR, DayRule
from generator.payload.schedule_expression.words import describe


@dataclass(frozen=True, slots=True)
class Cron:
    """The values of each field, ascending, and the days that the two day fields name.

    Two spellings of one schedule are equal: `0/15` and `0,15,30,45`, `FRI` and `6`.
    """

    minutes: tuple[int, ...]
    hours: tuple[int, ...]
    days: DayRule
    months: tuple[int, ...]
    years: tuple[int, ...]
    doubt: str = field(default="", compare=False)
    """What AWS's pages leave open about this spelling; empty for nearly all."""

    def after(self, moment: datetime, zone: tzinfo) -> datetime | None:
        """The next firing strictly after an aware moment, in the zone; None if there is none.

        The fields are wall-clock time in the zone. A time that the clocks skip in spring
        does not fire, a time that they repeat in autumn fires once. So AWS says of EventBridge
        Scheduler (https://repost.aws/knowledge-center/eventbridge-scheduler-adjust-dst); of
        Image Builder it says nothing. That the first of two counts is this tool's choice.

        Raises ValueError for a moment without a time zone.
        """
        if moment.utcoffset() is None:
            raise ValueError(f"the moment {moment.isoformat()} has no time zone")
        if moment.year > LAST_YEAR + 1:
            return None
        instant = _not_before_the_calendar(moment)
        wall = instant.astimezone(zone).replace(tzinfo=None, second=0, microsecond=0)
        for candidate in self._walls_after(wall):
            firing = _firing(candidate, zone)
            if firing is not None and firing > instant:
                return firing.astimezone(zone)
        return None

    def never_fires(self, from_year: int = FIRST_YEAR) -> bool:
        """True when no date from 1 January of that year on fits, whatever the zone."""
        start = date(min(max(from_year, FIRST_YEAR), LAST_YEAR + 1), 1, 1)
        return next(self._dates_from(start), None) is None

    def words(self) -> str:
        """The schedule in plain English, such as "at 04:00 every Sunday"."""
        return describe(self)

    def _walls_after(self, wall: datetime) -> Iterator[datetime]:
        """The wall-clock times after this one, ascending."""
        for day in self._dates_from(wall.date()):
            today = day == wall.date()
            for hour in self.hours[bisect_left(self.hours, wall.hour) if today else 0 :]:
                begun = today and hour == wall.hour
                for minute in self.minutes[bisect(self.minutes, wall.minute) if begun else 0 :]:
                    yield datetime.combine(day, time(hour, minute))

    def _dates_from(self, start: date) -> Iterator[date]:
        """The dates on or after this one, ascending."""
        for year in self.years[bisect_left(self.years, start.year) :]:
            for month in self.months:
                if (year, month) >= (start.year, start.month):
                    for day in _days_in(year, month, self.days):
                        if (found := date(year, month, day)) >= start:
                            yield found


def _days_in(year: int, month: int, rule: DayRule) -> Iterator[int]:
    monday_based, length = monthrange(year, month)
    yield from rule.in_month((monday_based + 1) % 7 + 1, length)


def _firing(wall: datetime, zone: tzinfo) -> datetime | None:
    """The instant, in UTC, at which the zone's clocks first show this time, if they ever do.

    In UTC because Python compares two times of one zone by their clocks, not by instant.
    """
    instant = wall.replace(tzinfo=zone).astimezone(UTC)
    shown = instant.astimezone(zone).replace(tzinfo=None)
    return instant if shown == wall else None


def _not_before_the_calendar(moment: datetime) -> datetime:
    """The moment in UTC; one from before any firing becomes a day before the first."""
    if moment.year < FIRST_YEAR - 1:
        return datetime(FIRST_YEAR, 1, 1, tzinfo=UTC) - timedelta(days=2)
    return moment.astimezone(UTC)
