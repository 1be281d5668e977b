"""AF316: regions that AWS is not known to have."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Code, Path, Severity
from generator.payload.arns import arns
from generator.payload.fields import near
from generator.payload.regions import PARTITIONS, REGIONS
from generator.payload.texts import shortened
from generator.rules.subject import Problem, Subject

CODE = Code(
    "AF316",
    "unknown region",
    Severity.WARNING,
    "The text has the form of a region, but AWS was not known to have a region of that name when\n"
    "this release was made. No template linter looks at it, and distribution is the last thing a\n"
    "build does: a misspelt region can cost the whole build before it is found. If the region\n"
    "opened later, suppress the finding, or update AMI Factory.",
    "https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html",
)
ALONE = True


def check(subject: Subject) -> Iterator[Problem]:
    """The factory's region, those to distribute to, and those inside of ARNs."""
    home = subject.payload.factory.region
    if home is not None and home not in PARTITIONS:
        yield _problem(("factory", "region"), home)
    for path, image in subject.images():
        for position, target in enumerate(image.regions):
            if target.name not in PARTITIONS:
                yield _problem((*path, "regions", position, "name"), target.name)
    for arn in arns(subject.payload):
        if arn.region and arn.region not in PARTITIONS:
            yield _problem(arn.path, arn.region, arn.region_span)


def _problem(path: Path, region: str, within: tuple[int, int] | None = None) -> Problem:
    return Problem(
        path,
        f'"{shortened(region)}" is not a region that AWS is known to have',
        near(region, REGIONS),
        within=within,
    )
