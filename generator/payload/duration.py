"""Ages in `lifecycle`: "30 days", "6 months"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated

from generator.payload import codes
from generator.payload.fields import Reader, read_text, refuse
from generator.payload.reading import shown

_FORM = re.compile(r"(?P<count>[1-9][0-9]*) *(?P<unit>d|w|m|y|days?|weeks?|months?|years?)")
_UNITS = {"d": ("DAYS", 1), "w": ("WEEKS", 7), "m": ("MONTHS", 30), "y": ("YEARS", 365)}
LARGEST = 1000
"""The most that a lifecycle filter takes (imagebuilder model, LifecyclePolicyDetailFilter)."""


@dataclass(frozen=True, slots=True)
class Age:
    """How old an image gets before something happens to it."""

    count: int
    unit: str
    """DAYS, WEEKS, MONTHS or YEARS, as the API spells it."""

    @property
    def days(self) -> int:
        """About how many days; a month counts 30, a year 365."""
        return self.count * next(days for unit, days in _UNITS.values() if unit == self.unit)

    def __str__(self) -> str:
        unit = self.unit.lower().removesuffix("s")
        return f"{self.count} {unit}" + ("" if self.count == 1 else "s")


def read_age(value: object) -> Age:
    """Read an age such as "90 days" or "90d"."""
    text = read_text(value)
    match = _FORM.fullmatch(text)
    if match is None:
        counted = re.fullmatch(r"[1-9][0-9]{0,3}", text)
        hint = f'write "{text} days"' if counted else 'for example "90 days" or "6 months"'
        raise refuse(codes.WRONG_FORM, f'"{shown(text)}" is not an age', hint)
    count = match["count"]
    if len(count) > len(str(LARGEST)) or int(count) > LARGEST:
        message = f"{shown(count)} is outside of 1 to {LARGEST}"
        raise refuse(codes.OUT_OF_RANGE, message, "use a larger unit")
    return Age(int(count), _UNITS[match["unit"][0]][0])


_PUBLISHED = r"^[1-9][0-9]* *(?:d|w|m|y|days?|weeks?|months?|years?)$"

AgeField = Annotated[Age, Reader(read_age, {"type": "string", "pattern": _PUBLISHED})]
