"""Payloads as templates to publish: those that `generate` would write."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from generator.classic.scheduled_image import ScheduledImage
from generator.cli import sharing, twins, wiring
from generator.cli.making import MOST_SCHEDULES
from generator.cli.options import CLASSIC
from generator.cli.targets import CLASSIC_STACK
from generator.errors import UnreadableError
from generator.findings import Finding, Location, Report
from generator.lint.codes import TOO_MANY_RESOURCES
from generator.payload.model import Suppression
from generator.plan.origins import FACTORY_TAG
from generator.plan.target import capabilities
from generator.publish.template import Template


@dataclass(frozen=True, slots=True)
class Publishable:
    """What one payload gives."""

    file: str
    name: str
    named: Location | None
    copies: bool
    scheduled: tuple[ScheduledImage, ...]
    report: Report
    template: Template | None = None
    region: str = ""
    """To which the payload pins its stack."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """What all payloads give; no templates when any has an error."""

    report: Report
    unread: tuple[UnreadableError, ...] = ()
    templates: tuple[Template, ...] = ()
    scheduled: tuple[str, ...] = ()
    """Images that the classic engine builds by itself, by name."""
    files: Mapping[str, str] = field(default_factory=dict)
    """Payload of each template that one makes, by the template's name."""


def shelf(
    files: tuple[str, ...], suppressed: tuple[Suppression, ...], engines: tuple[str, ...]
) -> Shelf:
    """Read, check and render all payloads, and what they need beside their own templates."""
    made, unread = sharing.results(partial(_made, suppressed, engines), files)
    reports = [*(each.report for each in made), twins.report(made), _crowded(made)]
    report = sharing.together(reports)
    if unread or report.failed:
        return Shelf(report, tuple(unread))
    own = [each.template for each in made if each.template]
    return Shelf(
        report,
        templates=(*own, *_companions(made, engines)),
        scheduled=tuple(image.image_name for each in made for image in each.scheduled),
        files={each.name: each.file for each in made},
    )


def _made(suppressed: tuple[Suppression, ...], engines: tuple[str, ...], file: str) -> Publishable:
    stack = wiring.stack(file, suppressed, engines=engines)
    payload, name = stack.loaded.payload, stack.loaded.factory_name
    region = (payload and payload.factory.region) or ""
    template = None
    if stack.rendered is not None and stack.text:
        tags = {FACTORY_TAG: name}
        template = _template(name, stack.text, stack.rendered.template, region, tags)
    return Publishable(
        file=file,
        name=name,
        named=stack.loaded.locate(("factory", "name")) if payload else None,
        copies=bool(stack.graph and stack.graph.needs_destination_roles),
        scheduled=stack.scheduled,
        report=sharing.slim(stack.report),
        template=template,
        region=region,
    )


def _template(
    name: str,
    text: str,
    template: Mapping[str, Any],
    region: str = "",
    tags: Mapping[str, str] | None = None,
) -> Template:
    return Template(
        name=name,
        text=text,
        capabilities=capabilities(template),
        parameters=tuple(template.get("Parameters", {})),
        regions=(region,) if region else (),
        tags=tags or {},
    )


def _companions(made: list[Publishable], engines: tuple[str, ...]) -> list[Template]:
    """Templates that no single payload makes: for other accounts, and the classic engine's."""
    found = []
    if any(each.copies for each in made):
        from generator.templates.destination import destination_account

        found.append(_companion(twins.DESTINATION, destination_account()))
    if CLASSIC in engines:
        from generator.classic.assemble import classic_template

        scheduled = tuple(image for each in made for image in each.scheduled)
        tags = {FACTORY_TAG: CLASSIC_STACK}
        found.append(_companion(twins.CLASSIC, classic_template(scheduled), tags))
    return found


def _companion(
    name: str, template: dict[str, Any], tags: Mapping[str, str] | None = None
) -> Template:
    return _template(name, wiring.WRITERS["yaml"](template), template, tags=tags)


def _crowded(made: list[Publishable]) -> Report:
    """The classic engine is one stack for all payloads, with a resource a schedule."""
    scheduled = sum(len(each.scheduled) for each in made)
    place = next((each.named for each in made if each.scheduled and each.named), None)
    if place is None or scheduled <= MOST_SCHEDULES:
        return Report()
    message = f"{scheduled} scheduled images are more than the {MOST_SCHEDULES} of one AmiFactory"
    hint = "use --engine image-builder, or publish the payloads in several calls"
    code = TOO_MANY_RESOURCES
    return Report((Finding(code.id, code.severity, message, hint, place),))
