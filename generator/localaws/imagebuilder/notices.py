"""What Image Builder tells others: EventBridge, and the topic of the infrastructure."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from generator.localaws.emulated import Emulated
from generator.localaws.imagebuilder.kinds import model
from generator.localaws.imagebuilder.shapes import shaped
from generator.localaws.imagebuilder.world import aws

if TYPE_CHECKING:
    from generator.localaws.imagebuilder.models import ImageBuilderBackend, Record

EMULATES = (
    Emulated(
        "Events of images: BUILDING, TESTING, DISTRIBUTING, INTEGRATING, AVAILABLE, CANCELLED and"
        " FAILED",
        "EC2 Image Builder User Guide, EventBridge integration",
    ),
    Emulated(
        "The topic of an infrastructure gets a message when an image is AVAILABLE or FAILED",
        "EC2 Image Builder User Guide, Amazon SNS integration",
    ),
)

TOLD = (
    "BUILDING",
    "TESTING",
    "DISTRIBUTING",
    "INTEGRATING",
    "AVAILABLE",
    "CANCELLED",
    "FAILED",
)


def event(
    backend: ImageBuilderBackend, kind: str, resources: list[str], detail: dict[str, Any]
) -> None:
    """Put an event on the default bus."""
    from generator.localaws.events import publish

    publish(
        {
            "detail-type": kind,
            "source": "aws.imagebuilder",
            "account": backend.account_id,
            "region": backend.region_name,
            "resources": resources,
            "detail": detail,
        }
    )


def state_changed(backend: ImageBuilderBackend, arn: str, before: str, after: str) -> None:
    """An image has another state."""
    if after in TOLD:
        detail = {"previous-state": {"status": before}, "state": {"status": after}}
        event(backend, "EC2 Image Builder Image State Change", [arn], detail)


def message(backend: ImageBuilderBackend, image: Record) -> None:
    """Tell the infrastructure's topic that a build has ended; a topic that is gone is passed."""
    topic = image.get("infrastructureConfiguration", {}).get("snsTopicArn")
    if not topic:
        return
    shape = model().shape_for("Image")
    version, _, build = image["version"].partition("/")
    told = shaped(shape, image) | {
        "versionlessArn": image["arn"].rsplit("/", 2)[0],
        "semver": _semver(version),
        "version": version,
        "buildVersion": int(build),
        "accountId": backend.account_id,
    }
    try:
        aws(backend, "sns").publish(TopicArn=topic, Message=json.dumps(told))
    except ClientError:
        return


def _semver(version: str) -> int:
    """The three numbers in one, 30 bits each (User Guide: a very large integer)."""
    major, minor, patch = map(int, version.split("."))
    return major << 60 | minor << 30 | patch
