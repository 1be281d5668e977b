"""Names and logical ids: stable functions of what the user named, nothing else.

Image Builder lower-cases names and turns spaces and underscores into hyphens for its ARNs
(CreateImageRecipe, `name`), so names are made in that form. A logical id never depends on
position or on the other images: CloudFormation replaces what changes its id, and an Image
Builder resource that is created before its twin is deleted collides with it.
"""

from __future__ import annotations

from dataclasses import dataclass

from generator.payload.image import Image
from generator.payload.resource_names import camel


@dataclass(frozen=True, slots=True)
class ImageNames:
    """Everything one image's resources are called."""

    factory: str
    normalised: str

    @classmethod
    def of(cls, factory: str, image: Image) -> ImageNames:
        """The names of an image in a factory."""
        return cls(factory, image.normalised)

    @property
    def resource(self) -> str:
        """Name of recipe, pipeline, distribution and lifecycle policy."""
        return f"{self.factory}-{self.normalised}"

    @property
    def bootstrap(self) -> str:
        """Name of the bootstrap's component; those that images share begin with a platform."""
        return f"{self.factory}-bootstrap-{self.normalised}"

    @property
    def image_logs(self) -> str:
        """Log group of the builds; the service's default for this recipe name."""
        return f"/aws/imagebuilder/{self.resource}"

    @property
    def pipeline_logs(self) -> str:
        """Log group of the pipeline; the service's default for this pipeline name."""
        return f"/aws/imagebuilder/pipeline/{self.resource}"

    def logical(self, kind: str) -> str:
        """Logical id of one of the image's resources."""
        return camel(self.normalised) + kind


SHARED = {
    "bucket": "LogBucket",
    "bucket policy": "LogBucketPolicy",
    "build role": "BuildRole",
    "build profile": "BuildProfile",
    "lifecycle role": "LifecycleRole",
    "topic": "ResultsTopic",
    "topic key": "TopicKey",
    "topic policy": "ResultsTopicPolicy",
    "rule": "ResultsRule",
}
"""Logical ids of what all images share; none ends like an image's, so they cannot meet."""

ARCHITECTURES = {"x86_64": "X86", "arm64": "Arm64"}


def infrastructure(architecture: str) -> str:
    """Logical id of the infrastructure configuration of an architecture."""
    return f"Infrastructure{ARCHITECTURES[architecture]}"
