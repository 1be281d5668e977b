"""When the pipeline of an image runs by itself, as far as the payload says it."""

from __future__ import annotations

from datetime import UTC, tzinfo

from generator.payload.schedule import Schedule
from generator.payload.schedule_expression import (
    Cron,
    ExpressionError,
    Rate,
    known_timezone,
    parse,
)


def timetable(schedule: Schedule) -> Cron | Rate | None:
    """What the expression means; None when it means nothing."""
    try:
        return parse(schedule.expression)
    except ExpressionError:
        return None


def zone(schedule: Schedule) -> tzinfo:
    """The schedule's time zone; UTC for one that does not exist."""
    from zoneinfo import ZoneInfo  # only payloads with a schedule need it

    return ZoneInfo(schedule.timezone) if known_timezone(schedule.timezone) else UTC
