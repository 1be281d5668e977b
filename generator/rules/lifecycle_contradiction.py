"""AF340: a lifecycle that does nothing, or does it in an order that makes no sense."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from generator.findings import Code, Path, Severity
from generator.payload.duration import Age
from generator.payload.lifecycle import Lifecycle
from generator.rules.subject import Problem, Subject

MOST_RETAINED = 10
"""imagebuilder model, LifecyclePolicyDetailFilter `retainAtLeast`."""

CODE = Code(
    "AF340",
    "lifecycle that contradicts itself",
    Severity.ERROR,
    "An AMI is first deprecated, then disabled, then deleted; an age at which a later step\n"
    "comes no later makes the earlier one pointless, and most often two numbers were swapped.\n"
    "Months count 30 days and years 365 when ages are compared. A lifecycle without any action,\n"
    "or with settings for a deletion that never happens, protects and removes nothing. With\n"
    "`deleteAfter`, `keepLatest` is the number of newest images that stay however old they get,\n"
    "and Image Builder takes 1 to 10 there; alone, it deletes all but the newest, up to 1000.",
    "imagebuilder model, LifecyclePolicyDetailFilter and LifecyclePolicyDetailAction",
)
ALONE = True


def check(subject: Subject) -> Iterator[Problem]:
    """Yield what is wrong with each lifecycle."""
    for path, image in subject.images():
        if image.lifecycle is not None:
            yield from _problems((*path, "lifecycle"), image.lifecycle)


def _problems(path: Path, wanted: Lifecycle) -> Iterator[Problem]:
    ages = (wanted.deprecate_after, wanted.disable_after, wanted.delete_after)
    if wanted.keep_latest is None and not any(ages):
        yield Problem(
            path,
            "lifecycle does nothing: "
            "it has none of deprecateAfter, disableAfter, deleteAfter and keepLatest",
            'for example deleteAfter: 180 days, or remove the key "lifecycle"',
            at_key=True,
        )
        return
    yield from _order(path, wanted)
    yield from _deletion(path, wanted)


def _order(path: Path, wanted: Lifecycle) -> Iterator[Problem]:
    steps = (
        ("deprecateAfter", wanted.deprecate_after),
        ("disableAfter", wanted.disable_after),
        ("deleteAfter", wanted.delete_after),
    )
    given = [(key, age) for key, age in steps if age is not None]
    for earlier, later in pairwise(given):
        if earlier[1].days >= later[1].days:
            yield _out_of_order(path, earlier, later)


def _out_of_order(path: Path, earlier: tuple[str, Age], later: tuple[str, Age]) -> Problem:
    return Problem(
        (*path, later[0]),
        f"{later[0]} {later[1]} comes no later than {earlier[0]} {earlier[1]}",
        "the order is deprecateAfter, disableAfter, deleteAfter, each later than the one before",
        also=((*path, earlier[0]), f"{earlier[0]} is given here"),
    )


def _deletion(path: Path, wanted: Lifecycle) -> Iterator[Problem]:
    deletes = wanted.delete_after is not None
    if deletes and (wanted.keep_latest or 0) > MOST_RETAINED:
        yield Problem(
            (*path, "keepLatest"),
            f"keepLatest {wanted.keep_latest} is more than the {MOST_RETAINED} "
            "that Image Builder keeps beside deleteAfter",
            "write 1 to 10, or remove deleteAfter to delete by number alone",
            also=((*path, "deleteAfter"), "deleted by age here"),
        )
    if not wanted.include_snapshots and not deletes and wanted.keep_latest is None:
        yield Problem(
            (*path, "includeSnapshots"),
            "includeSnapshots has no effect: nothing is deleted",
            "add deleteAfter or keepLatest, or remove includeSnapshots",
        )
