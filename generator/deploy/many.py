"""Deploys targets, each a stack of its own: prepare all, ask once, execute all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from generator.deploy.draft import Draft, drop, prepare
from generator.deploy.execute import execute, refused
from generator.deploy.outcome import DeclinedError, FailedError, Outcome, Result
from generator.deploy.together import Stop, together
from generator.deploy.wish import Wish
from generator.deploy.world import World
from generator.errors import AmiFactoryError
from generator.plan.target import Target

Worlds = Callable[[Target], World]
Agree = Callable[[Sequence[Draft]], bool]


def deploy(
    targets: Sequence[Target], wish: Wish, worlds: Worlds, agree: Agree, stop: Stop
) -> tuple[Outcome, ...]:
    """How it ended for each target, in their order; one that fails does not stop the others.

    `agree` is asked once for all changes that can be made.

    Raises:
        KeyboardInterrupt: when the user stops it; what has not begun is undone by then.
    """
    drafts: list[Draft] = []
    try:
        prepared = together(
            [partial(_prepared, each, wish, worlds, drafts) for each in targets], stop
        )
        prepared = [_shown(each, wish, worlds) for each in prepared]
        ready = [each for each in prepared if isinstance(each, Draft)]
        if ready:
            _left_out(targets, prepared, worlds)
        agreed = not ready or agree(ready)
    except BaseException:
        for draft in drafts:
            drop(draft.order, worlds(draft.target))
        raise
    work = _execute if agreed else _declined
    return tuple(together([partial(work, each, wish, worlds) for each in prepared], stop))


def _prepared(target: Target, wish: Wish, worlds: Worlds, drafts: list[Draft]) -> Draft | Outcome:
    try:
        world = worlds(target)
        world.sleep(0)
        made = prepare(target, wish, world)
    except AmiFactoryError as error:
        return _failed(target, error)
    if isinstance(made, Draft):
        drafts.append(made)
    return made


def _shown(made: Draft | Outcome, wish: Wish, worlds: Worlds) -> Draft | Outcome:
    """Show it, also when it is not to be made: the user has to see why."""
    if isinstance(made, Outcome):
        return made
    world = worlds(made.target)
    world.review(made)
    error = refused(made, wish)
    if error is None:
        return made
    drop(made.order, world)
    return _failed(made.target, error)


def _left_out(
    targets: Sequence[Target], prepared: Sequence[Draft | Outcome], worlds: Worlds
) -> None:
    """Say who is not among those that the user is asked about; the whole story comes at the end."""
    for target, made in zip(targets, prepared, strict=True):
        if isinstance(made, Outcome) and made.error:
            worlds(target).say(target.name, f"left out: {made.error.message}")


def _execute(made: Draft | Outcome, wish: Wish, worlds: Worlds) -> Outcome:
    if isinstance(made, Outcome):
        return made
    try:
        return execute(made, wish, worlds(made.target))
    except AmiFactoryError as error:
        return _failed(made.target, error)


def _declined(made: Draft | Outcome, _wish: Wish, worlds: Worlds) -> Outcome:
    if isinstance(made, Outcome):
        return made
    drop(made.order, worlds(made.target))
    return Outcome(
        made.target.name, Result.DROPPED, error=DeclinedError("nothing was changed, as you said no")
    )


def _failed(target: Target, error: AmiFactoryError) -> Outcome:
    status = error.status if isinstance(error, FailedError) else ""
    return Outcome(target.name, Result.FAILED, status=status, error=error)
