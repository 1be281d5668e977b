"""AF313: a source image whose name says another architecture than the image."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from generator.findings import Code, Severity
from generator.rules.subject import Problem, Subject

CODE = Code(
    "AF313",
    "source image is of another architecture by its name",
    Severity.WARNING,
    "The name of the source image says one processor architecture and the image's `architecture`\n"
    "says, or defaults to, the other. EC2 launches an AMI on instance types of its own\n"
    "architecture only, so the build could not start its instance. Set `architecture` to what the\n"
    "source is; the build instances follow it. The name is all that can be looked at before there\n"
    "is a build, so this is a warning.",
    "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-types.html",
)
ALONE = True

_NAMED = re.compile(
    r"(?<![a-z0-9])(?:(?P<arm64>arm64|aarch64)|(?P<x86_64>x86[_-]64|amd64|x86))(?![a-z0-9])",
    re.IGNORECASE,
)


def check(subject: Subject) -> Iterator[Problem]:
    """Sources whose text names one architecture, and not the image's."""
    for path, image in subject.images():
        said = _said(image.source_image.text)
        if not said or image.architecture in said:
            continue
        named, span = next(iter(said.items()))
        yield Problem(
            (*path, "sourceImage"),
            f'sourceImage is {named} by its name, image "{image.image_name}" '
            f"is {image.architecture}",
            f"write `architecture: {named}`, or choose the {image.architecture} source",
            within=span,
        )


@lru_cache(maxsize=1024)
def _said(source: str) -> dict[str, tuple[int, int]]:
    """Each architecture that the text names, and where; most images share few sources."""
    found = list(_NAMED.finditer(source))
    return {str(match.lastgroup): match.span() for match in reversed(found)}
