"""The grammar of one cron field: values, ranges, lists and steps.

What the service's page leaves open is decided as follows.
A range may wrap (FRI-MON, NOV-FEB, 22-2), years apart: the service's errors have the words of
Quartz's CronExpression ("Unexpected end of expression", hashicorp/terraform-provider-aws#17396),
which wraps, as aws-croniter does. A step is at most the largest value of the field, as in both;
for years it is at most the span of them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from generator.payload.schedule_expression.days import FIRST_YEAR, LAST_YEAR
from generator.payload.schedule_expression.marks import misplaced
from generator.payload.schedule_expression.names import (
    MONTHS,
    SHORT_MONTHS,
    SHORT_WEEKDAYS,
    WEEKDAYS,
)
from generator.payload.schedule_expression.text import ExpressionError, Piece

_SLIPS = {
    ("minute", "60"): "the full hour is minute 0",
    ("hour", "24"): "midnight is hour 0",
    ("day-of-month", "0"): "the first day is 1",
    ("day-of-week", "0"): "Sunday is 1 or SUN, not 0 as in Unix cron",
}


@dataclass(frozen=True, slots=True)
class Field:
    """One of the six fields: its name in messages, its numbers, the names for them."""

    name: str
    low: int
    high: int
    expected: str
    names: tuple[str, ...] = ()
    full_names: tuple[str, ...] = ()
    wraps: bool = True
    steps: bool = True

    def values(self, piece: Piece) -> tuple[int, ...]:
        """The values of a list, a range, a step or `*`, ascending; raises ExpressionError."""
        if piece.text == "*":
            return tuple(range(self.low, self.high + 1))
        found: set[int] = set()
        for entry in piece.split(","):
            found.update(self._entry(entry))
        return tuple(sorted(found))

    def value(self, piece: Piece) -> int:
        """One number or name; raises ExpressionError."""
        if piece.text.isascii() and piece.text.upper() in self.names:
            return self.low + self.names.index(piece.text.upper())
        number = whole_number(piece.text, len(str(self.high)))
        if number is None or not self.low <= number <= self.high:
            raise self.refused(piece, f"is not {self.expected}", self._near(piece.text))
        return number

    def refused(self, piece: Piece, problem: str, hint: str = "") -> ExpressionError:
        """The error that names the field and what stands in it."""
        return piece.refused(f"{self.name} {piece.quoted} {problem}", hint)

    def _entry(self, entry: Piece) -> set[int]:
        if not entry.text:
            raise entry.refused(f"{self.name} has an empty entry in its list", "take a comma away")
        if wrong := misplaced(self.name, entry.text):
            raise self.refused(entry, *wrong)
        base, *steps = entry.split("/")
        step = self._step(entry, steps) if steps else 1
        first, last = self._bounds(base, stepped=bool(steps))
        size = self.high - self.low + 1
        distances = range(0, (last - first) % size + 1, step)
        return {self.low + (first - self.low + distance) % size for distance in distances}

    def _bounds(self, base: Piece, *, stepped: bool) -> tuple[int, int]:
        """The first and the last value; a lone one goes on to the field's end when stepped."""
        if base.text == "*":
            if stepped:
                return self.low, self.high
            raise self.refused(base, "cannot be part of a list", "* alone means every value")
        ends = base.split("-")
        if len(ends) == 1:
            first = self.value(base)
            return first, self.high if stepped else first
        if len(ends) > 2 or not all(end.text for end in ends):
            raise self.refused(base, "is not a range", "a range has two ends, such as 1-5")
        first, last = self.value(ends[0]), self.value(ends[1])
        if first > last and not self.wraps:
            raise self.refused(base, "runs backwards", f"write {last}-{first}")
        return first, last

    def _step(self, entry: Piece, steps: list[Piece]) -> int:
        if not self.steps:
            raise self.refused(
                entry, "has a step, which this field does not take", self._listed(entry)
            )
        if len(steps) > 1:
            raise self.refused(entry, "has two steps", "one / is enough, such as 0/15")
        if entry.text.startswith("/"):
            raise self.refused(entry, "has a step from nowhere", "a step has a start, such as */5")
        limit = self.high if self.wraps else self.high - self.low
        size = whole_number(steps[0].text, len(str(limit)))
        if size is None or not 1 <= size <= limit:
            problem = f"is not a number from 1 to {limit}"
            raise steps[0].refused(
                f"{self.name} step {steps[0].quoted} {problem}", self._long_step(steps[0].text)
            )
        return size

    def _long_step(self, text: str) -> str:
        unit = {"minute": "minutes", "hour": "hours", "day-of-month": "days"}.get(self.name)
        step = whole_number(text, 4) or 0
        long = unit and step > self.high
        return f"for every {step} {unit} write rate({step} {unit})" if long else ""

    def _listed(self, entry: Piece) -> str:
        """How to write the days that a step would name, where they can be read."""
        try:
            days = replace(self, steps=True).values(entry)
        except ExpressionError:
            return "list the days, such as MON,WED,FRI"
        return "write " + ",".join(self.names[day - self.low] for day in days)

    def _near(self, text: str) -> str:
        from difflib import get_close_matches  # only mistakes need it

        known = [*self.names, *(name.upper() for name in self.full_names)]
        if near := get_close_matches(text.upper(), known, n=1):
            return f"did you mean {near[0][:3]}"
        if self.name == "year" and whole_number(text, 2):
            return f"write 20{text}"
        return _SLIPS.get((self.name, text), "")


MINUTE = Field("minute", 0, 59, "a number from 0 to 59")
HOUR = Field("hour", 0, 23, "a number from 0 to 23")
DAY_OF_MONTH = Field("day-of-month", 1, 31, "a number from 1 to 31")
MONTH = Field("month", 1, 12, "a month, 1 to 12 or JAN to DEC", SHORT_MONTHS, MONTHS)
DAY_OF_WEEK = Field(
    "day-of-week", 1, 7, "a day, 1 to 7 or SUN to SAT", SHORT_WEEKDAYS, WEEKDAYS, steps=False
)
YEAR = Field("year", FIRST_YEAR, LAST_YEAR, f"a year from {FIRST_YEAR} to {LAST_YEAR}", wraps=False)


def whole_number(text: str, digits: int) -> int | None:
    """The number that so many ASCII digits at most write, else None."""
    plain = text.isascii() and text.isdigit() and len(text) <= digits
    return int(text) if plain else None
