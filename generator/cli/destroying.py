"""What `destroy` does: names to stacks, what stands against deleting them, and then they go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

import click

from generator.cli.acting import Acting
from generator.cli.asking import need_answers
from generator.cli.ending import by_then, interrupted, show
from generator.cli.named import is_file, stack_of_payload
from generator.cli.options import Asked
from generator.cli.remote import Where
from generator.cli.stopping import stoppable
from generator.deploy import removal as removals
from generator.deploy.change_sets import SHELL
from generator.deploy.outcome import DeclinedError, FailedError, Outcome, RefusedError, Result
from generator.deploy.together import together
from generator.deploy.wish import Removal
from generator.deploy.world import World
from generator.errors import AmiFactoryError, DeniedError, Exit
from generator.plan.origins import FACTORY_TAG, PIPELINE
from generator.ports.builds import Build
from generator.ports.stacks import Stack


@dataclass(frozen=True, slots=True)
class Named:
    """A stack as the user named it."""

    name: str
    world: World
    stack: Stack | None
    region: str = ""
    """That its payload pins."""
    outcome: Outcome | None = None
    """Known already: there is nothing to do, or it is refused."""


def run(names: tuple[str, ...], removal: Removal, where: Where, asked: Asked, *, yes: bool) -> Exit:
    """Delete the stacks.

    Raises:
        UnreadableError: when a payload cannot be read.
        click.UsageError: when nobody can be asked, or regions disagree.
        AccessError: when AWS cannot be asked at all.
    """
    need_answers(yes=yes, what="destroy")
    asked.aside = not asked.for_programs
    acting = Acting(where, asked, yes=yes)
    return stoppable(lambda: _done(names, removal, acting, yes=yes), acting.stopping)


def _done(names: tuple[str, ...], removal: Removal, acting: Acting, *, yes: bool) -> Exit:
    try:
        found = [_checked(each, removal, acting) for each in _named(names, acting)]
        agreed = [_agreed(each, acting, yes=yes) for each in found]
        outcomes = together([partial(_removed, each, removal) for each in agreed], acting.stop)
    except (KeyboardInterrupt, click.Abort):
        return interrupted(acting, _interrupted(acting))
    finally:
        acting.view.close()
    ended = [
        (outcome, each.world.place, _ways(each, outcome, acting))
        for each, outcome in zip(agreed, outcomes, strict=True)
    ]
    return show(ended, acting)


def _named(names: tuple[str, ...], acting: Acting) -> list[Named]:
    found: dict[tuple[str, str], Named] = {}
    for given in names:
        name, region, file = stack_of_payload(given) if is_file(given) else (given, None, "")
        world = acting.world(region, file)
        stack = world.stacks.find(name)
        found.setdefault((world.place.region, name), Named(name, world, stack, region or ""))
    return list(found.values())


def _checked(named: Named, removal: Removal, acting: Acting) -> Named:
    """What stands against deleting it, before anybody is asked."""
    stack = named.stack
    if stack is None:
        return replace(named, outcome=Outcome(named.name, Result.ABSENT))
    try:
        if FACTORY_TAG not in stack.tags and stack.status != SHELL:
            raise RefusedError(
                f"the stack {stack.name} was not made by amifactory (it has no tag {FACTORY_TAG})",
                f"if it is to go: `aws cloudformation delete-stack --stack-name {stack.name}`",
            )
        removals.check(stack, removal, named.world)
        busy = _built(stack, named.world, acting)
        if busy:
            raise busy
    except AmiFactoryError as error:
        return replace(named, outcome=_failed(named, error))
    return named


def _built(stack: Stack, world: World, acting: Acting) -> RefusedError | None:
    """That a build runs which needs the stack: its instance profile, its log bucket."""
    from generator.aws import builds
    from generator.operate.names import typed
    from generator.operate.states import running

    resources = () if stack.status == SHELL else world.stacks.resources(stack.arn)
    arns = {each.physical_id for each in resources if each.type == PIPELINE and each.physical_id}
    reach = builds.connect(world.place.region, world.place.profile or None) if arns else None
    try:
        for each in reach.pipelines() if reach else ():
            under_way = running(reach.builds(each.arn)) if reach and each.arn in arns else None
            if under_way:
                return _needed(stack, under_way, acting.again("", "cancel", typed(each)))
    except DeniedError:  # who may delete a stack need not be one who may look at builds
        acting.view.say(f"cannot see whether images of {stack.name} are being built")
    return None


def _needed(stack: Stack, build: Build, cancel: str) -> RefusedError:
    from generator.present.steps import headline

    return RefusedError(
        f"the stack {stack.name} is needed: {headline(build)} is under way "
        f"({build.status.lower()})",
        f"wait for it, or stop it first: `{cancel}`",
    )


def _agreed(named: Named, acting: Acting, *, yes: bool) -> Named:
    """Show what goes, and let the user type its name."""
    stack = named.stack
    if stack is None or named.outcome is not None:
        return named
    for line in _told(stack, named.world):
        acting.view.say(line)
    if yes or _typed(stack.name):
        return named
    error = DeclinedError(f"the stack {stack.name} is left as it is: that was not its name")
    return replace(named, outcome=Outcome(stack.name, Result.DROPPED, error=error))


def _typed(name: str) -> bool:
    answer = click.prompt(f"Type {name} to delete it", err=True, default="", show_default=False)
    return bool(answer == name)


def _told(stack: Stack, world: World) -> Sequence[str]:
    from generator.present.events import counted
    from generator.present.foreign import harmless
    from generator.present.outcomes import stays_lines

    stays = removals.stays(world, stack)
    going = len(world.stacks.resources(stack.arn)) - len(stays)
    return (
        f"Stack {harmless(stack.name)} ({world.place}) to be deleted: {counted(max(going, 0))}",
        "  AMIs that it built stay, with their snapshots: see `amifactory images`",
        *stays_lines(stays),
    )


def _removed(named: Named, removal: Removal) -> Outcome:
    if named.outcome is not None or named.stack is None:
        return named.outcome or Outcome(named.name, Result.ABSENT)
    try:
        return removals.destroy(named.stack, removal, named.world)
    except AmiFactoryError as error:
        return _failed(named, error)


def _failed(named: Named, error: AmiFactoryError) -> Outcome:
    status = error.status if isinstance(error, FailedError) else ""
    return Outcome(named.name, Result.FAILED, status=status, error=error)


def _interrupted(acting: Acting) -> Sequence[str]:
    running = ", ".join(each.stack for each in acting.view.board.running())
    if not running:
        return ("", f"interrupted; {by_then(acting) or 'nothing was deleted'}")
    return ("", f"interrupted; AWS goes on deleting {running}; run again to watch")


def _ways(named: Named, outcome: Outcome, acting: Acting) -> Sequence[tuple[str, str]]:
    if outcome.result is not Result.STARTED:
        return []
    return [(acting.again(named.region, "status", named.name, "--watch"), "# watch it go")]
