"""AF363: the AMI goes to regions, but not to the one it is built in."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Code, Severity
from generator.rules.subject import Problem, Subject

CODE = Code(
    "AF363",
    "build region not among the regions",
    Severity.WARNING,
    "Image Builder makes the AMI in the region of the stack and copies it from there, so there\n"
    "is one in that region in any case. Left out of `regions`, it is not shared there, does not\n"
    "get `amiName` and is not written to `parameter`, but is kept and paid for. List the\n"
    "region, or build in one of those that are listed.",
    "Image Builder User Guide, Manage image workflows (output AMI in the build region)",
)


def check(subject: Subject) -> Iterator[Problem]:
    """Yield each image whose regions leave the stack's own out."""
    home = subject.payload.factory.region
    if home is None:
        return
    for path, image in subject.images():
        if image.regions and all(target.name != home for target in image.regions):
            yield Problem(
                (*path, "regions"),
                f"the AMI is built in {home}, which regions does not list, "
                "so it stays there unshared and without its name",
                f"add {home} to regions",
                at_key=True,
                also=(("factory", "region"), "the build region"),
            )
