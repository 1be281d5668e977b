"""What `publish` does: templates into buckets, buttons beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import click

from generator.cli import launches, published, reporting
from generator.cli.options import CLASSIC, IMAGE_BUILDER, Asked
from generator.cli.publishable import Shelf, shelf
from generator.cli.remote import Where
from generator.errors import AccessError, Exit
from generator.output import Staged, commit, stage, staging
from generator.payload.model import Suppression
from generator.ports.place import Place
from generator.publish import button, limits, snippets
from generator.publish.readers import readers
from generator.publish.template import Template
from generator.publish.upload import Uploaded, upload


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for."""

    files: tuple[str, ...]
    suppressed: tuple[Suppression, ...]
    engines: tuple[str, ...]
    bucket: str
    bucket_region: str | None
    prefix: str
    launch_regions: tuple[str, ...]
    stack_name: str | None
    parameters: Mapping[str, str]
    folder: Path
    latest: bool = False


def read_parameters(pairs: tuple[str, ...]) -> dict[str, str]:
    """NAME=VALUE as a mapping.

    Raises:
        click.UsageError: for one without =, or a name that is given twice.
    """
    found: dict[str, str] = {}
    for pair in pairs:
        name, separator, value = pair.partition("=")
        if not separator or not name:
            raise click.UsageError(f'--parameter "{pair}": write NAME=VALUE')
        if name in found:
            raise click.UsageError(f"--parameter {name} is given twice")
        found[name] = value
    return found


def run(order: Order, where: Where, asked: Asked) -> Exit:
    """Publish all, or nothing when a payload has an error.

    Raises:
        click.UsageError: when options do not go with the templates.
        AccessError, RemoteError: when AWS cannot be used.
        OutputError: when the snippets cannot be written.
    """
    asked.aside = not asked.for_programs  # standard output carries the snippets
    made = shelf(order.files, order.suppressed, order.engines)
    if made.unread or made.report.failed:
        return reporting.finish(made.report, asked, made.unread)
    if made.report.findings and not asked.for_programs:
        reporting.show(made.report, asked)
    plan = _plan(order, made)
    place = where.place()
    wanted = launches.wanted(plan, order, place.region)
    published.begin(place, asked)
    done = [_published(each, order, where, place, asked) for each in wanted]
    staged = _write(done, order.folder)
    if made.scheduled and {CLASSIC, IMAGE_BUILDER} <= {*order.engines}:
        published.two_engines(made.scheduled)
    published.tell(done, staged, place, made.report, asked)
    return Exit.DONE


def _plan(order: Order, made: Shelf) -> tuple[Template, ...]:
    """The templates, once it is sure that the options are for them."""
    known = {name for each in made.templates for name in each.parameters}
    for name in order.parameters:
        if name not in known:
            said = ", ".join(sorted(known)) or "none"
            raise click.UsageError(f"no template has the parameter {name}; they have: {said}")
    if order.stack_name is not None:
        if len(order.files) > 1:
            raise click.UsageError("--stack-name is for a single payload")
        if not limits.stack_name_is_good(order.stack_name):
            raise click.UsageError(
                f'--stack-name "{order.stack_name}": letters, digits and hyphens, a letter first, '
                "at most 128"
            )
    return made.templates


def _published(
    wanted: launches.Wanted, order: Order, where: Where, place: Place, asked: Asked
) -> published.Published:
    """One template in each of its buckets, and its buttons."""
    template = wanted.template
    uploads: dict[str, Uploaded] = {}
    for bucket, near in wanted.buckets(order.bucket, order.bucket_region):
        store = launches.store(bucket, place.account, near or place.region, where.profile)
        uploads[bucket] = upload(template, store, order.prefix, latest=order.latest)
        _fits(uploads[bucket].url, template)
        published.uploaded(uploads[bucket], template, asked)
    buttons = launches.buttons(wanted, order, uploads)
    for each in buttons:
        for warning in (*limits.warnings(each.link or ""), *launches.apart(each.region, place)):
            published.warn(f"{template.name} in {each.region}: {warning}")
    who = {bucket: _readers(done, where, asked) for bucket, done in uploads.items()}
    return published.Published(template, tuple(uploads.values()), buttons, who)


def _fits(url: str, template: Template) -> None:
    for error in limits.errors(url, template.data):
        raise click.UsageError(f"{template.name}: {error}; shorten --prefix or --bucket")


def _readers(done: Uploaded, where: Where, asked: Asked) -> tuple[str, ...] | None:
    """Who may read beside this account; None when that is not to be known."""
    from generator.aws import bucket_policy

    policy = bucket_policy.connect(done.bucket, where.region, where.profile)
    try:
        said = readers(policy.text(), done.bucket, done.key)
        public = policy.public()
    except AccessError:
        return None
    if public:
        published.public(done.bucket, asked)
    return said


def _write(done: list[published.Published], folder: Path) -> list[Staged]:
    with staging(folder) as place:
        staged = [stage(folder / button.FILE, button.button(), place)]
        for each in done:
            name = each.template.name
            markdown, html = snippets.markdown(each.buttons), snippets.html(each.buttons)
            staged.append(stage(folder / f"{name}.launch.md", markdown, place))
            staged.append(stage(folder / f"{name}.launch.html", html, place))
        commit(staged)
    return staged
