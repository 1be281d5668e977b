"""AF371: a digest in the payload that is not the lock's."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Code, Severity
from generator.rules.subject import Problem, Subject

CODE = Code(
    "AF371",
    "payload and lock disagree",
    Severity.ERROR,
    "`bootstrapSha256` in the payload and `amifactory.lock` beside it name different digests for\n"
    "one script. One of them is of an older version. Remove the digest from the payload, so that\n"
    "the lock alone says it, or run `amifactory lock` and look at what has changed.",
    "AMI Factory, amifactory.lock",
)


def check(subject: Subject) -> Iterator[Problem]:
    """Every digest that differs."""
    for path, image in subject.images():
        locked = subject.pins.get(image.bootstrap_url or "")
        if locked and image.bootstrap_sha256 and locked != image.bootstrap_sha256.lower():
            yield Problem(
                (*path, "bootstrapSha256"),
                f"bootstrapSha256 is not the digest in amifactory.lock, {locked[:12]}...",
                "remove bootstrapSha256, or run `amifactory lock` and look at the difference",
            )
