"""AF358: managed policies that give build instances the run of the account."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Code, Severity
from generator.payload.texts import shortened
from generator.rules.subject import Problem, Subject

CODE = Code(
    "AF358",
    "build role gets a policy of an administrator",
    Severity.WARNING,
    "`instancePolicies` are added to the role of the build instances. Whatever runs there has\n"
    "them: the bootstrap script, every component, every package's install script. With an\n"
    "administrator's policy one bad package owns the account. The template already grants what\n"
    "Image Builder itself needs. Attach a policy that names the actions and resources that the\n"
    "scripts use, most often reading one bucket or one secret.",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
)

_BROAD = ("AdministratorAccess", "PowerUserAccess", "IAMFullAccess")


def check(subject: Subject) -> Iterator[Problem]:
    """Policies that are broad by their name."""
    for position, arn in enumerate(subject.payload.factory.instance_policies):
        name = arn.rpartition("/")[2]
        if name.startswith(_BROAD) or name.endswith("FullAccess"):
            yield Problem(
                ("factory", "instancePolicies", position),
                f"policy {shortened(name)} lets everything that runs in a build do far more than "
                "build",
                "attach a policy of your own with the few actions that the scripts use",
                within=(len(arn) - len(name), len(arn)),
            )
