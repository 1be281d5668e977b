"""What a thing is needed by, and so cannot be deleted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from generator.localaws.emulated import Emulated
from generator.localaws.imagebuilder.arns import Arn, read_arn
from generator.localaws.imagebuilder.exceptions import bad_request, depended_on

if TYPE_CHECKING:
    from generator.localaws.imagebuilder.models import ImageBuilderBackend, Record

EMULATES = (
    Emulated(
        "What a recipe or a pipeline refers to cannot be deleted",
        "botocore's model, Delete operations",
    ),
    Emulated(
        "A wildcard counts as a reference when nothing else matches it any more", "unverified"
    ),
)

RUNNING = ("PENDING", "CREATING", "BUILDING", "TESTING", "DISTRIBUTING", "INTEGRATING")
"""States of an image from which it goes on by itself."""


def check_unused(backend: ImageBuilderBackend, kind: str, arn: Arn) -> None:
    """Refusal when something refers to it, or when it is an image that is being built."""
    if kind == "Image":
        status = backend.shelves[kind][str(arn)]["state"]["status"]
        if status in RUNNING:
            raise bad_request(f"The image '{arn}' is {status}: cancel its build first.")
    others = [other for other in backend.arns(kind) if other != arn]
    for user, reference in _references(backend):
        wanted = read_arn(reference)
        if wanted.selects(arn) and not any(wanted.selects(other) for other in others):
            raise depended_on(str(arn), user)


def _references(backend: ImageBuilderBackend) -> Iterator[tuple[str, str]]:
    """(who refers, to what) of recipes and pipelines."""
    for arn, recipe in backend.shelves["ImageRecipe"].items():
        yield from ((arn, it["componentArn"]) for it in recipe["components"])
        if recipe["parentImage"].startswith("arn:"):
            yield arn, recipe["parentImage"]
    for arn, pipeline in backend.shelves["ImagePipeline"].items():
        yield from ((arn, text) for text in needs(pipeline))


def needs(pipeline: Record) -> list[str]:
    """ARNs that a pipeline or an order for an image refers to."""
    keys = ("imageRecipeArn", "infrastructureConfigurationArn", "distributionConfigurationArn")
    named = [pipeline[key] for key in keys if pipeline.get(key)]
    return named + [it["workflowArn"] for it in pipeline.get("workflows", [])]
