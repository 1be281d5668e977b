"""AF338: the same entry twice in one list."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.findings import Code, Path, Severity
from generator.rules.subject import Problem, Subject

CODE = Code(
    "AF338",
    "entry given twice",
    Severity.WARNING,
    "A list names the same account, organization, address or security group twice. AWS grants\n"
    "nothing twice, so one of the two is of no use, and often the second was meant to be\n"
    "another value: compare it with where it was copied from. An account may well stand in\n"
    "`accounts` and in `copyToAccounts`: to launch an AMI and to get a copy of it are two\n"
    "things.",
    "imagebuilder model, LaunchPermissionConfiguration",
)
ALONE = True
_SHARING = (
    ("accounts", "accounts", "account"),
    ("copy_to_accounts", "copyToAccounts", "account"),
    ("organizations", "organizations", "organization"),
    ("organizational_units", "organizationalUnits", "organizational unit"),
)
_IMAGE = (*_SHARING, ("watermarks", "watermarks", "watermark"))
_FACTORY = (
    ("security_group_ids", "securityGroupIds", "security group"),
    ("instance_types", "instanceTypes", "instance type"),
    ("instance_policies", "instancePolicies", "policy"),
)
_NOTIFICATIONS = (("emails", "emails", "address"),)


def check(subject: Subject) -> Iterator[Problem]:
    """Yield each entry that its list has already."""
    factory = subject.payload.factory
    yield from _repeated(("factory",), factory, _FACTORY)
    if factory.notifications is not None:
        yield from _repeated(("factory", "notifications"), factory.notifications, _NOTIFICATIONS)
    for path, image in subject.images():
        yield from _repeated(path, image, _IMAGE)
        for position, target in enumerate(image.regions):
            yield from _repeated((*path, "regions", position), target, _SHARING)


def _repeated(path: Path, owner: Any, lists: tuple[tuple[str, str, str], ...]) -> Iterator[Problem]:
    for field, key, what in lists:
        values = getattr(owner, field)
        if values and len(values) > 1 and len(set(values)) < len(values):
            yield from _twice((*path, key), what, values)


def _twice(path: Path, what: str, values: tuple[str, ...]) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for position, value in enumerate(values):
        earlier = first.setdefault(value, position)
        if earlier != position:
            yield Problem(
                (*path, position),
                f"{what} {value} is given twice",
                "remove one, or correct it if another was meant",
                also=((*path, earlier), "given here first"),
            )
