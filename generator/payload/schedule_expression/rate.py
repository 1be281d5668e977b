"""`rate(7 days)`: every so many minutes, hours or days."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from generator.payload.schedule_expression.days import FIRST_YEAR
from generator.payload.schedule_expression.text import ExpressionError, Piece

UNITS = ("minute", "hour", "day")
_EXAMPLE = "for example rate(1 day) or rate(7 days)"
_SHORT = {"m": "minute", "min": "minute", "h": "hour", "hr": "hour", "d": "day"}
_ELSEWHERE = {
    "second": "nothing runs more often than once a minute",
    "month": "for the 1st of each month write cron(0 4 1 * ? *)",
    "year": "for 1 January write cron(0 4 1 1 ? *)",
}


@dataclass(frozen=True, slots=True)
class Rate:
    """An even pace; `unit` is minute, hour or day."""

    count: int
    unit: str

    @property
    def doubt(self) -> str:
        """What AWS's pages leave open about this spelling: nothing."""
        return ""

    def after(self, moment: datetime, zone: tzinfo) -> datetime | None:
        """One interval after an aware moment, in the zone; None past the year 9999.

        AWS does not say where Image Builder's count starts, so it starts at the moment. A day
        is 24 hours also when clocks change, as AWS says of EventBridge Scheduler
        (https://repost.aws/knowledge-center/eventbridge-scheduler-adjust-dst).

        Raises ValueError for a moment without a time zone.
        """
        if moment.utcoffset() is None:
            raise ValueError(f"the moment {moment.isoformat()} has no time zone")
        try:
            interval = timedelta(**{f"{self.unit}s": self.count})
            return (moment.astimezone(UTC) + interval).astimezone(zone)
        except OverflowError:
            return None

    def never_fires(self, from_year: int = FIRST_YEAR) -> bool:  # noqa: ARG002 # as Cron's
        """False: a pace has no last date."""
        return False

    def words(self) -> str:
        """The schedule in plain English, such as "every 7 days"."""
        return f"every {self.unit}" if self.count == 1 else f"every {self.count} {self.unit}s"


def parse_rate(body: Piece) -> Rate:
    """What stands between the parentheses of `rate(...)`; raises ExpressionError.

    The unit is singular after 1 and plural after more; the other way round is not valid
    (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rate-expressions.html).
    """
    parts = body.split(" ")
    if len(parts) != 2 or not all(part.text for part in parts):
        message = f"rate {body.quoted} is not a number, a space and a unit"
        raise body.refused(message, _spaced(body.text) or _EXAMPLE)
    number, unit = parts
    count = _count(number)
    return Rate(count, _unit(unit, count))


def _spaced(text: str) -> str:
    """What to write when only the space is missing, or is more than one."""
    loose = re.fullmatch(r"\s*([0-9]+)\s*([A-Za-z]+)\s*", text)
    if not loose:
        return ""
    try:
        parse_rate(Piece(" ".join(loose.groups())))
    except ExpressionError as error:
        return error.hint
    return f"write rate({' '.join(loose.groups())})"


def _count(number: Piece) -> int:
    text = number.text
    if not (text.isascii() and text.isdigit()) or text.startswith("0"):
        hint = "take a smaller unit, such as rate(90 minutes)" if "." in text else _EXAMPLE
        raise number.refused(f"rate {number.quoted} is not a whole number from 1", hint)
    return int(text)


def _unit(unit: Piece, count: int) -> str:
    for name in UNITS:
        right = name if count == 1 else f"{name}s"
        if unit.text == right:
            return name
        if unit.text.lower() in (name, f"{name}s"):
            message = f"unit {unit.quoted} does not follow {count}"
            raise unit.refused(message, f"write rate({count} {right})")
    raise _unknown(unit, count)


def _unknown(unit: Piece, count: int) -> ExpressionError:
    message = f"unit {unit.quoted} is not minutes, hours or days"
    word = unit.text.lower().removesuffix("s")
    if word == "week":
        return unit.refused(message, f"write rate({7 * count} days)")
    if word in _ELSEWHERE:
        return unit.refused(message, _ELSEWHERE[word])
    if name := _SHORT.get(word):
        return unit.refused(message, f"write rate({count} {name}{'s' * (count > 1)})")
    return unit.refused(message, _EXAMPLE)
