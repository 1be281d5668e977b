"""AF348: launch templates of the image, and no region that they are in."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Code, Severity
from generator.rules.subject import Problem, Subject

CODE = Code(
    "AF348",
    "launch templates without a region",
    Severity.ERROR,
    "A launch template lives in one region. Those an image lists are in the region of its stack\n"
    "and get their new version with the AMI there; if the AMI is not distributed to that\n"
    "region, or it is not known which of `regions` it is, they would be left out in silence.\n"
    "Put templates of other regions into the entries of `regions`, and set `factory.region` to\n"
    "say where the stack is.",
    "imagebuilder model, LaunchTemplateConfiguration",
)


def check(subject: Subject) -> Iterator[Problem]:
    """Yield each image whose launch templates no region takes."""
    home = subject.payload.factory.region
    for path, image in subject.images():
        if not (image.launch_templates and image.regions):
            continue
        if home is None:
            why, way = "factory.region does not say which that is", "set factory.region"
        elif all(target.name != home for target in image.regions):
            why, way = f"regions does not list {home}", f"add {home} to regions"
        else:
            continue
        yield Problem(
            (*path, "launchTemplates"),
            f"launchTemplates are those of the stack's own region, and {why}",
            f"{way}, or move them into an entry of regions: {{name: ..., launchTemplates: [...]}}",
            at_key=True,
            also=((*path, "regions"), "the regions are listed here"),
        )
