"""Pipelines that the clock starts."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from generator.localaws.emulated import Emulated
from generator.localaws.imagebuilder.arns import newest, read_arn
from generator.localaws.imagebuilder.exceptions import Refusal
from generator.localaws.imagebuilder.kinds import kind_at

if TYPE_CHECKING:
    from generator.localaws.imagebuilder.models import ImageBuilderBackend, Record

EMULATES = (
    Emulated(
        "A schedule starts its pipeline; with the default condition only when a wildcard or a"
        " parameter of the recipe stands for something newer than at the last run, or at the"
        " first",
        "botocore's model, Schedule; that the first run always builds is unverified",
    ),
    Emulated(
        "So many failures of scheduled runs in a row disable a pipeline",
        "botocore's model, AutoDisablePolicy",
    ),
)


def run(backend: ImageBuilderBackend, arn: str) -> None:
    """What happens when a pipeline's time has come."""
    from generator.localaws.imagebuilder import ordering, pipelines

    pipeline = backend.shelves["ImagePipeline"].get(arn)
    if pipeline is None:
        return
    schedule = pipeline.get("schedule", {})
    always = schedule.get("pipelineExecutionStartCondition") == "EXPRESSION_MATCH_ONLY"
    with suppress(Refusal):  # what the pipeline needs is gone: there is nobody to refuse
        if always or pipeline.get("seen") != dependencies(backend, pipeline):
            tags = pipeline.get("imageTags", {})
            ordering.run_pipeline(backend, arn, tags, "SCHEDULED")
    pipelines.plan_next(backend, arn)


def dependencies(backend: ImageBuilderBackend, pipeline: Record) -> list[str]:
    """What the moving references of a pipeline's recipe stand for now."""
    from generator.localaws.imagebuilder.world import parent_ami

    recipe = backend.get(pipeline["imageRecipeArn"])
    moving = [it["componentArn"] for it in recipe["components"]]
    seen = [_resolved(backend, text) for text in moving]
    try:
        return [*seen, parent_ami(backend, recipe["parentImage"])]
    except Refusal:
        return seen


def _resolved(backend: ImageBuilderBackend, text: str) -> str:
    wanted = read_arn(text)
    if wanted.managed:
        return text
    found = newest(arn for arn in backend.arns(kind_at(wanted.path).name) if wanted.selects(arn))
    return str(found)


def ended(backend: ImageBuilderBackend, image: Record, status: str) -> None:
    """A build of a pipeline has ended: remember how, and disable what fails too often."""
    pipeline = backend.shelves["ImagePipeline"].get(image.get("sourcePipelineArn") or "")
    if pipeline is None:
        return
    pipeline["lastRunStatus"] = status
    if status == "AVAILABLE":
        pipeline["consecutiveFailures"] = 0
    elif status == "FAILED" and image["buildType"] == "SCHEDULED":
        pipeline["consecutiveFailures"] = pipeline.get("consecutiveFailures", 0) + 1
        _disable(backend, pipeline)


def _disable(backend: ImageBuilderBackend, pipeline: Record) -> None:
    from generator.localaws.imagebuilder import notices, pipelines

    limit = pipeline.get("schedule", {}).get("autoDisablePolicy", {}).get("failureCount")
    if limit is None or pipeline["consecutiveFailures"] < limit:
        return
    pipeline["status"] = "DISABLED"
    pipelines.plan_next(backend, pipeline["arn"])
    failures = {"consecutive-failures": str(pipeline["consecutiveFailures"])}
    notices.event(
        backend,
        "EC2 Image Builder Image Pipeline Automatically Disabled",
        [pipeline["arn"]],
        failures,
    )
