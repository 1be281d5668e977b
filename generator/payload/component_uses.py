"""Which documents an image is made with, besides the bootstrap."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Path
from generator.payload.image import Image
from generator.payload.model import Payload
from generator.payload.uses import ComponentUse, WorkflowUse

SECOND_UPDATE = "update-os"
"""The library's component that updates a second time: a recipe takes each component once."""

PlacedComponent = tuple[Path, int, ComponentUse]
"""The path of a list, a position in it, and the use there."""

PlacedUse = tuple[Path, int, ComponentUse | WorkflowUse]


def component_uses(image: Image, path: Path = ()) -> Iterator[PlacedComponent]:
    """Components, then tests unless they are off, in the order they run."""
    if image.components:
        where = (*path, "components")
        for position, use in enumerate(image.components):
            yield where, position, use
    yield from test_uses(image, path)


def test_uses(image: Image, path: Path = ()) -> Iterator[PlacedComponent]:
    """Tests that run; none when they are off."""
    if image.tests is not None and image.tests.enabled:
        where = (*path, "tests", "components")
        for position, use in enumerate(image.tests.components):
            yield where, position, use


def document_uses(image: Image, path: Path = ()) -> Iterator[PlacedUse]:
    """Components, tests and workflows: all that a document can stand behind."""
    yield from component_uses(image, path)
    if image.workflows:
        where = (*path, "workflows")
        for position, use in enumerate(image.workflows):
            yield where, position, use


def update_component(image: Image) -> str:
    """The name of AWS's own update component for the image's platform."""
    return f"update-{image.platform.lower()}"


def attached_files(payload: Payload) -> set[str]:
    """Every file beside the payload that its images use."""
    return {
        use.file
        for image in payload.amis
        for _, _, use in document_uses(image)
        if use.file is not None
    }
