"""Exports of the stacks of an account and region, and who uses them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.localaws.cloudformation.exceptions import ValidationError
from generator.localaws.cloudformation.handlers import FailedError
from generator.localaws.cloudformation.models import cloudformation_backends
from generator.localaws.cloudformation.stack import Output, Stack
from generator.localaws.emulated import Emulated

EMULATES = (
    Emulated(
        "An export has one owner in an account and region, and stays while it is imported",
        "CloudFormation User Guide, Outputs; the state of a stack whose deletion is refused for"
        " that is unverified",
    ),
)


def exported(account: str, region: str) -> Iterator[tuple[Stack, Output]]:
    """Every export with its stack, by name."""
    stacks = cloudformation_backends[account][region].stacks.values()
    found = [
        (one, out) for one in stacks if one.alive for out in one.outputs.values() if out.export
    ]
    yield from sorted(found, key=lambda each: each[1].export)


def value(account: str, region: str, name: str) -> str:
    """The value of an export.

    Raises:
        ValidationError: when there is none.
    """
    for _, output in exported(account, region):
        if output.export == name:
            return output.value
    raise ValidationError(f"No export named {name} found.")


def importers(stack: Stack, name: str) -> tuple[str, ...]:
    """Names of the other stacks that import it."""
    stacks = cloudformation_backends[stack.account][stack.region].stacks.values()
    return tuple(
        one.name for one in stacks if one.alive and one is not stack and name in one.imports
    )


def check(stack: Stack, outputs: Iterable[Output]) -> None:
    """The outputs can take the place of those that the stack has.

    Raises:
        FailedError: when an export is another stack's, or one in use would change.
    """
    new = {one.export: one.value for one in outputs if one.export}
    for other, output in exported(stack.account, stack.region):
        if output.export in new and other is not stack:
            said = f"Export with name {output.export} is already exported by stack {other.name}."
            raise FailedError(said)
    for old in stack.outputs.values():
        users = importers(stack, old.export) if old.export else ()
        if users and old.export not in new:
            said = f"Export {old.export} cannot be deleted as it is in use by {', '.join(users)}"
            raise FailedError(said)
        if users and new[old.export] != old.value:
            said = f"Export {old.export} cannot be updated as it is in use by {', '.join(users)}"
            raise FailedError(said)
