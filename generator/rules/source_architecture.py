"""AF313: a source image whose name says another architecture than the image."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.findings import Code, Severity
from generator.rules.subject import Problem, Subject

CODE = Code(
    "AF313",
    "source image is of another architecture by its name",
    Severity.WARNING,
    "The name of the source image says one processor architecture and the image's `architecture`\n"
    "says, or defaults to, the other. An AMI boots on instances of its own architecture only: the\n"
    "build instance would not start, and the build fails minutes later with an error that does\n"
    "not say why. Set `architecture` to what the source is; the build instances follow it.",
    "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ami-resize.html",
)
ALONE = True

_NAMED = re.compile(
    r"(?<![a-z0-9])(?:(?P<arm64>arm64|aarch64)|(?P<x86_64>x86[_-]64|amd64|x86))(?![a-z0-9])",
    re.IGNORECASE,
)


def check(subject: Subject) -> Iterator[Problem]:
    """Sources whose text names one architecture, and not the image's."""
    for path, image in subject.images():
        said = list(_NAMED.finditer(image.source_image.text))
        if not said or image.architecture in {match.lastgroup for match in said}:
            continue
        named = said[0].lastgroup
        yield Problem(
            (*path, "sourceImage"),
            f"sourceImage is {named} by its name, image "
            f'"{image.image_name}" is {image.architecture}',
            f"write `architecture: {named}`, or choose the {image.architecture} source",
            within=said[0].span(),
        )
