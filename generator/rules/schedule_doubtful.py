"""A schedule expression that AWS's own pages read in two ways."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Code, Severity
from generator.payload.schedule_expression import ExpressionError, parse
from generator.rules.subject import Problem, Subject

CODE = Code(
    "AF309",
    "schedule can be read in two ways",
    Severity.WARNING,
    "AWS's pages disagree about what this expression means, and there is no way to tell which of\n"
    "them the service follows but to wait for a build. Write it in the way that only has one\n"
    "meaning.",
    "https://docs.aws.amazon.com/imagebuilder/latest/userguide/cron-expressions.html",
)


def check(subject: Subject) -> Iterator[Problem]:
    """Expressions with a doubt."""
    for path, image in subject.images():
        if image.schedule is None:
            continue
        try:
            doubt = parse(image.schedule.expression).doubt
        except ExpressionError:
            continue
        if doubt:
            yield Problem((*path, "schedule", "expression"), doubt)
