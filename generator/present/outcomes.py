"""How deployments ended, as text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.deploy.outcome import Failure, Outcome, Result, Stays
from generator.errors import AmiFactoryError
from generator.ports.place import Place
from generator.ports.stacks import Order
from generator.present.columns import columns
from generator.present.elapsed import spell
from generator.present.foreign import harmless, line_start

_WORDS = {
    Result.CREATED: "is created",
    Result.UPDATED: "is updated",
    Result.UNCHANGED: "is up to date: nothing changes",
    Result.DELETED: "is deleted",
    Result.ABSENT: "is not there: nothing to delete",
}


def outcome_lines(
    outcome: Outcome, place: Place, ways: Sequence[tuple[str, str]], seconds: float | None = None
) -> Iterator[str]:
    """A stack that is as it was asked for: what it gives, what to know, what to do next."""
    took = f", in {spell(seconds)}" if seconds is not None else ""
    said = _WORDS.get(outcome.result, "is under way in AWS; nobody waits for it here")
    yield line_start(f"Stack {outcome.stack} ({place}) {said}{took}")
    outputs = [(harmless(name), harmless(value)) for name, value in outcome.outputs.items()]
    yield from columns(outputs, "  ") if outputs else ()
    yield from (f"  note: {harmless(note)}" for note in outcome.notes)
    yield from stays_lines(outcome.stays)
    yield from way_lines(ways)


def stays_lines(stays: Sequence[Stays]) -> Iterator[str]:
    """What outlives a stack."""
    if not stays:
        return
    yield "  stays, since it may hold what you need; delete it yourself when you do not:"
    yield from columns(
        [(harmless(each.logical_id), each.type, harmless(each.physical_id)) for each in stays],
        "    ",
    )


def left_lines(order: Order, command: str) -> Iterator[str]:
    """What a change set that was not undone may leave behind, and what removes it."""
    name = harmless(order.stack_name)
    if order.creates:
        yield f"the empty stack {name} may be left behind, with the change set {order.name}:"
    else:
        yield f"the change set {order.name} of {name} may be left behind (it changes nothing):"
    yield from way_lines([(command, "# remove it")])


def way_lines(ways: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Commands to go on with, and what each is for."""
    if ways:
        yield "  next:"
        yield from columns([(harmless(way), said) for way, said in ways], "    ")


def error_lines(outcome: Outcome, place: Place, seconds: float | None = None) -> Iterator[str]:
    """Why a stack is not as it was asked for."""
    error = outcome.error
    if error is None:
        return
    if outcome.result is Result.DROPPED:
        yield line_start(f"Stack {outcome.stack} ({place}): {error.message}")
        return
    took = f" after {spell(seconds)}" if seconds is not None else ""
    name = "" if outcome.stack in error.message else f"{outcome.stack}: "
    yield f"error: {harmless(name + error.message)} ({place}){took}"
    if outcome.failure:
        yield from _failure(outcome.failure, outcome)
    yield from _hint(error)


def _failure(failure: Failure, outcome: Outcome) -> Iterator[str]:
    if failure.logical_id:
        kind = f" ({failure.type})" if failure.type else ""
        yield f"  failed  {harmless(failure.logical_id + kind)}"
    yield f"  cause   {harmless(failure.reason)}"
    if failure.place:
        yield f"  from    {harmless(failure.place)}"
    then = _then(failure, outcome)
    if then:
        yield f"  then    {then}"


def _then(failure: Failure, outcome: Outcome) -> str:
    said = []
    if failure.cancelled:
        more = "resource was" if failure.cancelled == 1 else "resources were"
        said.append(f"{failure.cancelled} more {more} cancelled")
    if outcome.status:
        said.append(f"the stack is in {outcome.status}")
    return "; ".join(said)


def _hint(error: AmiFactoryError) -> Iterator[str]:
    if error.hint:
        yield f"  hint: {harmless(error.hint)}"
