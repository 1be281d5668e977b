"""What `generate` does: every payload to a template, then all of them in place, or none."""

from __future__ import annotations

import os
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from generator.classic.scheduled_image import ScheduledImage
from generator.cli import options, sharing, twins, wiring
from generator.cli.options import CLASSIC
from generator.errors import OutputError, UnreadableError
from generator.findings import Finding, Location, Report
from generator.lint import codes as lint_codes
from generator.output import Outcome, Staged, commit, compare, stage, staging
from generator.payload.model import Suppression
from generator.present.images import image_lines
from generator.templates.stack import Template


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for."""

    suppressed: tuple[Suppression, ...]
    template_format: str
    folder: Path | None = None
    """Where templates are to be; None keeps their text instead."""
    only_compare: bool = False
    engines: tuple[str, ...] = options.ENGINES


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
    scheduled: tuple[ScheduledImage, ...]
    """What the classic engine builds by itself."""
    report: Report
    text: str = ""
    staged: Staged | None = None


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What was made of all payloads, and why some could not be read."""

    made: tuple[Made, ...]
    report: Report
    unread: tuple[UnreadableError, ...]


MOST_SCHEDULES = 450
"""Of the 500 resources of a stack; the rest are the engine's own."""


def make(files: tuple[str, ...], order: Order) -> Outcomes:
    """Make every template; in place only when no payload has an error.

    Raises:
        OutputError: with nothing left behind.
    """
    with _place(order) as place:
        made, unread = sharing.results(partial(_make, order, place), files)
        reports = [*(each.report for each in made), twins.report(made), _crowded(made)]
        report = sharing.together(reports)
        if not unread and not report.failed:
            made += _companions(made, order, place)
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
    stack = wiring.stack(file, order.suppressed, order.template_format, order.engines)
    payload = stack.loaded.payload
    name = stack.loaded.factory_name
    return Made(
        name=name,
        named=stack.loaded.locate(("factory", "name")) if payload else None,
        images=image_lines(payload) if payload else (),
        resources=len(stack.graph.nodes) if stack.graph else 0,
        copies=bool(stack.graph and stack.graph.needs_destination_roles),
        scheduled=stack.scheduled,
        report=sharing.slim(stack.report),
        text=stack.text if order.folder is None else "",
        staged=_staged(order, place, name, stack.text) if stack.text else None,
    )


def _staged(order: Order, place: Path | None, name: str, text: str) -> Staged | None:
    if order.folder is None:
        return None
    target = order.folder / f"{name}.{_ending(name, order.template_format)}"
    return compare(target, text) if place is None else stage(target, text, place)


def _ending(name: str, template_format: str) -> str:
    """The classic template keeps the name people know: AmiFactory.yml."""
    return "yml" if (name, template_format) == (twins.CLASSIC, "yaml") else template_format


def _crowded(made: list[Made]) -> Report:
    """The classic engine is one stack for all payloads, with a resource a schedule."""
    scheduled = sum(len(each.scheduled) for each in made)
    place = next((each.named for each in made if each.scheduled and each.named), None)
    if place is None or scheduled <= MOST_SCHEDULES:
        return Report()
    code = lint_codes.TOO_MANY_RESOURCES
    message = f"{scheduled} scheduled images are more than the {MOST_SCHEDULES} of one AmiFactory"
    hint = "use --engine image-builder, or generate the payloads in several calls"
    return Report((Finding(code.id, code.severity, message, hint, place),))


def _companions(made: list[Made], order: Order, place: Path | None) -> list[Made]:
    """Templates that no single payload makes: for other accounts, and the classic engine's."""
    found = []
    if any(each.copies for each in made):
        from generator.templates.destination import destination_account

        found.append(_companion(order, place, twins.DESTINATION, destination_account()))
    if CLASSIC in order.engines:
        from generator.classic.assemble import classic_template

        scheduled = tuple(image for each in made for image in each.scheduled)
        found.append(_companion(order, place, twins.CLASSIC, classic_template(scheduled)))
    return found


def _companion(order: Order, place: Path | None, name: str, template: Template) -> Made:
    text = wiring.WRITERS[order.template_format](template)
    resources = len(template["Resources"])
    staged = _staged(order, place, name, text)
    return Made(name, None, (), resources, False, (), Report(), text, staged)


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
