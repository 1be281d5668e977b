"""The images of a payload that the classic engine builds by itself, and what speaks against it."""

from __future__ import annotations

import json
from collections.abc import Iterator

from generator.classic import codes
from generator.classic.events import SOURCES, image_event, refusals, unused_keys
from generator.classic.scheduled_image import LARGEST_INPUT, ScheduledImage
from generator.findings import Code, Finding, Path
from generator.payload.component_uses import bootstrap_file
from generator.payload.image import Image
from generator.payload.load import Loaded
from generator.payload.model import Payload
from generator.payload.resource_names import camel

SCHEDULED_TIME = "<aws.scheduler.scheduled-time>"
"""EventBridge Scheduler puts the time there: buildAmi knows a repeated delivery by it."""


def scheduled_images(payload: Payload, factory_name: str) -> tuple[ScheduledImage, ...]:
    """Every image with a schedule that the engine can build."""
    return tuple(
        _scheduled(payload, image, factory_name)
        for image in payload.amis
        if image.schedule is not None
        and image.source_image.kind in SOURCES
        and not bootstrap_file(image)
    )


def _scheduled(payload: Payload, image: Image, factory_name: str) -> ScheduledImage:
    assert image.schedule is not None  # noqa: S101  # scheduled_images has looked
    return ScheduledImage(
        logical_id=f"{camel(factory_name)}{camel(image.normalised)}Schedule",
        image_name=image.image_name,
        expression=image.schedule.expression,
        timezone=image.schedule.timezone,
        enabled=image.enabled,
        event=json.dumps(
            {**image_event(payload, image), "delivery": SCHEDULED_TIME},
            ensure_ascii=False,
            separators=(",", ":"),
        ),
    )


def check(loaded: Loaded, payload: Payload, *, by_name: bool) -> Iterator[Finding]:
    """What the classic engine cannot do; what it leaves out only when it is asked for by name."""
    if by_name:
        yield from _asked_for(loaded, payload)
    for scheduled in scheduled_images(payload, loaded.factory_name):
        if len(scheduled.event.encode()) > LARGEST_INPUT:
            yield _finding(
                loaded,
                codes.LARGE_EVENT,
                ("amis",),
                f'the event of "{scheduled.image_name}" has {len(scheduled.event.encode())} bytes, '
                f"a schedule carries {LARGEST_INPUT}",
            )


_OTHER_ENGINE = "use --engine image-builder for this payload"


def _asked_for(loaded: Loaded, payload: Payload) -> Iterator[Finding]:
    for refusal in refusals(payload, payload.amis):
        yield _finding(loaded, codes.UNUSABLE, refusal.path, refusal.message, _OTHER_ENGINE)
    for position, image in enumerate(payload.amis):
        if left := unused_keys(image):
            yield _finding(
                loaded,
                codes.UNUSED_KEYS,
                ("amis", position, "imageName"),
                f'the classic engine builds "{image.image_name}" without {", ".join(left)}',
                "remove the keys, or use --engine image-builder",
            )


def _finding(loaded: Loaded, code: Code, path: Path, message: str, hint: str = "") -> Finding:
    return Finding(code.id, code.severity, message, hint, loaded.locate(path), path)
