"""Change sets of ours: made, waited for, and gone again."""

from __future__ import annotations

from generator.deploy.pace import Pace
from generator.deploy.world import World
from generator.errors import RemoteError
from generator.ports.stacks import ChangeSet, Order, Stack

PREFIX = "amifactory-"
"""Names of our change sets begin so, those of `plan` too; no other is ever deleted."""
SHELL = "REVIEW_IN_PROGRESS"
"""Status of a stack that is a name and a change set, and nothing else."""
LOOKS = 300
"""Until we give up on a change set, or on one that is to go: half an hour and more."""
_PENDING = ("CREATE_PENDING", "CREATE_IN_PROGRESS")


def made(world: World, order: Order) -> ChangeSet:
    """The change set when AWS is done with it, well or not.

    Raises:
        RemoteError: when it disappears, or never gets ready.
    """
    world.pending[order.stack_name] = order
    arn = world.stacks.prepare(order)
    pace = Pace(world)
    for _ in range(LOOKS):
        found = world.stacks.change_set(arn)
        if found is None:
            raise RemoteError(
                f"the changes of {order.stack_name} were discarded by somebody else",
                "see who deploys this stack as well, then run again",
            )
        if found.status not in _PENDING:
            return found
        pace.rest()
    raise RemoteError(
        f"AWS does not finish preparing the changes of {order.stack_name}", "run again"
    )


def discard(world: World, change_set: ChangeSet) -> None:
    """Delete a change set and wait until it is gone; one in the making is waited for first.

    One that AWS cannot delete is left: it does nothing by itself.
    """
    pace, asked = Pace(world), False
    for _ in range(LOOKS):
        found = world.stacks.change_set(change_set.arn)
        if found is None or found.status == "DELETE_COMPLETE":
            return
        if asked and found.status == "DELETE_FAILED":
            return
        if found.status not in _PENDING and not asked:
            world.stacks.discard(found.arn)
            asked = True
            continue
        pace.rest()


def ours(world: World, stack: Stack) -> tuple[ChangeSet, ...]:
    """Our change sets of a stack that were not executed, by their names; no other is deleted."""
    return tuple(
        each
        for each in world.stacks.change_sets(stack.arn)
        if each.name.startswith(PREFIX) and not each.execution.startswith("EXECUTE")
    )


def tidy(world: World, stack: Stack) -> None:
    """Discard what an earlier run of ours left, killed before it could."""
    for each in ours(world, stack):
        discard(world, each)


def abandon(world: World, stack: str, name: str) -> None:
    """Undo a change set of ours by its name, and the shell that it made; both may not be there.

    A shell stays while change sets of others hang on it.
    """
    found = world.stacks.find(stack)
    if found is None:
        return
    for each in world.stacks.change_sets(found.arn):
        if each.name == name:
            discard(world, each)
    drop_shell(world, found)


def drop_shell(world: World, stack: Stack) -> None:
    """Delete a stack that is nothing but a name, and wait until it is gone."""
    found = world.stacks.find(stack.arn)
    if found is None or found.status != SHELL or world.stacks.change_sets(found.arn):
        return
    world.stacks.delete(found.arn, world.token())
    pace = Pace(world)
    for _ in range(LOOKS):
        left = world.stacks.find(found.arn)
        if left is None or left.status == "DELETE_COMPLETE":
            return
        pace.rest()
