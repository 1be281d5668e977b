"""Where the resources of a template come from, as its own metadata says.

Every template of ours carries `Metadata.AmiFactory.{Payload, Lines}`, and every resource
`Metadata.AmiFactory.From`: a pointer that begins with the image's name, or with `factory` or
`amis` for what images share.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

FACTORY_TAG = "amifactory:factory"
IMAGE_TAG = "amifactory:image"
"""Keys of tags, as `payload/tags.py` writes them."""

PIPELINE = "AWS::ImageBuilder::ImagePipeline"

Template = Mapping[str, Any]


def resources(template: Template) -> Mapping[str, Any]:
    """The resources of a template by logical id; none when it has no such section.

    Loops are none: Fn::ForEach stands among them (User Guide, "AWS::LanguageExtensions").
    """
    found = _mapping(template.get("Resources"))
    return {name: each for name, each in found.items() if isinstance(each, Mapping)}


def pointer(resource: Any) -> str:
    """Which key of the payload a resource comes from; empty in templates that are not ours."""
    said = _mapping(_mapping(_mapping(resource).get("Metadata")).get("AmiFactory")).get("From")
    return said if isinstance(said, str) else ""


def images(template: Template) -> dict[str, str]:
    """Image name of each resource that belongs to one image, by logical id.

    Pipelines say it in their tags; the others by the pointer, whose first part is the name. An
    image's name may hold dots, so the longest name that fits is taken.
    """
    known = sorted(image_names(template), key=len, reverse=True)
    found = {}
    for logical_id, resource in resources(template).items():
        came = pointer(resource)
        name = next((each for each in known if came == each or came.startswith(f"{each}.")), "")
        if name:
            found[logical_id] = name
    return found


def image_names(template: Template) -> tuple[str, ...]:
    """Names of the images that a template has a pipeline for, in its order."""
    return tuple(
        name
        for resource in resources(template).values()
        if _mapping(resource).get("Type") == PIPELINE
        and isinstance(name := _tags(resource).get(IMAGE_TAG), str)
    )


def payload(template: Template) -> str:
    """Name of the file that the template was made from; empty when it does not say."""
    said = _mapping(_mapping(template.get("Metadata")).get("AmiFactory")).get("Payload")
    return said if isinstance(said, str) else ""


def places(template: Template, file: str = "") -> dict[str, str]:
    """`file:line` of each pointer that the template knows a line of; the file as it names it."""
    said = _mapping(_mapping(template.get("Metadata")).get("AmiFactory"))
    named = file or payload(template)
    return {key: f"{named}:{line}" for key, line in _mapping(said.get("Lines")).items()}


def origins(template: Template, known: Mapping[str, str]) -> dict[str, str]:
    """The place of each resource by logical id, `known` by pointer."""
    return {
        logical_id: known[came]
        for logical_id, resource in resources(template).items()
        if (came := pointer(resource)) in known
    }


def _tags(resource: Any) -> Mapping[str, Any]:
    return _mapping(_mapping(_mapping(resource).get("Properties")).get("Tags"))


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
