"""Which regions and buckets a template is published for, and the buttons that come of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

import click

from generator.cli import twins
from generator.cli.targets import CLASSIC_STACK, DESTINATION_STACK
from generator.ports.place import Place
from generator.ports.store import Store
from generator.publish import command_line
from generator.publish.links import Launch, link
from generator.publish.snippets import Button
from generator.publish.template import Template
from generator.publish.upload import Uploaded

REGION = "{region}"
_COMPANIONS = {twins.DESTINATION: DESTINATION_STACK, twins.CLASSIC: CLASSIC_STACK}
"""What `deploy` calls the stacks of templates that no single payload makes."""


class Asking(Protocol):
    """What was asked for, as far as launches go."""

    @property
    def bucket(self) -> str:
        """Name, or a pattern of names with {region}."""

    @property
    def launch_regions(self) -> tuple[str, ...]:
        """Empty for the region in use."""

    @property
    def stack_name(self) -> str | None:
        """Of a single payload's stack."""

    @property
    def parameters(self) -> Mapping[str, str]:
        """To be prefilled, where a template has them."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A template and where it is to be launched."""

    template: Template
    regions: tuple[str, ...]

    def buckets(self, pattern: str, near: str | None) -> Iterator[tuple[str, str | None]]:
        """Each bucket with the region to look for it in."""
        if REGION not in pattern:
            yield pattern, near
            return
        for region in self.regions:
            yield pattern.replace(REGION, region), region


def wanted(templates: tuple[Template, ...], asking: Asking, here: str) -> list[Wanted]:
    """Every template with its regions; a payload that pins its region has that one only.

    Raises:
        click.UsageError: when another one is asked for, or one that does not exist.
    """
    from generator.aws.partitions import partition_of
    from generator.errors import NoRegionError

    for region in asking.launch_regions:
        try:
            partition_of(region)
        except NoRegionError as error:
            raise click.UsageError(f"--launch-region: {error.message}; {error.hint}") from error
    return [Wanted(each, _regions(each, asking.launch_regions, here)) for each in templates]


def _regions(template: Template, asked: tuple[str, ...], here: str) -> tuple[str, ...]:
    others = [region for region in asked if template.regions and region not in template.regions]
    if others:
        raise click.UsageError(
            f"{template.name} belongs to {template.regions[0]} (factory.region); "
            f"leave --launch-region {others[0]} out, or publish it in a call of its own"
        )
    return template.regions or tuple(dict.fromkeys(asked)) or (here,)


def store(bucket: str, account: str, region: str, profile: str | None) -> Store:
    """The bucket.

    Raises:
        AccessError: when it is not there, or not this account's.
    """
    from generator.aws import store as s3

    return s3.connect(bucket, account, region, profile)


def buttons(wanted: Wanted, asking: Asking, uploads: Mapping[str, Uploaded]) -> tuple[Button, ...]:
    """A button for each region."""
    return tuple(
        _button(wanted.template, region, asking, uploads[asking.bucket.replace(REGION, region)])
        for region in wanted.regions
    )


def apart(region: str, place: Place) -> Iterator[str]:
    """Why AWS of that region cannot read a private bucket of here."""
    from generator.aws.partitions import partition_of

    other = partition_of(region)
    if other != place.partition:
        yield (
            f"it is of the partition {other}, the bucket of {place.partition}: publish for it "
            "with credentials and a bucket of its own"
        )


def _button(template: Template, region: str, asking: Asking, done: Uploaded) -> Button:
    from generator.aws.partitions import partition_of

    given = {n: v for n, v in asking.parameters.items() if n in template.parameters}
    stack = _COMPANIONS.get(template.name) or asking.stack_name or template.name
    launch = Launch(region, done.url, stack, given)
    return Button(
        name=template.name,
        region=region,
        link=link(launch, partition_of(region)),
        url=done.url,
        command=command_line.create_stack(template, launch),
        bucket=done.bucket,
        digest=template.digest,
        acknowledged=bool(template.capabilities),
    )
