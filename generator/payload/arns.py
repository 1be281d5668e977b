"""Every ARN that a payload names, with its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from generator.findings import Path
from generator.payload.distribution import RegionTarget
from generator.payload.factory import Factory
from generator.payload.image import Image
from generator.payload.model import Payload

_OF_PARAMETER = "ssm:"
"""Stands before the ARN of a parameter in `sourceImage`."""


class Arn(NamedTuple):
    """An ARN taken apart; its place is a payload path and an offset into the value's text."""

    path: Path
    start: int
    partition: str
    service: str
    region: str
    """Empty for global services."""
    account: str
    resource: str

    @property
    def partition_span(self) -> tuple[int, int]:
        """Offsets of the partition into the value's text."""
        first = self.start + len("arn:")
        return first, first + len(self.partition)

    @property
    def region_span(self) -> tuple[int, int]:
        """Offsets of the region into the value's text."""
        first = self.partition_span[1] + len(f":{self.service}:")
        return first, first + len(self.region)

    @property
    def managed_image(self) -> bool:
        """True for an image that AWS manages; every region has it, the template names the own."""
        return self.account == "aws" and self.resource.startswith("image/")


def arns(payload: Payload) -> Iterator[Arn]:
    """Those of the factory, then image by image; short forms of keys are no ARNs."""
    yield from _of_factory(payload.factory)
    for position, image in enumerate(payload.amis):
        yield from _of_image(("amis", position), image)


def _of_factory(factory: Factory) -> Iterator[Arn]:
    named = (
        ("kmsKeyId", factory.kms_key_id),
        ("permissionsBoundary", factory.permissions_boundary),
        ("workflowRole", factory.workflow_role),
    )
    for key, text in named:
        if text is not None and text.startswith("arn:"):
            yield _arn(("factory", key), text)
    yield from _listed(("factory",), "instancePolicies", factory.instance_policies)
    wanted = factory.notifications
    if wanted is not None and wanted.topic_arn is not None:
        yield _arn(("factory", "notifications", "topicArn"), wanted.topic_arn)


def _of_image(path: Path, image: Image) -> Iterator[Arn]:
    """Asks before it makes a path: rules do this for every image."""
    source = image.source_image.text
    if source.startswith(("arn:", f"{_OF_PARAMETER}arn:")):
        yield _arn((*path, "sourceImage"), source)
    yield from _of_uses(path, image)
    for position, volume in enumerate(image.volumes):
        yield from _of_key((*path, "volumes", position), volume.kms_key_id)
    if image.organizations or image.organizational_units:
        yield from _of_organizations(path, image)
    for position, target in enumerate(image.regions):
        if target.kms_key_id or target.organizations or target.organizational_units:
            place = (*path, "regions", position)
            yield from _of_key(place, target.kms_key_id)
            yield from _of_organizations(place, target)


def _of_uses(path: Path, image: Image) -> Iterator[Arn]:
    tests = image.tests.components if image.tests is not None else ()
    for position, use in enumerate(image.components):
        if use.arn is not None:
            yield _arn((*path, "components", position, "arn"), use.arn)
    for position, use in enumerate(tests):
        if use.arn is not None:
            yield _arn((*path, "tests", "components", position, "arn"), use.arn)
    for position, flow in enumerate(image.workflows):
        if flow.arn is not None:
            yield _arn((*path, "workflows", position, "arn"), flow.arn)


def _of_key(path: Path, text: str | None) -> Iterator[Arn]:
    if text is not None and text.startswith("arn:"):
        yield _arn((*path, "kmsKeyId"), text)


def _of_organizations(path: Path, place: Image | RegionTarget) -> Iterator[Arn]:
    yield from _listed(path, "organizations", place.organizations)
    yield from _listed(path, "organizationalUnits", place.organizational_units)


def _listed(path: Path, key: str, texts: Iterable[str] | None) -> Iterator[Arn]:
    for position, text in enumerate(texts or ()):
        yield _arn((*path, key, position), text)


def _arn(path: Path, text: str) -> Arn:
    start = text.index("arn:")
    _, partition, service, region, account, resource = text[start:].split(":", 5)
    return Arn(path, start, partition, service, region, account, resource)
