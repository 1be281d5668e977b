"""Image pipelines: settings, schedule, and what a run starts with."""

from __future__ import annotations

import uuid
from datetime import UTC
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from generator.localaws.clock import clock
from generator.localaws.emulated import Emulated
from generator.localaws.imagebuilder.dependencies import needs
from generator.localaws.imagebuilder.exceptions import bad_request, bad_value, not_emulated
from generator.localaws.imagebuilder.scheduling import run
from generator.localaws.imagebuilder.world import check_role
from generator.payload.schedule_expression import ExpressionError, known_timezone, parse

if TYPE_CHECKING:
    from generator.localaws.imagebuilder.models import ImageBuilderBackend, Record

EMULATES = (
    Emulated(
        "A pipeline has a recipe, an infrastructure and perhaps a distribution that exist, and a"
        " role beside workflows or log groups of its own",
        "botocore's model, CreateImagePipeline",
    ),
    Emulated("A pipeline's DeploymentId changes with every update", "unverified"),
)

HISTORY = ("dateLastRun", "lastRunStatus", "seen")
"""What a pipeline keeps through an update; its count of failures begins anew."""

OWN_LOGS = "/aws/imagebuilder/"
"""Log groups that Image Builder may write by itself begin so (botocore's model)."""


def draft(backend: ImageBuilderBackend, asked: Record) -> Record:
    """What a pipeline has besides what was asked for."""
    check_order(backend, asked)
    _check_schedule(asked.get("schedule", {}))
    return {
        "platform": backend.get(asked["imageRecipeArn"])["platform"],
        "status": asked.get("status", "ENABLED"),
        "enhancedImageMetadataEnabled": asked.get("enhancedImageMetadataEnabled", True),
        "imageTestsConfiguration": tests_of(asked),
        "consecutiveFailures": 0,
        "deploymentId": str(uuid.uuid4()),
    }


def tests_of(asked: Record) -> Record:
    """Test settings with their defaults (botocore's model)."""
    given: Record = asked.get("imageTestsConfiguration", {})
    return {"imageTestsEnabled": True, "timeoutMinutes": 720} | given


def check_order(backend: ImageBuilderBackend, asked: Record) -> None:
    """What CreateImage and CreateImagePipeline refuse alike; Refusal when they do."""
    if "containerRecipeArn" in asked:
        raise not_emulated("container recipes")
    if "imageRecipeArn" not in asked:
        raise bad_request("You must specify either imageRecipeArn or containerRecipeArn.")
    for arn in needs(asked):
        backend.get(arn)
    logs = asked.get("loggingConfiguration", {})
    foreign = [group for group in logs.values() if not group.startswith(OWN_LOGS)]
    if (foreign or asked.get("workflows")) and "executionRole" not in asked:
        raise bad_request("You must also specify executionRole.")
    if "executionRole" in asked:
        check_role(backend, asked["executionRole"])
    _check_workflows(backend, asked.get("workflows", []))


def _check_workflows(backend: ImageBuilderBackend, wanted: list[Record]) -> None:
    types = [backend.get(it["workflowArn"])["type"] for it in wanted]
    if types.count("BUILD") > 1 or types.count("DISTRIBUTION") > 1:
        raise bad_request("At most one build and one distribution workflow can be specified.")
    for it, type_ in zip(wanted, types, strict=True):
        if type_ != "TEST" and ("onFailure" in it or "parallelGroup" in it):
            raise bad_request("onFailure and parallelGroup are only for test workflows.")


def _check_schedule(schedule: Record) -> None:
    if "scheduleExpression" in schedule:
        try:
            parse(schedule["scheduleExpression"])
        except ExpressionError as error:
            raise bad_value("scheduleExpression", str(error)) from None
    if not known_timezone(schedule.get("timezone", "UTC")):
        raise bad_value("timezone", f"'{schedule['timezone']}' is not an IANA time zone.")


def check_same_type(before: Record, wanted: Record, kind: str) -> None:
    """What an update may not change (UpdateImagePipeline, UpdateLifecyclePolicy in the model)."""
    if kind == "ImagePipeline" and "containerRecipeArn" in wanted:
        raise bad_request("The recipe must be the same type as the pipeline's current recipe.")
    if kind == "LifecyclePolicy" and before["resourceType"] != wanted["resourceType"]:
        raise bad_value("resourceType", "It cannot be changed.")


def plan_next(backend: ImageBuilderBackend, arn: str) -> None:
    """Put a pipeline's next run on the clock, if it has one."""
    due = backend.schedules.pop(arn, None)
    if due is not None:
        due.cancel()
    pipeline = backend.shelves["ImagePipeline"][arn]
    pipeline.pop("dateNextRun", None)
    schedule = pipeline.get("schedule", {})
    if pipeline["status"] != "ENABLED" or "scheduleExpression" not in schedule:
        return
    zone = ZoneInfo(schedule.get("timezone", "UTC"))
    moment = parse(schedule["scheduleExpression"]).after(clock.now(), zone)
    if moment is not None:
        pipeline["dateNextRun"] = f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.000Z"
        start = partial(run, backend, arn)
        backend.schedules[arn] = clock.at(moment, start, f"pipeline {pipeline['name']}")
