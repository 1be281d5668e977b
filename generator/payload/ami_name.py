"""The name of an AMI, and the date token that makes each build's name its own."""

from __future__ import annotations

import re

from generator.payload.image import Image

BUILD_DATE = "{{ imagebuilder:buildDate }}"
"""Replaced by the service (imagebuilder model, AmiDistributionConfiguration `name`)."""

_TOKEN = re.compile(r"\{\{\s*imagebuilder:buildDate\s*\}\}")


def ami_name(image: Image) -> str:
    """The name the AMI gets: the given one, else one made from the image's name."""
    return image.ami_name or f"{image.image_name} {BUILD_DATE}"


def has_build_date(name: str) -> bool:
    """True when every build gives another name."""
    return _TOKEN.search(name) is not None


def as_built(name: str) -> str:
    """The name with its date token in one spelling, for comparing."""
    return _TOKEN.sub(BUILD_DATE, name)
