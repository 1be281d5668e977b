"""AF308: schedules that build more often than a build takes."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Code, Severity
from generator.payload.schedule_expression import Cron, Rate
from generator.payload.timetable import timetable
from generator.rules.subject import Problem, Subject

CODE = Code(
    "AF308",
    "schedule builds more often than hourly",
    Severity.WARNING,
    "A build with its tests takes from a quarter of an hour to well over an hour, and every one\n"
    "leaves an AMI with snapshots that are paid for until something deletes them. A schedule that\n"
    "builds again within the hour is most often a slip: * in the minute field is every minute of\n"
    "the hour, not its beginning. A schedule that waits for a change (`when: changed`, or a\n"
    "source that moves) may look as often as it likes and is not reported.",
    "Image Builder User Guide, Manage image pipelines",
)


def check(subject: Subject) -> Iterator[Problem]:
    """Schedules that build whenever they fire."""
    for path, image in subject.images():
        schedule = image.schedule
        if schedule is None or image.only_changes:
            continue
        rule = timetable(schedule)
        if rule is not None and _within_the_hour(rule):
            yield Problem(
                (*path, "schedule", "expression"),
                f"the schedule builds more often than hourly: {rule.words()}",
                "for once a day write cron(0 4 * * ? *)",
            )


def _within_the_hour(rule: Cron | Rate) -> bool:
    """Two firings less than an hour apart; two minutes of cron fall into one hour."""
    if isinstance(rule, Rate):
        return rule.unit == "minute" and rule.count < 60
    return len(rule.minutes) > 1
