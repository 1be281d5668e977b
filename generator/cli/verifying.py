"""What `verify` does: a link taken apart, its template read and compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import click

from generator.cli import reporting, streams
from generator.cli.options import Asked
from generator.cli.publishable import Shelf, shelf
from generator.cli.remote import Where
from generator.errors import Exit, NotFoundError
from generator.findings import Report
from generator.payload.model import Suppression
from generator.present.foreign import harmless, line_start
from generator.publish.keys import sha256
from generator.publish.links import Launch, read_link
from generator.publish.template_url import TemplateUrl, read_template_url
from generator.publish.verify import Beside, Comparison, compare

NOTHING = "there is nothing to compare the template with: add --sha256, or the payload's file"


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for."""

    url: str
    files: tuple[str, ...]
    suppressed: tuple[Suppression, ...]
    engines: tuple[str, ...]
    wanted: str
    """The digest that was given; empty for none."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found."""

    launch: Launch
    is_link: bool
    place: TemplateUrl
    digest: str
    comparisons: tuple[Comparison, ...]

    @property
    def code(self) -> Exit:
        """5 when something differs, 4 when nothing could be compared."""
        if not self.comparisons:
            return Exit.MACHINE
        return Exit.DONE if all(each.same for each in self.comparisons) else Exit.CHANGES


def run(order: Order, where: Where, asked: Asked) -> Exit:
    """Show and compare.

    Raises:
        click.UsageError: for a URL that is neither a launch link nor a template's.
        AccessError, RemoteError: when the template cannot be read.
    """
    asked.aside = not asked.for_programs  # findings are about the payload, not the link
    launch, is_link = read(order.url)
    place = located(launch.template)
    made = shelf(order.files, order.suppressed, order.engines) if order.files else Shelf(Report())
    if made.unread or made.report.failed:
        return reporting.finish(made.report, asked, made.unread)
    if not asked.for_programs:
        streams.out("".join(f"{line}\n" for line in opening(launch, place, is_link=is_link)))
    data = _fetch(place, where)
    compared = compare(data, place.key, order.wanted, made.templates)
    verdict = Verdict(launch, is_link, place, sha256(data), compared)
    if asked.findings == "json":
        streams.out(f"{_as_json(verdict, made.report)}\n")
    else:
        streams.out("".join(f"{line}\n" for line in judged(verdict)))
    said = f"error: {NOTHING}" if not compared else advice(compared)
    if said and not asked.for_programs:
        streams.err(f"{said}\n")
    return verdict.code


def read(url: str) -> tuple[Launch, bool]:
    """What the URL is about, and whether it is a launch link.

    Raises:
        click.UsageError: when it is neither that nor a template's URL.
    """
    launch = read_link(url)
    if launch is not None and not launch.template:
        raise click.UsageError("the link names no template (templateURL)")
    return (launch, True) if launch else (Launch("", url), False)


def located(url: str) -> TemplateUrl:
    """The bucket and key.

    Raises:
        click.UsageError: when CloudFormation would not read a template there.
    """
    from generator.aws.partitions import dns_suffixes

    place = read_template_url(url, dns_suffixes())
    if place is None:
        raise click.UsageError(
            f'"{harmless(url)}" is neither a launch link of the AWS console nor the https URL of '
            "a template in S3; do not launch it"
        )
    return place


def _fetch(place: TemplateUrl, where: Where) -> bytes:
    from generator.aws import published

    near = replace(where, region=place.region or where.region or "us-east-1")
    data = published.connect(near.region, near.profile).fetch(
        place.bucket, place.key, place.version
    )
    if data is None:
        raise NotFoundError(
            f"there is no template at s3://{place.bucket}/{place.key}",
            "ask who gave you the link; a template that was published stays under its key",
        )
    return data


def opening(launch: Launch, place: TemplateUrl, *, is_link: bool) -> list[str]:
    """What the link opens, before anything is read."""
    rows = [("bucket", place.bucket), ("key", place.key)]
    if place.version:
        rows.append(("version", place.version))
    if is_link:
        told = launch.region or "the one the visitor used last"
        rows = [("region", told), ("stack", launch.stack or "not named"), *rows]
    rows += [("parameter", f"{name} = {value}") for name, value in launch.parameters.items()]
    rows += [("ignored", f"{name}: the console does not know it") for name in launch.others]
    return [line_start(f"{name:<10}{value}") for name, value in rows]


def judged(verdict: Verdict) -> list[str]:
    """The digest, and every comparison."""
    lines = [f"{'sha256':<10}{verdict.digest}"]
    for each in verdict.comparisons:
        said = f"{'same' if each.same else 'DIFFERS':<10}{each.what}"
        beside = f": {each.expected}" if each.expected and not each.same else ""
        lines.append(harmless(f"{said}{beside}"))
    return lines


def advice(comparisons: Sequence[Comparison]) -> str:
    """What to make of the comparisons; empty when all is well."""
    differing = {each.beside for each in comparisons if not each.same}
    if {Beside.GIVEN, Beside.KEY} & differing:
        return "do not launch it: this is not the template that was published"
    if Beside.PAYLOAD in differing:
        return (
            "the payload has changed since, or the template is not made from it: publish it again, "
            "or compare with the payload of that day"
        )
    if {each.beside for each in comparisons} == {Beside.KEY}:
        return (
            "nobody wrote over the template; whether the bucket is its publisher's, only --sha256 "
            "or the payload can tell"
        )
    return ""


def _as_json(verdict: Verdict, report: Report) -> str:
    import json

    from generator.present.json_report import dump, show_json

    launch, place = verdict.launch, verdict.place
    return dump(
        {
            **json.loads(show_json(report)),
            "region": launch.region or None,
            "stackName": launch.stack or None,
            "parameters": dict(launch.parameters),
            "ignored": list(launch.others),
            "bucket": place.bucket,
            "key": place.key,
            "versionId": place.version or None,
            "sha256": verdict.digest,
            "comparisons": _listed(verdict.comparisons),
            "same": verdict.code is Exit.DONE,
        }
    )


def _listed(comparisons: Sequence[Comparison]) -> list[dict[str, Any]]:
    return [
        {"with": each.beside.value, "same": each.same, "expected": each.expected or None}
        for each in comparisons
    ]
