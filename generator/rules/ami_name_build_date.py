"""AF330: an AMI name that does not change from build to build."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Code, Severity
from generator.payload.ami_name import BUILD_DATE, has_build_date
from generator.rules.subject import Problem, Subject

CODE = Code(
    "AF330",
    "AMI name without the build date",
    Severity.ERROR,
    "The name of an AMI is taken for as long as the AMI exists, so every build needs another\n"
    "one. Image Builder asks for the token {{ imagebuilder:buildDate }} in it and puts date and\n"
    "time of the build there. Add the token to `amiName`, or remove the key: then the AMI is\n"
    "called after the image, with the token at the end.",
    "imagebuilder model, AmiDistributionConfiguration `name`",
)
ALONE = True


def check(subject: Subject) -> Iterator[Problem]:
    """Yield each amiName without the token."""
    for path, image in subject.images():
        name = image.ami_name
        if name is not None and not has_build_date(name):
            yield Problem(
                (*path, "amiName"),
                f'amiName "{name}" has no build date, so the second build cannot have the name',
                _hint(name),
            )


def _hint(name: str) -> str:
    if "{" in name:
        return f"the token is {BUILD_DATE}, in exactly these letters"
    return f'write "{name} {BUILD_DATE}"'
