"""What holds for an AMI in one of its regions."""

from __future__ import annotations

from generator.findings import Path
from generator.payload.distribution import RegionTarget
from generator.payload.image import Image

_SHARING = (
    ("accounts", "accounts"),
    ("organizations", "organizations"),
    ("organizational_units", "organizationalUnits"),
    ("copy_to_accounts", "copyToAccounts"),
)
"""Fields that let the AMI out of its account, and the keys they are written as."""


def either(own: tuple[str, ...] | None, image: tuple[str, ...]) -> tuple[str, ...]:
    """What the region says, else what the image says."""
    return image if own is None else own


def shared_by(image: Image, position: int | None) -> Path | None:
    """The key, seen from the image, by which the AMI leaves its account in a region.

    `position` is the region's in `regions`, None for the stack's own when none are listed.
    None when the AMI stays in its account there.
    """
    target = RegionTarget.model_construct() if position is None else image.regions[position]
    for field, key in _SHARING:
        own = getattr(target, field)
        if either(own, getattr(image, field)):
            return (key,) if own is None else ("regions", position or 0, key)
    return None
