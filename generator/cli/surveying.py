"""What `status` does: stacks as AWS has them, with what they are for and what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from difflib import get_close_matches

from generator.cli import streams
from generator.cli.acting import Acting
from generator.cli.named import is_file, stack_of_payload
from generator.cli.options import Asked
from generator.cli.remote import Where
from generator.deploy.change_sets import ours
from generator.deploy.world import Began, World
from generator.errors import DeniedError, Exit, NotFoundError
from generator.plan.origins import FACTORY_TAG
from generator.plan.starting import Act, start
from generator.ports.stacks import Stack
from generator.present.status import Seen, overview_lines, stack_lines


def all_stacks(where: Where, asked: Asked, *, builds: bool) -> Exit:
    """Show every factory's stack of a region.

    Raises:
        AccessError, RemoteError: when AWS does not tell.
    """
    from generator.cli.seeing import Eyes

    world = Acting(where, asked, yes=True).world()
    eyes = Eyes(world, where, builds=builds)
    stacks = sorted(_ours(world), key=lambda each: each.name)
    seen = [eyes.glance(each) for each in stacks]
    if asked.findings == "json":
        return _document(seen)
    streams.err(f"stacks in {world.place}\n")
    if not seen:
        streams.err("there are none: `amifactory deploy PAYLOAD` makes one\n")
        return Exit.DONE
    _print(overview_lines(seen, _now(world, where), color=asked.colored))
    for each in seen:
        if each.start.in_trouble:
            streams.err(f"hint: `amifactory status {each.stack.name}` says why\n")
    return Exit.DONE


def _ours(world: World) -> Sequence[Stack]:
    """Stacks with our tag, and empty ones that our change sets made: those have no tags yet."""
    tagged = world.stacks.tagged(FACTORY_TAG)
    known = {each.arn for each in tagged}
    empty: list[Stack] = []
    with suppress(DeniedError):  # ListStacks and ListChangeSets are permissions of their own
        shells = [each for each in world.stacks.shells() if each.arn not in known]
        empty = [each for each in shells if ours(world, each)]
    return [*tagged, *empty]


def one_stack(name: str, where: Where, asked: Asked, *, builds: bool, watched: bool) -> Exit:
    """Show one stack, at the end of what is under way when that is to be watched.

    Raises:
        NotFoundError: there is no such stack.
        AccessError, RemoteError: when AWS does not tell.
    """
    from generator.cli.seeing import Eyes

    name, region, file = stack_of_payload(name) if is_file(name) else (name, None, "")
    acting = Acting(where, asked, yes=True)
    world = acting.world(region, file)
    stack = _named(name, world)
    running = start(stack.status).act is Act.WATCH
    if watched and running:
        stack = _watched(stack, acting, world)
    seen = Eyes(world, where, builds=builds).look(stack)
    if asked.findings == "json":
        _document([seen])
    else:
        _print(stack_lines(seen, _now(world, where), color=asked.colored))
    went_wrong = seen.start.in_trouble or seen.failure is not None
    return Exit.FAILED if watched and running and went_wrong else Exit.DONE


def _named(name: str, world: World) -> Stack:
    """The stack of this name, or the one of a factory of this name."""
    found = world.stacks.find(name)
    if found is not None:
        return found
    stacks = world.stacks.tagged(FACTORY_TAG)
    of_factory = [each for each in stacks if each.tags[FACTORY_TAG] == name]
    if len(of_factory) == 1:
        return of_factory[0]
    names = [each.name for each in of_factory or stacks]
    raise NotFoundError(f"there is no stack {name} in {world.place}", _near(name, names))


def _near(name: str, names: Sequence[str]) -> str:
    if not names:
        return "check --region and --profile; `amifactory deploy PAYLOAD` makes a stack"
    close = get_close_matches(name, names, n=3) or sorted(names)[:8]
    return f"there is {', '.join(close)}; check --region and --profile"


def _watched(stack: Stack, acting: Acting, world: World) -> Stack:
    """Follow it from where its operation began; what is left is as AWS last told."""
    from generator.deploy.watch import watch
    from generator.plan.operations import last_operation

    before, _ = last_operation(world.stacks.events(stack.arn), stack.arn)
    count = len(world.stacks.resources(stack.arn))
    world.tell(Began(stack.name, count, f"{start(stack.status).said}:"))
    try:
        ended = watch(world, stack, before)
    finally:
        acting.view.close()
    return ended.stack or world.stacks.find(stack.arn) or stack


def _now(world: World, where: Where) -> datetime:
    """The time where AWS is: that of the local AWS is moved."""
    if not world.place.emulated:
        return datetime.now(UTC)
    from generator.aws.hour import hour

    return hour(world.place.region, where.profile)


def _print(lines: Iterable[str]) -> None:
    streams.out("".join(f"{line}\n" for line in lines))


def _document(seen: Sequence[Seen]) -> Exit:
    from generator.present.json_report import dump
    from generator.present.status_json import status_document

    streams.out(f"{dump(status_document(seen))}\n")
    return Exit.DONE
