"""AF305: schedules without a date, or without one that is still to come."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from generator.findings import Code, Severity
from generator.payload.schedule import Schedule
from generator.payload.timetable import timetable, zone
from generator.rules.subject import Problem, Subject

CODE = Code(
    "AF305",
    "schedule never fires",
    Severity.ERROR,
    "The expression is well-formed, but no date that is still to come fits it: 31 February, a\n"
    "year that has passed, or a time that the zone's clocks skip whenever they change. Neither a\n"
    "linter nor a pattern of the API notices, and the pipeline never runs by itself. Correct the\n"
    "day, the month or the year, or remove the schedule and start the pipeline by hand.",
    "https://docs.aws.amazon.com/imagebuilder/latest/userguide/cron-expressions.html",
)
ALONE = True

_ZONES_DIFFER = timedelta(days=2)
"""More than any two time zones do."""


def check(subject: Subject) -> Iterator[Problem]:
    """Expressions that mean something are asked for their next firing."""
    for path, image in subject.images():
        if image.schedule is None:
            continue
        complaint = _complaint(image.schedule, subject.today)
        if complaint:
            message, hint = complaint
            yield Problem((*path, "schedule", "expression"), message, hint)


def _complaint(schedule: Schedule, today: date) -> tuple[str, str] | None:
    return _said(schedule.expression, schedule.timezone, today)


@lru_cache(maxsize=1024)
def _said(expression: str, timezone: str, today: date) -> tuple[str, str] | None:
    """Message and hint, when nothing fires from the beginning of the day on."""
    schedule = Schedule.model_construct(expression=expression, timezone=timezone)
    rule, where = timetable(schedule), zone(schedule)
    midnight = datetime.combine(today, time.min, where)
    if rule is None or rule.after(midnight - timedelta(minutes=1), where) is not None:
        return None
    if rule.never_fires():
        said = f"the schedule never fires: no date fits {rule.words()}"
        return said, "correct the day or the month"
    if rule.after(midnight + _ZONES_DIFFER, UTC) is not None:
        said = f"the schedule never fires: the clocks of {timezone} always skip {rule.words()}"
        return said, "choose a time that they do not skip, or leave the time zone out"
    said = f"the schedule has fired for the last time: {rule.words()}"
    return said, "name a year that is still to come, or write * for every year"
