"""`schedule`: when a pipeline runs by itself."""

from typing import Annotated

from generator.payload.fields import Section, Text, choice, key, shorthand, whole_number

When = Annotated[str, choice("always", "changed")]
Failures = Annotated[int, whole_number(1, 10, "failures")]


class ScheduleKeys(Section):
    """When pipelines run by themselves; `defaults` may leave the expression to the images."""

    expression: Text | None = key(
        "cron(minute hour day-of-month month day-of-week year) or rate(n days).",
        None,
        "cron(0 4 ? * SUN *)",
    )
    timezone: Text = key("Time zone of the expression, by its IANA name.", "UTC", "Europe/Berlin")
    when: When | None = key(
        "`changed` builds only when the source image or a component changed; the default is what "
        "makes the schedule build at all: `always` for a pinned source.",
        None,
    )
    auto_disable_after: Failures | None = key(
        "Scheduled failures in a row after which the schedule stops.", 5
    )


class Schedule(ScheduleKeys):
    """When a pipeline runs by itself."""

    expression: Text = key(
        "cron(minute hour day-of-month month day-of-week year) or rate(n days).",
        ...,
        "cron(0 4 ? * SUN *)",
    )


ScheduleField = Annotated[Schedule, shorthand("expression")]
ScheduleKeysField = Annotated[ScheduleKeys, shorthand("expression")]
