"""The images of a payload, a line each, as people talk about them."""

from __future__ import annotations

from generator.payload.image import Image
from generator.payload.model import Payload
from generator.payload.schedule_expression import Rate, parse


def image_lines(payload: Payload) -> tuple[str, ...]:
    """Name, source and schedule of every image."""
    width = max(len(image.image_name) for image in payload.amis)
    return tuple(
        f"{image.image_name:<{width}}  from {image.source_image.text}, {when(image)}"
        for image in payload.amis
    )


def when(image: Image) -> str:
    """When the image is built, in words."""
    schedule = image.schedule
    if schedule is None:
        return "built on demand"
    if not image.enabled:
        return "schedule switched off"
    expression = parse(schedule.expression)
    zone = "" if isinstance(expression, Rate) else f" ({schedule.timezone})"
    changed = " if something changed" if image.only_changes else ""
    return f"built {expression.words()}{zone}{changed}"
