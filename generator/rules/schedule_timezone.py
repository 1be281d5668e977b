"""AF306: time zones that Image Builder does not know."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from generator.findings import Code, Severity
from generator.payload.schedule_expression import known_timezone, near_timezones
from generator.payload.texts import shortened
from generator.rules.subject import Problem, Subject

CODE = Code(
    "AF306",
    "unknown time zone",
    Severity.ERROR,
    "A schedule's time zone is a name of the IANA database, such as Europe/Berlin, spelled as\n"
    "there. Abbreviations (PST, CEST) and offsets (UTC+2) are no names: they do not say when\n"
    "clocks change. Template linters and the API's own pattern look at the form of a name only,\n"
    "so Europe/Berln passes them. Old names such as GB or NZ-CHAT are in the database, and that\n"
    "pattern refuses them. Without a time zone the schedule is in UTC.",
    "imagebuilder model, Schedule: timezone; https://www.iana.org/time-zones",
)
ALONE = True

_TAKEN = re.compile(r"(?=.{3})[a-zA-Z0-9]{2,}(?:/[a-zA-Z0-9_+-]+)*")
"""The pattern and the length of the same shape."""


def check(subject: Subject) -> Iterator[Problem]:
    """Every schedule's zone."""
    for path, image in subject.images():
        if image.schedule is None:
            continue
        name = image.schedule.timezone
        message = _complaint(name)
        if message:
            yield Problem((*path, "schedule", "timezone"), message, _hint(name))


@lru_cache(maxsize=256)
def _complaint(name: str) -> str:
    """What is wrong with a name; empty for one that AWS takes."""
    if not known_timezone(name):
        return f'time zone "{shortened(name)}" is not in the IANA database'
    if not _TAKEN.fullmatch(name):
        return f'time zone "{shortened(name)}" is an old name that Image Builder does not take'
    return ""


def _hint(name: str) -> str:
    meant = [f'"{zone}"' for zone in near_timezones(name)]
    if not meant:
        return "names look like Europe/Berlin; without one the schedule is in UTC"
    *most, last = meant
    return f"did you mean {', '.join(most)} or {last}?" if most else f"did you mean {last}?"
