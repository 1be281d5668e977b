"""The two day fields: either may be `?`, and each has marks of its own.

L and W are taken alone and in upper case, and # with weeks only, as on all of AWS's pages.
`L-3` is on none of them; Quartz and aws-croniter know it.
"""

from __future__ import annotations

from generator.payload.schedule_expression.days import (
    SATURDAY,
    DayRule,
    DaysOfMonth,
    DaysOfWeek,
    LastDay,
    LastOfWeekday,
    LastWeekday,
    NearestWeekday,
    NthWeekday,
)
from generator.payload.schedule_expression.fields import (
    DAY_OF_MONTH,
    DAY_OF_WEEK,
    Field,
    whole_number,
)
from generator.payload.schedule_expression.marks import in_lower_case
from generator.payload.schedule_expression.text import Piece


def days_of_month(piece: Piece) -> DayRule | None:
    """What day-of-month names, None for `?`; raises ExpressionError."""
    _refuse_lower_case(DAY_OF_MONTH, piece)
    text = piece.text
    if text == "?":
        return None
    if text == "LW":
        return LastWeekday()
    if text.startswith("L"):
        return LastDay(_days_before(piece))
    if text.endswith("W") and "," not in text:
        return _nearest(piece)
    return DaysOfMonth(DAY_OF_MONTH.values(piece))


def days_of_week(piece: Piece) -> DayRule | None:
    """What day-of-week names, None for `?`; raises ExpressionError.

    A bare `L` is read as 7, Saturday; `doubt_about` tells why that is uncertain.
    """
    _refuse_lower_case(DAY_OF_WEEK, piece)
    text = piece.text
    if text == "?":
        return None
    if text == "L":
        return DaysOfWeek((SATURDAY,))
    if "#" in text:
        return _nth(piece)
    if text.endswith("L") and "," not in text:
        return LastOfWeekday(DAY_OF_WEEK.value(piece.cut(0, -1)))
    return DaysOfWeek(DAY_OF_WEEK.values(piece))


def doubt_about(day_of_week: str) -> str:
    """What AWS's pages say differently about this day-of-week field, or nothing.

    Image Builder's page on cron expressions calls a bare L Sunday, although its own numbers
    end with Saturday, and allows `sat#2,4`. EventBridge's calls L the last day of the week
    and lets a field with # have one expression only.
    """
    if day_of_week == "L":
        return "AWS's pages disagree on L in day-of-week: Saturday or Sunday"
    if "#" in day_of_week and "," in day_of_week:
        return f"AWS's pages disagree on {day_of_week} in day-of-week: allowed or not"
    return ""


def _refuse_lower_case(field: Field, piece: Piece) -> None:
    if upper := in_lower_case(field.name, piece.text):
        raise field.refused(piece, "has a mark in lower case", f"write {upper}")


def _days_before(piece: Piece) -> int:
    if piece.text == "L":
        return 0
    offset = whole_number(piece.text.removeprefix("L-"), 2)
    if offset is None or not 1 <= offset <= 30:
        hint = "L stands alone, before W, or with an offset from 1 to 30: L, LW, L-3"
        raise DAY_OF_MONTH.refused(piece, "is not a last day", hint)
    return offset


def _nearest(piece: Piece) -> NearestWeekday:
    if piece.text == "W":
        hint = "15W is the weekday nearest the 15th, LW the last weekday"
        raise DAY_OF_MONTH.refused(piece, "lacks a day", hint)
    return NearestWeekday(DAY_OF_MONTH.value(piece.cut(0, -1)))


def _nth(piece: Piece) -> NthWeekday:
    day, *weeks = piece.split("#")
    if len(weeks) > 1:
        hint = "# takes one day and its weeks, such as SAT#2,4"
        raise DAY_OF_WEEK.refused(piece, "has two #", hint)
    weekday = DAY_OF_WEEK.value(day)
    return NthWeekday(weekday, tuple(sorted({_week(week) for week in weeks[0].split(",")})))


def _week(piece: Piece) -> int:
    number = whole_number(piece.text, 1)
    if number is None or not 1 <= number <= 5:
        hint = "# takes one day and its weeks, such as TUE#2"
        raise piece.refused(f"week {piece.quoted} is not a number from 1 to 5", hint)
    return number
