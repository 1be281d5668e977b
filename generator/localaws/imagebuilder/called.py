"""What an image is called when a failure is asked for it: as its payload and its recipe do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

FACTORY, IMAGE = "amifactory:factory", "amifactory:image"
"""Tags that generated templates put on recipes and pipelines."""


def names(recipe: Mapping[str, Any]) -> tuple[str, ...]:
    """Of a recipe or pipeline: its name, and the image's own name, alone and as factory/image."""
    tags = recipe.get("tags", {})
    factory, image = tags.get(FACTORY), tags.get(IMAGE)
    own = (image,) if image else ()
    return (recipe["name"], *own, *((f"{factory}/{image}",) if factory and image else ()))


def names_of(image: Mapping[str, Any]) -> tuple[str, ...]:
    """Of an image that is built: those of its recipe."""
    return names(image.get("imageRecipe") or image)


def pipelines() -> Iterator[tuple[str, ...]]:
    """What each pipeline of all accounts and regions builds: its names, the last for people."""
    from generator.localaws.imagebuilder.models import imagebuilder_backends

    for regions in imagebuilder_backends.values():
        for backend in regions.values():
            for pipeline in backend.shelves["ImagePipeline"].values():
                recipe = backend.shelves["ImageRecipe"].get(pipeline.get("imageRecipeArn"), {})
                yield *(names(recipe) if recipe else ()), *names(pipeline)[1:]
