"""An image that the classic engine builds by itself, as a value."""

from __future__ import annotations

from dataclasses import dataclass

LARGEST_INPUT = 262_144
"""Bytes of a constant input (EventBridge Scheduler quotas, "Target input")."""


@dataclass(frozen=True, slots=True)
class ScheduledImage:
    """One image that is built by itself."""

    logical_id: str
    image_name: str
    expression: str
    timezone: str
    enabled: bool
    event: str
    """The payload of this image as JSON."""
