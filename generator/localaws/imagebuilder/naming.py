"""Names, tags and volumes of the AMIs that a build makes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from generator.localaws.clock import clock
from generator.localaws.emulated import Emulated

if TYPE_CHECKING:
    from generator.localaws.imagebuilder.building import Build

EMULATES = (
    Emulated(
        "An AMI without a name is called after the image and the moment",
        "botocore's model, AmiDistributionConfiguration",
    ),
    Emulated("The form of imagebuilder:buildDate: 2026-01-05T09-20-00.000Z", "unverified"),
    Emulated(
        "AMIs carry the tags CreatedBy and Ec2ImageBuilderArn",
        "AWS managed policy EC2ImageBuilderLifecycleExecutionPolicy; User Guide",
    ),
)

_VARIABLE = re.compile(r"\{\{\s*imagebuilder:(buildDate|buildVersion)(?::[^}]*)?\s*\}\}")


def filled(build: Build, text: str) -> str:
    """A text with its imagebuilder variables filled in."""
    values = {"buildDate": _date(), "buildVersion": build.image["version"].replace("/", "-")}
    return _VARIABLE.sub(lambda match: values[match[1]], text)


def ami_name(build: Build, wanted: str) -> str:
    """The name of an AMI: as wanted, or that of the image with the moment."""
    return filled(build, wanted or f"{build.image['name']} {{{{ imagebuilder:buildDate }}}}")


def _date() -> str:
    now = clock.now()
    return f"{now:%Y-%m-%dT%H-%M-%S}.{now.microsecond // 1000:03}Z"


def own_tags(build: Build) -> dict[str, str]:
    """The tags that Image Builder itself puts on AMIs."""
    return {"CreatedBy": "EC2 Image Builder", "Ec2ImageBuilderArn": build.arn}


def tag_list(tags: Mapping[str, str]) -> list[dict[str, str]]:
    """Tags as EC2 spells them."""
    return [{"Key": key, "Value": value} for key, value in tags.items()]


def devices(mappings: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """A recipe's block device mappings as EC2 spells them."""
    return [_capital(mapping) for mapping in mappings]


def _capital(value: Any) -> Any:
    if not isinstance(value, Mapping):
        return value
    return {key[0].upper() + key[1:]: _capital(item) for key, item in value.items()}
