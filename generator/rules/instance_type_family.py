"""AF315: instance types of a family that EC2 is not known to have."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Code, Severity
from generator.payload.fields import near
from generator.payload.instance_families import FAMILIES, family_of
from generator.payload.texts import shortened
from generator.rules.subject import Problem, Subject

CODE = Code(
    "AF315",
    "unknown instance family",
    Severity.WARNING,
    "The part of the instance type before the point is no instance family that EC2 was known to\n"
    "have when this release was made. If it is misspelt, no template linter says so, and a build\n"
    "cannot start its instance. If it is a family that came later, suppress the finding, or\n"
    "update AMI Factory.",
    "ec2 model, InstanceType",
)
ALONE = True


def check(subject: Subject) -> Iterator[Problem]:
    """Every type of the factory."""
    for position, kind in enumerate(subject.payload.factory.instance_types):
        family = family_of(kind)
        if family not in FAMILIES:
            yield Problem(
                ("factory", "instanceTypes", position),
                f'instance type {shortened(kind)} is of an unknown family "{shortened(family)}"',
                near(family, sorted(FAMILIES)) or "for example m6i, or m6g for arm64 images",
                within=(0, len(family)),
            )
