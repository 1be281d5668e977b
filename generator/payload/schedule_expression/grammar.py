"""The six fields of `cron(...)` together: their number, and the two that exclude each other."""

from __future__ import annotations

import re
from collections.abc import Iterable

from generator.payload.schedule_expression.cron import Cron
from generator.payload.schedule_expression.day_fields import (
    days_of_month,
    days_of_week,
    doubt_about,
)
from generator.payload.schedule_expression.days import DayRule
from generator.payload.schedule_expression.fields import HOUR, MINUTE, MONTH, YEAR
from generator.payload.schedule_expression.names import SHORT_WEEKDAYS
from generator.payload.schedule_expression.text import ExpressionError, Piece

EXAMPLE = "cron(0 4 ? * SUN *)"
SIX = "Image Builder wants 6: minute hour day-of-month month day-of-week year"


def parse_cron(body: Piece) -> Cron:
    """What stands between the parentheses of `cron(...)`; raises ExpressionError."""
    fields = _split(body)
    if len(fields) != 6:
        raise _miscounted(body, fields)
    try:
        return _assemble(fields)
    except ExpressionError as error:
        shifted = _working(*_texts(fields)[1:], "*")
        if not shifted:
            raise
        hint = f"the first field looks like seconds, which do not exist here: write {shifted}"
        raise ExpressionError(error.message, hint, error.start, error.end) from None


def _split(body: Piece) -> list[Piece]:
    """The fields; the page wants one space between two, none before or after."""
    if body.text and (odd := re.search(r"^\s+|\s+$|\s{2,}|[^\S ]", body.text)):
        spaced = _working(*body.text.split())
        hint = f"write {spaced}" if spaced else "put one space between two fields"
        raise body.cut(*odd.span()).refused("the fields are not parted by single spaces", hint)
    return body.split(" ") if body.text else []


def _assemble(fields: list[Piece]) -> Cron:
    minute, hour, day_of_month, month, day_of_week, year = fields
    minutes, hours = MINUTE.values(minute), HOUR.values(hour)
    by_month, months = days_of_month(day_of_month), MONTH.values(month)
    by_week, years = days_of_week(day_of_week), YEAR.values(year)
    days = _either(by_month, by_week, fields)
    return Cron(minutes, hours, days, months, years, doubt_about(day_of_week.text))


def _either(by_month: DayRule | None, by_week: DayRule | None, fields: list[Piece]) -> DayRule:
    """The one day field that names days: the page wants `?` in the other."""
    if by_month and by_week:
        raise _both_set(fields)
    if days := by_month or by_week:
        return days
    every_day = _replaced(fields, 2, "*")
    raise fields[4].refused(
        "day-of-month and day-of-week are both ?; one of them has to name days",
        f"for every day write {every_day}",
    )


def _both_set(fields: list[Piece]) -> ExpressionError:
    day_of_month, day_of_week = fields[2], fields[4]
    by_week, by_month = _replaced(fields, 2, "?"), _replaced(fields, 4, "?")
    hint = f"write {by_month} or {by_week}"
    if day_of_week.text == "*":
        hint = f"write {by_month}"
    elif day_of_month.text == "*":
        hint = f"write {by_week}"
    wrong = day_of_month if day_of_month.text == "*" != day_of_week.text else day_of_week
    sets = f"day-of-month {day_of_month.quoted} and day-of-week {day_of_week.quoted}"
    return wrong.refused(f"{sets} are both set; one of them has to be ?", hint)


def _replaced(fields: list[Piece], index: int, text: str) -> str:
    texts = _texts(fields)
    texts[index] = text
    return _written(texts)


def _miscounted(body: Piece, fields: list[Piece]) -> ExpressionError:
    count = f"{len(fields)} field{'s' * (len(fields) != 1)}"
    return body.refused(f"{count}; {SIX}", _count_hint(_texts(fields)))


def _count_hint(texts: list[str]) -> str:
    if len(texts) == 5 and (longer := _working(*texts, "*")):
        return f"the year is missing, write {longer}"
    if len(texts) == 5 and (translated := _from_unix(texts)):
        return f"this looks like Unix cron, write {translated}"
    if len(texts) == 7 and (shorter := _working(*texts[1:])):
        return f"there is no field for seconds, write {shorter}"
    return f"for example {EXAMPLE}"


def _from_unix(texts: list[str]) -> str:
    """The expression that says the same as five fields of Unix cron, or nothing.

    Unix counts weekdays from Sunday as 0, knows no `?`, and has no year.
    """
    minute, hour, day_of_month, month, day_of_week = texts
    if day_of_week == "*":
        return _working(minute, hour, day_of_month, month, "?", "*")
    if day_of_month != "*":
        return ""
    named = re.sub("[0-7]", lambda digit: SHORT_WEEKDAYS[int(digit[0]) % 7], day_of_week)
    return _working(minute, hour, "?", month, named, "*")


def _working(*texts: str) -> str:
    """The fields as an expression, or nothing when they are no valid one."""
    if len(texts) != 6:
        return ""
    try:
        _assemble([Piece(text) for text in texts])
    except ExpressionError:
        return ""
    return _written(texts)


def _written(texts: Iterable[str]) -> str:
    return f"cron({' '.join(texts)})"


def _texts(fields: list[Piece]) -> list[str]:
    return [field.text for field in fields]
