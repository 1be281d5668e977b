"""Images: their records, and forgetting them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from generator.localaws.imagebuilder.arns import Arn, read_arn
from generator.localaws.imagebuilder.dependencies import check_unused
from generator.localaws.imagebuilder.kinds import kind
from generator.localaws.imagebuilder.making import own_record
from generator.localaws.imagebuilder.world import moment

if TYPE_CHECKING:
    from generator.localaws.imagebuilder.models import ImageBuilderBackend, Record

SETTINGS = (
    "enhancedImageMetadataEnabled",
    "executionRole",
    "imageScanningConfiguration",
    "workflows",
)
"""What an image takes over from the order as it stands."""


def next_arn(backend: ImageBuilderBackend, name: str, version: str) -> Arn:
    """The ARN of the next build of an image's version."""
    taken = [
        int(arn.build)
        for arn in backend.arns("Image")
        if (arn.name, arn.version) == (name, version)
    ]
    return backend.arn("image", name, version, str(max(taken, default=0) + 1))


def record_of(
    backend: ImageBuilderBackend, arn: Arn, name: str, order: Mapping[str, Any]
) -> Record:
    """A new image's record; everything in it is as it was when the image was ordered."""
    return {
        "arn": str(arn),
        "name": name,
        "version": f"{arn.version}/{arn.build}",
        "type": "AMI",
        "owner": backend.account_id,
        "dateCreated": moment(),
        "state": {"status": "PENDING"},
        "outputResources": {"amis": []},
        "imageSource": "CUSTOM",
        "tags": dict(order.get("tags", {})),
        "buildType": order.get("buildType", "USER_INITIATED"),
        "sourcePipelineArn": order.get("pipeline"),
        "loggingConfiguration": {"logGroupName": _log_group(order, arn.name)},
    } | {key: order[key] for key in SETTINGS if key in order}


def _log_group(order: Mapping[str, Any], name: str) -> str:
    logs = order.get("loggingConfiguration", {})
    group = logs.get("logGroupName") or logs.get("imageLogGroupName")
    return str(group or f"/aws/imagebuilder/{name}")


def delete(backend: ImageBuilderBackend, asked: Record) -> Record:
    """DeleteImage: the record only; AMIs stay."""
    arn = asked["imageBuildVersionArn"]
    own_record(backend, kind("Image"), arn)
    check_unused(backend, "Image", read_arn(arn))
    del backend.shelves["Image"][arn]
    backend.builds.pop(arn, None)
    return {"imageBuildVersionArn": arn}
