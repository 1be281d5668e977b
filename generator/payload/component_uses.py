"""Which documents and files an image is made with."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Path
from generator.payload.image import Image
from generator.payload.model import Payload
from generator.payload.url import is_file
from generator.payload.uses import ComponentUse, WorkflowUse

SECOND_UPDATE = "update-os"
"""The library's component that updates a second time: a recipe takes each component once."""

PlacedComponent = tuple[Path, ComponentUse, int]
"""A use between the path of its list and its position there."""

PlacedUse = tuple[Path, ComponentUse | WorkflowUse, int]


def component_uses(image: Image, path: Path = ()) -> Iterator[PlacedComponent]:
    """Components, then tests unless they are off, in the order they run."""
    if image.components:
        where = (*path, "components")
        for position, use in enumerate(image.components):
            yield where, use, position
    yield from uses_of_tests(image, path)


def uses_of_tests(image: Image, path: Path = ()) -> Iterator[PlacedComponent]:
    """Tests that run; none when they are off."""
    if image.tests is not None and image.tests.enabled:
        where = (*path, "tests", "components")
        for position, use in enumerate(image.tests.components):
            yield where, use, position


def document_uses(image: Image, path: Path = ()) -> Iterator[PlacedUse]:
    """Components, tests and workflows: all that a document can stand behind."""
    yield from component_uses(image, path)
    if image.workflows:
        where = (*path, "workflows")
        for position, use in enumerate(image.workflows):
            yield where, use, position


def update_component(image: Image) -> str:
    """The name of AWS's own update component for the image's platform."""
    return f"update-{image.platform.lower()}"


def attached_files(payload: Payload) -> set[str]:
    """Every file beside the payload that its images use."""
    return {
        use.file
        for image in payload.amis
        for _, use, _ in document_uses(image)
        if use.file is not None
    }


def bootstrap_file(image: Image) -> str | None:
    """The script beside the payload that makes the image; None when it is elsewhere."""
    url = image.bootstrap_url
    return url if url is not None and is_file(url) else None


def script_files(payload: Payload) -> set[str]:
    """Every script beside the payload."""
    return {file for file in map(bootstrap_file, payload.amis) if file is not None}
