"""AF355: ARNs and regions of several partitions in one payload."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from generator.findings import Code, Path, Severity
from generator.payload.arns import arns
from generator.payload.regions import PARTITIONS
from generator.payload.texts import shortened
from generator.rules.subject import Problem, Subject

CODE = Code(
    "AF355",
    "two partitions in one payload",
    Severity.ERROR,
    "AWS is several clouds that know nothing of each other: aws, aws-cn (China), aws-us-gov\n"
    "(GovCloud) and others. A stack lives in one of them and cannot refer to anything in another,\n"
    "nor can an AMI be distributed across. The payload names things of two. Which one is wrong,\n"
    "the message cannot know: it compares with `factory.region`, or else with what is named\n"
    "first. Write one payload for each partition.",
    "https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html",
)


class Named(NamedTuple):
    """Something of a partition: where, what, and which part of the value says so."""

    path: Path
    what: str
    partition: str
    within: tuple[int, int] | None = None


def check(subject: Subject) -> Iterator[Problem]:
    """All that differs from the first."""
    named = _named(subject)
    first = next(named, None)
    if first is None:
        return
    for other in named:
        if other.partition != first.partition:
            yield Problem(
                other.path,
                f"{other.what} is of partition {shortened(other.partition)}, "
                f"{first.what} is of {shortened(first.partition)}",
                "write one payload for each partition",
                within=other.within,
                also=(first.path, f"is of partition {shortened(first.partition)}"),
            )


def _named(subject: Subject) -> Iterator[Named]:
    """Regions first, the factory's before all; unknown ones say nothing."""
    home = subject.payload.factory.region
    if home in PARTITIONS:
        yield Named(("factory", "region"), f"region {home}", PARTITIONS[home])
    for path, image in subject.images():
        for position, target in enumerate(image.regions):
            if target.name in PARTITIONS:
                place = (*path, "regions", position, "name")
                yield Named(place, f"region {target.name}", PARTITIONS[target.name])
    for arn in arns(subject.payload):
        yield Named(arn.path, f"the {arn.service} ARN", arn.partition, arn.partition_span)
