"""AF303: versions and version patterns that Image Builder refuses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from generator.findings import Code, Path, Severity
from generator.payload.image import Image
from generator.payload.source_image import SourceKind
from generator.payload.texts import shortened
from generator.payload.uses import ComponentUse, WorkflowUse
from generator.rules.subject import Problem, Subject

LARGEST = 2**30 - 1
"""Of each of the three numbers."""

CODE = Code(
    "AF303",
    "version is none that Image Builder takes",
    Severity.ERROR,
    "Image Builder versions are three numbers of 0 to 1073741823. Where one is selected, x stands\n"
    "for the highest number there is, and everything to the right of the first x has to be x as\n"
    "well: 1.4.x, 1.x.x and x.x.x are patterns, 1.x.3 and x.2.x are errors. A build number\n"
    "(1.4.0/2) follows three numbers only. Workflows that AWS manages are referred to as x.x.x.\n"
    "The patterns of the API let most of these mistakes through, so no linter finds them; Image\n"
    "Builder then refuses the recipe or the pipeline while the stack is being created.",
    "Image Builder User Guide, Semantic versioning in Image Builder",
)
ALONE = True

_OF_ARN = re.compile(r"(?<=/)(?P<version>[0-9x]+\.[0-9x]+\.[0-9x]+)(?:/(?P<build>[0-9]+))?$")

Complaint = tuple[str, str]
"""Message and hint."""


def check(subject: Subject) -> Iterator[Problem]:
    """Every version of every image."""
    for path, image in subject.images():
        if image.version is not None:
            yield from _problems((*path, "version"), image.version, 0)
        if image.source_image.kind is SourceKind.IMAGE:
            yield from _of_arn((*path, "sourceImage"), image.source_image.text)
        yield from _of_uses(path, image)


def _of_uses(path: Path, image: Image) -> Iterator[Problem]:
    yield from _of_documents((*path, "components"), image.components)
    if image.tests is not None:
        yield from _of_documents((*path, "tests", "components"), image.tests.components)
    yield from _of_documents((*path, "workflows"), image.workflows)


def _of_documents(path: Path, uses: Iterable[ComponentUse | WorkflowUse]) -> Iterator[Problem]:
    for position, use in enumerate(uses):
        if use.arn is not None:
            yield from _of_arn((*path, position, "arn"), use.arn)
        elif isinstance(use, ComponentUse) and use.version is not None:
            yield from _problems((*path, position, "version"), use.version, 0)


def _of_arn(path: Path, arn: str) -> Iterator[Problem]:
    match = _OF_ARN.search(arn)
    if match is None:
        return
    managed = ":aws:workflow/" in arn
    yield from _problems(path, match["version"], match.start(), match["build"], managed=managed)


def _problems(
    path: Path, version: str, start: int, build: str | None = None, *, managed: bool = False
) -> Iterator[Problem]:
    complaint = _complaint(version, build, managed=managed)
    if complaint is not None:
        message, hint = complaint
        length = len(version) + (len(build) + 1 if build else 0)
        yield Problem(path, message, hint, within=(start, start + length))


def _complaint(version: str, build: str | None, *, managed: bool) -> Complaint | None:
    """What is wrong with a version, the first thing to mend first."""
    written = f"{version}/{build}" if build else version
    if managed:
        wrong = written != "x.x.x"
        said = f"version {written} selects a workflow that AWS manages, which takes x.x.x only"
        return (said, "write x.x.x") if wrong else None
    numbers = version.split(".")
    if any(_too_large(number) for number in numbers):
        return f"version {shortened(written)} has a number above {LARGEST}", "use a smaller number"
    if "x" not in numbers:
        return None
    first = numbers.index("x")
    right = ".".join(numbers[:first] + ["x"] * (len(numbers) - first))
    if right != version:
        return f"version {written} has a number to the right of an x", f"write {right}"
    if build:
        return f"version {written} names a build of a version with an x", f"write {right}"
    return None


def _too_large(number: str) -> bool:
    digits = number.lstrip("0")
    return number != "x" and (len(digits) > len(str(LARGEST)) or int(digits or 0) > LARGEST)
