"""AF306: time zones that Image Builder does not know."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.findings import Code, Severity
from generator.payload.schedule_expression import known_timezone, near_timezones
from generator.rules.subject import Problem, Subject

CODE = Code(
    "AF306",
    "unknown time zone",
    Severity.ERROR,
    "A schedule's time zone is a name of the IANA database, such as Europe/Berlin, spelled as\n"
    "there. Abbreviations (PST, CEST) and offsets (UTC+2) are no names: they do not say when\n"
    "clocks change. AWS looks at the form of the name only, so a misspelt zone goes through every\n"
    "check and fails at the end. Old names without a slash, such as GB or NZ-CHAT, are refused by\n"
    "the API's own pattern. Without a time zone the schedule is in UTC.",
    "imagebuilder model, Schedule: timezone; https://www.iana.org/time-zones",
)
ALONE = True

_TAKEN = re.compile(r"(?=.{3})[a-zA-Z0-9]{2,}(?:/[a-zA-Z0-9_+-]+)*")
"""The pattern and the length of the same shape."""


def check(subject: Subject) -> Iterator[Problem]:
    """Every schedule's zone but UTC."""
    for path, image in subject.images():
        if image.schedule is None or image.schedule.timezone == "UTC":
            continue
        name = image.schedule.timezone
        if not known_timezone(name):
            message = f'time zone "{name[:100]}" is not in the IANA database'
        elif not _TAKEN.fullmatch(name):
            message = f'time zone "{name}" is an old name that Image Builder does not take'
        else:
            continue
        yield Problem((*path, "schedule", "timezone"), message, _hint(name))


def _hint(name: str) -> str:
    meant = [f'"{zone}"' for zone in near_timezones(name)]
    if not meant:
        return "names look like Europe/Berlin; without one the schedule is in UTC"
    *most, last = meant
    return f"did you mean {', '.join(most)} or {last}?" if most else f"did you mean {last}?"
