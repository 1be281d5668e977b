"""What `generate` does: every payload to a template, then all of them in place, or none."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from generator.cli import sharing, twins, wiring
from generator.errors import OutputError, UnreadableError
from generator.findings import Location, Report
from generator.output import Outcome, Staged, commit, compare, stage, staging
from generator.payload.model import Suppression
from generator.present.images import image_lines


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for."""

    suppressed: tuple[Suppression, ...]
    template_format: str
    folder: Path | None = None
    """Where templates are to be; None keeps their text instead."""
    only_compare: bool = False


@dataclass(frozen=True, slots=True)
class Made:
    """One payload's result, small enough to keep for thousands."""

    name: str
    named: Location | None
    """Where the payload says its name; None when nothing can be made of it."""
    images: tuple[str, ...]
    """One line an image: its name, where it comes from, when it is built."""
    resources: int
    copies: bool
    report: Report
    text: str = ""
    staged: Staged | None = None


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What was made of all payloads, and why some could not be read."""

    made: tuple[Made, ...]
    report: Report
    unread: tuple[UnreadableError, ...]


def make(files: tuple[str, ...], order: Order) -> Outcomes:
    """Make every template; in place only when no payload has an error.

    Raises:
        OutputError: with nothing left behind.
    """
    with _place(order) as place:
        made, unread = sharing.results(partial(_make, order, place), files)
        report = sharing.together([*(each.report for each in made), twins.report(made)])
        if not unread and not report.failed:
            made += _destination(made, order, place)
            _spare(files, made)
            commit(each.staged for each in made if each.staged is not None)
    return Outcomes(tuple(made), report, tuple(unread))


def stale(made: tuple[Made, ...]) -> bool:
    """True when something there is not as it should be."""
    return any(each.staged and each.staged.outcome is not Outcome.SAME for each in made)


def _place(order: Order) -> AbstractContextManager[Path | None]:
    if order.folder is None or order.only_compare:
        return nullcontext()
    return staging(order.folder)


def _make(order: Order, place: Path | None, file: str) -> Made:
    stack = wiring.stack(file, order.suppressed, order.template_format)
    payload = stack.loaded.payload
    name = stack.loaded.factory_name
    return Made(
        name=name,
        named=stack.loaded.locate(("factory", "name")) if payload else None,
        images=image_lines(payload) if payload else (),
        resources=len(stack.graph.nodes) if stack.graph else 0,
        copies=bool(stack.graph and stack.graph.needs_destination_roles),
        report=sharing.slim(stack.report),
        text=stack.text if order.folder is None else "",
        staged=_staged(order, place, name, stack.text) if stack.text else None,
    )


def _staged(order: Order, place: Path | None, name: str, text: str) -> Staged | None:
    if order.folder is None:
        return None
    target = order.folder / f"{name}.{order.template_format}"
    return compare(target, text) if place is None else stage(target, text, place)


def _destination(made: list[Made], order: Order, place: Path | None) -> Iterator[Made]:
    """The other half, for accounts that receive copies; only when a payload makes some."""
    if not any(each.copies for each in made):
        return
    from generator.templates.destination import destination_account

    text = wiring.WRITERS[order.template_format](destination_account())
    staged = _staged(order, place, twins.DESTINATION, text)
    yield Made(twins.DESTINATION, None, (), 1, False, Report(), text, staged)


def _spare(files: tuple[str, ...], made: list[Made]) -> None:
    """Refuse to write a template over a payload.

    Raises:
        OutputError: for the first one that would be lost.
    """
    payloads = {os.path.realpath(file): file for file in files}
    for each in made:
        file = each.staged and payloads.get(os.path.realpath(each.staged.path))
        if file:
            raise OutputError(
                f"the template would overwrite the payload {file}",
                "choose another folder with --output, or another factory.name",
            )
