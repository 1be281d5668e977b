"""AF356: ARNs of another region than the stack's."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Code, Path, Severity
from generator.payload.arns import Arn, arns
from generator.payload.texts import shortened
from generator.rules.subject import Problem, Subject

CODE = Code(
    "AF356",
    "ARN is of another region than the stack",
    Severity.ERROR,
    "Components, workflows, source images, parameters and topics belong to one region, and Image\n"
    "Builder takes those of its own region only. The ARN names another one than `factory.region`,\n"
    "or than the first ARN when the region is left open, so the stack cannot be created anywhere.\n"
    "Name the resource of the stack's region, or correct the region. Images that AWS manages are\n"
    "looked for in the stack's region and may be written with any. Keys are AF334's.",
    "imagebuilder model, CreateImageRecipe and CreateInfrastructureConfiguration",
)


def check(subject: Subject) -> Iterator[Problem]:
    """All ARNs that the stack refers to in its own region."""
    home = subject.payload.factory.region
    home_path: Path = ("factory", "region")
    for arn in arns(subject.payload):
        if not _regional(arn):
            continue
        if home is None:
            home, home_path = arn.region, arn.path
        elif arn.region != home:
            yield _problem(arn, home, home_path)


def _regional(arn: Arn) -> bool:
    """Keys have a rule of their own: there is more than one region they may belong to."""
    return bool(arn.region) and arn.service != "kms" and not arn.managed_image


def _problem(arn: Arn, home: str, home_path: Path) -> Problem:
    pinned = home_path == ("factory", "region")
    there = f"the stack is in {home}" if pinned else f"another one is of {home}"
    return Problem(
        arn.path,
        f"the {arn.service} ARN is of region {shortened(arn.region)}, {there}",
        f"name the one in {home}: Image Builder takes what is in its own region only",
        within=arn.region_span,
        also=(home_path, f"{'the stack' if pinned else 'the other ARN'} is of {home}"),
    )
