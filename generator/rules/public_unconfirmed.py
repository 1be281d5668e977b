"""AF335: an AMI for everybody, said only once."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Code, Severity
from generator.rules.subject import Problem, Subject

CODE = Code(
    "AF335",
    "public without confirmation",
    Severity.ERROR,
    "`public: true` lets every AWS account launch the AMI and read everything on its disks, now\n"
    "and in all later builds. What a stranger has copied cannot be called back. So that one\n"
    "line, or one merge of `defaults`, cannot do this by accident, `confirmPublic: true` has to\n"
    "stand beside it. To share with known accounts use `accounts`, `organizations` or\n"
    "`organizationalUnits` instead.",
    "EC2 User Guide, block public access to AMIs",
)


def check(subject: Subject) -> Iterator[Problem]:
    """Yield each public image that is not confirmed."""
    for path, image in subject.images():
        if image.public and not image.confirm_public:
            yield Problem(
                (*path, "public"),
                "public: true lets every AWS account launch and copy the AMI",
                "add confirmPublic: true if that is meant, else list the accounts",
            )
