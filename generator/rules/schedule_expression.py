"""AF304: schedule expressions that Image Builder refuses."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Code, Severity
from generator.payload.schedule_expression import ExpressionError, parse
from generator.rules.subject import Problem, Subject

CODE = Code(
    "AF304",
    "schedule is not an expression that Image Builder takes",
    Severity.ERROR,
    "A schedule is cron(minute hour day-of-month month day-of-week year) or rate(7 days). Cron\n"
    "has six fields, one of the two day fields is ?, and days of the week count from 1 (Sunday).\n"
    "Five fields, as in Unix cron, or both day fields set are refused by the pipeline while the\n"
    "stack is being created, and no template linter sees it. The hint says what to write;\n"
    "cron(0 4 ? * SUN *) is every Sunday at 04:00.",
    "https://docs.aws.amazon.com/imagebuilder/latest/userguide/cron-expressions.html",
)
ALONE = True


def check(subject: Subject) -> Iterator[Problem]:
    """The first mistake of every expression, at the field it is in."""
    for path, image in subject.images():
        if image.schedule is None:
            continue
        try:
            parse(image.schedule.expression)
        except ExpressionError as error:
            yield Problem(
                (*path, "schedule", "expression"),
                error.message,
                error.hint,
                within=(error.start, error.end),
            )
