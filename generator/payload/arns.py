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
    for path, text in _texts(payload):
        if text is None:
            continue
        start = len(_OF_PARAMETER) if text.startswith(_OF_PARAMETER) else 0
        if text.startswith("arn:", start):
            _, partition, service, region, account, resource = text[start:].split(":", 5)
            yield Arn(path, start, partition, service, region, account, resource)


Places = Iterator[tuple[Path, str | None]]


def _texts(payload: Payload) -> Places:
    yield from _of_factory(payload.factory)
    for position, image in enumerate(payload.amis):
        yield from _of_image(("amis", position), image)


def _of_factory(factory: Factory) -> Places:
    yield ("factory", "kmsKeyId"), factory.kms_key_id
    yield ("factory", "permissionsBoundary"), factory.permissions_boundary
    yield ("factory", "workflowRole"), factory.workflow_role
    yield from _listed(("factory", "instancePolicies"), factory.instance_policies)
    if factory.notifications is not None:
        yield ("factory", "notifications", "topicArn"), factory.notifications.topic_arn


def _of_image(path: Path, image: Image) -> Places:
    yield (*path, "sourceImage"), image.source_image.text
    for position, use in enumerate(image.components):
        yield (*path, "components", position, "arn"), use.arn
    if image.tests is not None:
        for position, use in enumerate(image.tests.components):
            yield (*path, "tests", "components", position, "arn"), use.arn
    for position, flow in enumerate(image.workflows):
        yield (*path, "workflows", position, "arn"), flow.arn
    for position, volume in enumerate(image.volumes):
        yield (*path, "volumes", position, "kmsKeyId"), volume.kms_key_id
    yield from _of_place(path, image)
    for position, target in enumerate(image.regions):
        yield (*path, "regions", position, "kmsKeyId"), target.kms_key_id
        yield from _of_place((*path, "regions", position), target)


def _of_place(path: Path, place: Image | RegionTarget) -> Places:
    yield from _listed((*path, "organizations"), place.organizations)
    yield from _listed((*path, "organizationalUnits"), place.organizational_units)


def _listed(path: Path, texts: Iterable[str] | None) -> Places:
    for position, text in enumerate(texts or ()):
        yield (*path, position), text
