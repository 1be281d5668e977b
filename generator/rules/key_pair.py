"""AF314: a key pair on build instances."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Code, Severity
from generator.rules.subject import Problem, Subject

CODE = Code(
    "AF314",
    "build instances have a key pair",
    Severity.WARNING,
    "With `keyPair` whoever holds the private key can log in to every build instance, change what\n"
    "becomes of the image, and leave no trace in CloudTrail. It is not needed to debug a build:\n"
    "Session Manager opens a shell on the instance without a key or an open port, its use is\n"
    "granted by IAM and logged, and the template gives the build role what it takes. Remove the\n"
    "key; keep it, with a reason in `suppress`, only while someone debugs the start of an image.",
    "https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager.html",
)
ALONE = True


def check(subject: Subject) -> Iterator[Problem]:
    """Any key pair."""
    name = subject.payload.factory.key_pair
    if name is not None:
        yield Problem(
            ("factory", "keyPair"),
            f'keyPair "{name}" lets its holders log in to every build instance',
            "remove it; Session Manager opens a shell without a key, and logs who did",
        )
