"""What `generate` does: every payload to a staged template, then all of them in place."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from generator import crew
from generator.cli import wiring
from generator.findings import Report
from generator.lint.findings import collisions
from generator.output import Outcome, Staged, commit, compare, discard, stage, sweep
from generator.payload.model import Suppression
from generator.present.images import image_lines

DESTINATION = "destination-account"

WORTH_SHARING = 4
"""Payloads from which on several processes are quicker than one."""


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for."""

    suppressed: tuple[Suppression, ...]
    template_format: str
    folder: Path
    only_compare: bool


@dataclass(frozen=True, slots=True)
class Made:
    """One payload's result, small enough to keep for thousands."""

    file: str
    name: str
    images: tuple[str, ...]
    """One line an image: its name, where it comes from, when it is built."""
    resources: int
    copies: bool
    report: Report
    staged: Staged | None


def make(files: tuple[str, ...], order: Order) -> tuple[tuple[Made, ...], Report]:
    """Make every template; in place only when no payload has an error.

    Raises:
        UnreadableError, OutputError: with nothing left behind.
    """
    sweep(order.folder)
    made: list[Made] = []
    try:
        for each in _each(files, order):
            made.append(each)  # noqa: PERF402  # what is done is known when the next one fails
        report = _together(made)
        if not report.failed:
            made += _destination(made, order)
            commit(_staged(made))
    except BaseException:
        discard(_staged(made))
        raise
    if report.failed:
        discard(_staged(made))
    return tuple(made), report


def _each(files: tuple[str, ...], order: Order) -> Iterator[Made]:
    one = partial(_make, order)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
    if len(files) < WORTH_SHARING or cores == 1 or not crew.forks() or "-" in files:
        return map(one, files)
    return crew.in_order(one, files, cores)


def _make(order: Order, file: str) -> Made:
    stack = wiring.stack(file, order.suppressed, order.template_format)
    report = stack.report
    if not report.findings and not report.suppressed:
        report = Report()
    name = stack.loaded.factory_name
    staged = None
    if stack.text:
        place = compare if order.only_compare else stage
        staged = place(order.folder / f"{name}.{order.template_format}", stack.text)
    return Made(
        file=file,
        name=name,
        images=image_lines(stack.loaded.payload) if stack.loaded.payload else (),
        resources=len(stack.graph.nodes) if stack.graph else 0,
        copies=bool(stack.graph and stack.graph.needs_destination_roles),
        report=report,
        staged=staged,
    )


def _together(made: list[Made]) -> Report:
    report = Report(tuple(collisions([(each.name, each.file) for each in made])))
    for each in made:
        report += each.report
    return report


def _destination(made: list[Made], order: Order) -> Iterator[Made]:
    """The other half, for accounts that receive copies; only when a payload makes some."""
    if not any(each.copies for each in made):
        return
    from generator.templates.destination import destination_account

    written = wiring.WRITERS[order.template_format](destination_account())
    place = compare if order.only_compare else stage
    staged = place(order.folder / f"{DESTINATION}.{order.template_format}", written)
    yield Made("", DESTINATION, (), 1, False, Report(), staged)


def _staged(made: list[Made]) -> Iterator[Staged]:
    return (each.staged for each in made if each.staged is not None)


def stale(made: tuple[Made, ...]) -> bool:
    """True when something there is not as it should be."""
    return any(each.staged and each.staged.outcome is not Outcome.SAME for each in made)
