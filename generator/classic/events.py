"""What buildAmi is told of a payload: the images, in the keys that the classic engine uses.

Everything here is for payloads without findings; buildAmi checks again what it is sent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from generator.findings import Path
from generator.payload.component_uses import bootstrap_file
from generator.payload.image import Image
from generator.payload.model import Payload
from generator.payload.schedule import Schedule
from generator.payload.source_image import SourceImage, SourceKind

USED = (
    "image_name",
    "source_image",
    "bootstrap_url",
    "bootstrap_sha256",
    "accounts",
    "organizations",
    "organizational_units",
    "automation_document",
    "architecture",
    "description",
    "update_os",
    "ami_tags",
)
"""What buildAmi reads of an image."""

SCHEDULED = ("schedule", "enabled")
"""What the template reads of an image, for its schedule."""

MOST_IMAGES = 100
"""In one event."""

SOURCES = (SourceKind.AMI, SourceKind.PARAMETER)

_RESERVED = re.compile(r"(?i:aws|amifactory):|CreatedBy\Z")
"""Tag keys that buildAmi refuses, because AWS or the factory set them."""

Event = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why the classic engine cannot do what the payload says, and where that stands."""

    path: Path
    message: str
    hint: str


def event(payload: Payload) -> Event:
    """The event for all images."""
    return event_of(payload, payload.amis)


def image_event(payload: Payload, image: Image) -> Event:
    """The event for one image of the payload."""
    return event_of(payload, (image,))


def event_of(payload: Payload, images: Sequence[Image]) -> Event:
    """The event for some images of the payload; empty values and defaults are left out."""
    return {"amis": [dict(_entry(payload, image)) for image in images]}


def unused_keys(image: Image) -> tuple[str, ...]:
    """Keys, as users write them, that say something which the classic engine cannot honour."""
    fields = type(image).model_fields
    asked = [name for name in fields if name in image.model_fields_set]
    unused = [name for name in asked if name not in (*USED, *SCHEDULED) and _says(image, name)]
    return (*map(_key, unused), *_unused_of_schedule(image.schedule))


def refusals(payload: Payload, images: Sequence[Image]) -> Iterator[Refusal]:
    """Everything because of which the images cannot be sent to buildAmi."""
    if len(images) > MOST_IMAGES:
        yield Refusal(
            ("amis",),
            f"{len(images)} images are more than the {MOST_IMAGES} that one event can have",
            "choose some with --image",
        )
    chosen = {image.image_name for image in images}
    for position, image in enumerate(payload.amis):
        source = image.source_image
        if image.image_name in chosen and bootstrap_file(image):
            yield Refusal(
                ("amis", position, "bootstrapUrl"),
                "bootstrapUrl is a file beside the payload, which the classic engine cannot send",
                "put the script at an https:// or s3:// URL, or leave the image out with --image",
            )
        if image.image_name in chosen and source.kind not in SOURCES:
            yield Refusal(
                ("amis", position, "sourceImage"),
                f'sourceImage "{source.text}" is {source.kind}, '
                "from which the classic engine cannot build",
                "give an AMI id or ssm:<parameter>, or leave the image out with --image",
            )


def _unused_of_schedule(schedule: Schedule | None) -> Iterator[str]:
    """Each scheduled event starts a build, whatever changed and whatever failed before."""
    if schedule and schedule.when == "changed":
        yield "schedule.when"
    if schedule and "auto_disable_after" in schedule.model_fields_set:
        yield "schedule.autoDisableAfter"


def _entry(payload: Payload, image: Image) -> Iterator[tuple[str, Any]]:
    for name in USED:
        if name == "ami_tags":
            tags = _tags(payload, image)
            if tags:
                yield _key(name), tags
        elif _says(image, name):
            yield _key(name), _plain(getattr(image, name))


def _tags(payload: Payload, image: Image) -> dict[str, str]:
    """The factory's tags under the image's own."""
    factory = {key: tag for key, tag in payload.factory.tags.items() if not _RESERVED.match(key)}
    return {**factory, **image.ami_tags}


def _says(image: Image, name: str) -> bool:
    """Whether a key changes anything: it is neither empty nor what would hold without it."""
    value = getattr(image, name)
    if value == type(image).model_fields[name].default:
        return False
    return bool(value) or value is False


def _plain(value: object) -> str | list[str]:
    if isinstance(value, tuple):
        return [str(entry) for entry in value]
    return value.text if isinstance(value, SourceImage) else str(value)


def _key(name: str) -> str:
    return Image.model_fields[name].alias or name
