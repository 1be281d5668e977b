"""What `rehearse` does: choose documents, make machines, run, show, say how to leave."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from generator.cli import accepting, reporting, streams
from generator.cli.options import Asked
from generator.cli.rehearse_choice import Chosen, Wanted, choose
from generator.cli.rehearse_logs import write_logs
from generator.cli.rehearse_view import View
from generator.errors import Exit
from generator.ports.machine import Machines
from generator.present import rehearsal
from generator.present.foreign import harmless
from generator.rehearse.events import Listen
from generator.rehearse.logs import Recorder
from generator.rehearse.model import Result, Status
from generator.rehearse.plan import plan
from generator.rehearse.run import rehearse

__all__ = ["Place", "Wanted", "run"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where and how it is rehearsed."""

    network: bool = False
    root: str = ""
    sandbox: str = ""
    seconds: float | None = None
    logs: str | None = None
    keep: bool = False


def run(wanted: Wanted, place: Place, asked: Asked, *, written: str, dry_run: bool) -> Exit:
    """Rehearse, or only say what would be.

    Raises:
        UnreadableError: when the file cannot be read.
        UnavailableError: when this machine cannot rehearse it.
        OutputError: when logs cannot be written.
        click.UsageError: for an image or a parameter that is not there.
    """
    asked.findings = "json" if written == "json" else "text"
    suppressed = accepting.suppressions(asked.suppress)
    chosen = choose(wanted, suppressed, network=place.network)
    if chosen.report.failed:
        return reporting.finish(chosen.report, asked)
    _warn(chosen, asked)
    if dry_run:
        return _planned(chosen, place, written)
    return _rehearsed(chosen, place, written)


def _warn(chosen: Chosen, asked: Asked) -> None:
    """Warnings do not stop it, and standard output is for the result."""
    if chosen.report.findings:
        kept, asked.findings, asked.aside = asked.findings, "text", True
        reporting.show(chosen.report, asked)
        asked.findings, asked.aside = kept, False


def _planned(chosen: Chosen, place: Place, written: str) -> Exit:
    planned = plan(chosen.uses, network=place.network)
    streams.out(rehearsal.show_plan(planned, _left_out(chosen), written))
    return Exit.MACHINE if planned.refusals else Exit.DONE


def _rehearsed(chosen: Chosen, place: Place, written: str) -> Exit:
    now = partial(datetime.now, UTC)
    recorder = Recorder(now)
    view = View(streams.err, recorder)
    began = time.monotonic()
    result, kept = _run(chosen, place, view, now)
    told = rehearsal.Told(
        title=chosen.title,
        result=view.explained(result, chosen.scripts),
        left_out=_left_out(chosen),
        seconds=time.monotonic() - began,
        kept=kept,
    )
    if place.logs is not None:
        write_logs(place.logs, told.result, chosen.uses, recorder.told)
    streams.out(rehearsal.show(told, written))
    return _code(result)


def _left_out(chosen: Chosen) -> tuple[tuple[str, str], ...]:
    return tuple((each.name, each.why) for each in chosen.unrehearsed)


def _run(
    chosen: Chosen, place: Place, listen: Listen, now: Callable[[], datetime]
) -> tuple[Result, str]:
    """The result, and where the files of the machines were left."""
    refused = plan(chosen.uses, network=place.network).refusals
    if refused:
        return Result(Status.REFUSED, "", refusals=refused), ""
    if not chosen.uses:
        return Result(Status.SUCCESS, "nothing"), ""
    machines = _machines(place)
    try:
        result = rehearse(chosen.watched, machines, listen, now=now, network=place.network)
        return result, _kept(machines) if place.keep else ""
    finally:
        machines.close()


def _machines(place: Place) -> Machines:
    from generator.sandbox.choose import Order, choose
    from generator.sandbox.limits import Deadline, Limits

    end = None if place.seconds is None else time.monotonic() + place.seconds
    deadline = Deadline(time.monotonic, end)
    order = Order(Limits(), deadline, place.sandbox, place.root, place.network, place.keep)
    return choose(order, lambda note: streams.err(f"note: {harmless(note)}\n"))


def _kept(machines: Machines) -> str:
    with suppress(AttributeError):
        return str(getattr(machines, "folder", "") or "")
    return ""


def _code(result: Result) -> Exit:
    if result.status is Status.REFUSED:
        return Exit.MACHINE
    return Exit.DONE if result.passed or not result.stages else Exit.FAILED
