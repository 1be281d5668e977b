"""AF331: one region, two entries."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Code, Severity
from generator.rules.subject import Problem, Subject

CODE = Code(
    "AF331",
    "region listed twice",
    Severity.ERROR,
    "A distribution has one entry for each region, and Image Builder refuses a region that\n"
    "comes twice. Two entries would also leave open which accounts, key and tags hold there.\n"
    "Merge them into one; `accounts` and the other lists of an entry take any number of values.",
    "imagebuilder model, CreateDistributionConfiguration `distributions`",
)
ALONE = True


def check(subject: Subject) -> Iterator[Problem]:
    """Yield each entry whose region an earlier entry names."""
    for path, image in subject.images():
        first: dict[str, int] = {}
        for position, target in enumerate(image.regions):
            earlier = first.setdefault(target.name, position)
            if earlier != position:
                yield Problem(
                    (*path, "regions", position, "name"),
                    f"region {target.name} is listed twice",
                    "merge the two entries into one",
                    also=((*path, "regions", earlier, "name"), "listed here first"),
                )
