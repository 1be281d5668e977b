"""Components and recipe of one image."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator import library
from generator.findings import Path
from generator.graph.keys import key_value
from generator.graph.naming import ImageNames
from generator.graph.nodes import Component, ComponentStep, ImageRecipe, Tags, VolumeMapping
from generator.graph.values import Ref, Value, arn, managed
from generator.library.documents import Documents
from generator.payload.component_uses import (
    SECOND_UPDATE,
    bootstrap_file,
    update_component,
    uses_of_tests,
)
from generator.payload.factory import Factory
from generator.payload.image import Image
from generator.payload.resource_names import camel, component_slug, document_name
from generator.payload.source_image import SourceImage, SourceKind
from generator.payload.uses import ComponentUse

FIXED_VERSION = "1.0.0"
"""Changed content under the same version is a new build version (service release of
2025-11-21), so a component never needs a new number; recipes refer to the build."""

AUTOMATIC_VERSION = "1.0.x"
"""The service counts the patch number up (CreateImageRecipe, `semanticVersion`)."""


@dataclass(frozen=True, slots=True)
class Making:
    """What the pieces of one image are made from."""

    image: Image
    factory: Factory
    factory_name: str
    documents: Documents
    position: int
    tags: Tags

    @property
    def names(self) -> ImageNames:
        """What the image's resources are called."""
        return ImageNames.of(self.factory_name, self.image)

    def origin(self, *keys: str | int) -> Path:
        """The payload path of one of the image's keys."""
        return ("amis", self.position, *keys)


def key_of_data(factory: Factory) -> Value | None:
    """The key that encrypts component data; None for Image Builder's own."""
    return key_value(factory.kms_key_id) if factory.kms_key_id else None


def components(making: Making) -> tuple[tuple[Component, ...], tuple[ComponentStep, ...]]:
    """Component resources of an image, and its recipe's steps in the order they run."""
    nodes: list[Component] = []
    steps: list[ComponentStep] = []
    for node, step in _in_order(making):
        steps.append(step)
        if node is not None:
            nodes.append(node)
    return tuple(nodes), tuple(steps)


Made = tuple[Component | None, ComponentStep]


def _in_order(making: Making) -> Iterator[Made]:
    image = making.image
    if image.update_os in ("before", "both"):
        yield _update(image)
    if image.bootstrap_url is not None:
        yield _bootstrap(making)
    for position, use in enumerate(image.components):
        yield _used(making, use, making.origin("components", position))
    if image.update_os == "after":
        yield _update(image)
    if image.update_os == "both":
        yield _used(
            making, ComponentUse.model_construct(name=SECOND_UPDATE), making.origin("updateOs")
        )
    for _, use, position in uses_of_tests(image):
        yield _used(making, use, making.origin("tests", position))


def _update(image: Image) -> Made:
    """AWS's own update component: a recipe takes a component only once, this is the first."""
    return None, ComponentStep(managed("component", f"{update_component(image)}/x.x.x"))


def _bootstrap(making: Making) -> Made:
    image, names = making.image, making.names
    file = bootstrap_file(image)
    source = making.documents.script(file).data if file else image.bootstrap_url or ""
    document = library.bootstrap(
        image.platform, name=image.image_name, source=source, sha256=image.bootstrap_sha256
    )
    node = Component(
        logical_id=names.logical("Bootstrap"),
        origin=making.origin("bootstrapUrl"),
        image=image.image_name,
        name=names.bootstrap,
        platform=image.platform,
        version=FIXED_VERSION,
        description=document.description,
        data=document.text,
        key=key_of_data(making.factory),
        tags=making.tags,
    )
    return node, ComponentStep(Ref(node.logical_id))


def _used(making: Making, use: ComponentUse, origin: Path) -> Made:
    """A component by ARN, managed by AWS, of the library, or beside the payload."""
    parameters = tuple(use.parameters.items())
    if use.arn is not None:
        return None, ComponentStep(use.arn, parameters)
    if use.file is not None:
        text = making.documents.file(use.file).text
        node = _shared(making, document_name(use.file), f"From {use.file}", text, origin)
        return node, ComponentStep(Ref(node.logical_id), parameters)
    document = library.component(str(use.name), making.image.platform, use.version)
    if document is None:
        return None, ComponentStep(managed("component", f"{use.name}/x.x.x"), parameters)
    node = _shared(
        making, document.name, document.description, document.text, origin, document.version
    )
    return node, ComponentStep(Ref(node.logical_id), parameters)


def _shared(  # noqa: PLR0913, PLR0917  # a component is all of these
    making: Making,
    name: str,
    description: str,
    text: str,
    origin: Path,
    version: str = FIXED_VERSION,
) -> Component:
    """A component that all images of the stack share; recipes give it its parameters."""
    platform = making.image.platform
    slug = component_slug(platform, name)
    return Component(
        logical_id=f"{camel(slug)}Component",
        origin=origin,
        name=f"{making.factory_name}-{slug}",
        platform=platform,
        version=version,
        description=description,
        data=text,
        key=key_of_data(making.factory),
        tags=making.factory.tags,
    )


def recipe(making: Making, steps: tuple[ComponentStep, ...]) -> ImageRecipe:
    """The recipe: parent image, components in order, volumes."""
    image, names = making.image, making.names
    return ImageRecipe(
        logical_id=names.logical("Recipe"),
        origin=making.origin("imageName"),
        image=image.image_name,
        name=names.resource,
        version=image.version or AUTOMATIC_VERSION,
        parent=parent(image.source_image),
        description=description(image),
        steps=steps,
        volumes=tuple(_volumes(making)),
        ami_tags={**making.tags, **image.ami_tags},
        watermarks=image.watermarks,
        tags=making.tags,
    )


def description(image: Image) -> str:
    """The user's description, else one made of name and source."""
    return image.description or f"{image.image_name}, built from {image.source_image.text}"


def parent(source: SourceImage) -> Value:
    """The parent image; what AWS manages exists in every region, so its ARN follows the stack."""
    if source.kind is SourceKind.IMAGE and ":aws:image/" in source.text:
        return arn("imagebuilder", source.text.rpartition(":")[2], account="aws")
    return source.text


def _volumes(making: Making) -> Iterator[VolumeMapping]:
    factory_key = making.factory.kms_key_id
    for volume in making.image.volumes:
        key = (volume.kms_key_id or factory_key) if volume.encrypted else None
        yield VolumeMapping(
            volume.device,
            volume.type,
            volume.size_gib,
            volume.iops,
            volume.throughput,
            volume.encrypted,
            key_value(key) if key else None,
        )
