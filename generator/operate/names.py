"""What things are called: tags of this program, ARNs of builds, names as people type them."""

from __future__ import annotations

import re
from typing import NamedTuple

from generator.ports.builds import Pipeline

FACTORY, IMAGE = "amifactory:factory", "amifactory:image"
"""Tags of pipelines, recipes and AMIs."""
EXECUTION = "amifactory:execution"
"""Tag of the AMIs that a classic factory makes: the automation that made it."""
BUILT_BY = "Ec2ImageBuilderArn"
"""Tag that Image Builder itself puts on AMIs: the ARN of the build (user guide, tag resources)."""

_BUILD = re.compile(
    r"arn:aws[^:]*:imagebuilder:(?P<region>[^:]+):(?P<account>[^:]+):"
    r"image/(?P<name>[a-z0-9-_]+)/(?P<version>[0-9]+\.[0-9]+\.[0-9]+/[0-9]+)"
)
"""ImageBuildVersionArn (Image Builder's service model)."""


class BuildArn(NamedTuple):
    """A build's ARN, taken apart."""

    region: str
    account: str
    name: str
    version: str
    """1.0.3/1"""


def build_arn(text: str) -> BuildArn | None:
    """The parts of a build's ARN; None for other text."""
    match = _BUILD.fullmatch(text)
    return BuildArn(*match.groups()) if match else None


def plain(name: str) -> str:
    """A name as Image Builder normalises it: lower case, with hyphens for spaces and underscores.

    Names that differ in nothing else are one name to it (API, CreateImagePipeline: name).
    """
    return re.sub(r"[ _]", "-", name).lower()


def image_of(pipeline: Pipeline) -> str:
    """The image that a pipeline builds, as its payload calls it."""
    return pipeline.tags.get(IMAGE) or pipeline.name


def factory_of(pipeline: Pipeline) -> str:
    """The factory that a pipeline belongs to; empty for one that is not ours."""
    return pipeline.tags.get(FACTORY, "")


def title(pipeline: Pipeline) -> str:
    """factory/image, as people read it."""
    return "/".join(filter(None, (factory_of(pipeline), image_of(pipeline))))


def typed(pipeline: Pipeline) -> str:
    """factory/image, as a command takes it without quotes."""
    return plain(title(pipeline))
