"""Every set of tags that a payload gives, and the two that the factory adds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.findings import Path
from generator.payload.model import Payload

PREFIX = "amifactory:"
"""Tag keys that begin so belong to the factory."""
FACTORY_TAG = f"{PREFIX}factory"
IMAGE_TAG = f"{PREFIX}image"
ADDED = (FACTORY_TAG, IMAGE_TAG)
"""What every resource of an image, and its AMIs, get besides the payload's tags."""

Tags = Mapping[str, str]


def ami_tags(payload: Payload) -> Iterator[tuple[Path, Tags]]:
    """Tags of AMIs, those of one region as well."""
    for position, image in enumerate(payload.amis):
        if image.ami_tags:
            yield ("amis", position, "amiTags"), image.ami_tags
        for number, target in enumerate(image.regions):
            if target.ami_tags:
                yield ("amis", position, "regions", number, "amiTags"), target.ami_tags
