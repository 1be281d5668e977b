"""Image Builder's answers as values of the port; what an answer leaves out is empty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar

from generator.ports.builds import (
    Ami,
    Build,
    Failure,
    Parameter,
    Pipeline,
    Step,
    Workflow,
)

Answer = Mapping[str, Any]
Ran = TypeVar("Ran", Workflow, Step)

_LATE = datetime.max.replace(tzinfo=UTC)
_EARLY = datetime.min.replace(tzinfo=UTC)


def moment(said: Any) -> datetime | None:
    """A time as AWS writes it (ISO 8601), aware; None when there is none, or nothing of the kind.

    botocore has parsed it already where its model says `timestamp`.
    """
    if isinstance(said, datetime):
        return said if said.tzinfo else said.replace(tzinfo=UTC)
    try:
        read = datetime.fromisoformat(str(said))
    except ValueError:
        return None
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def newest(build: Build) -> tuple[datetime, list[int]]:
    """What builds are sorted by: when they began, then their version."""
    numbers = build.version.replace("/", ".").split(".")
    return build.created or _EARLY, [int(part) for part in numbers if part.isdigit()]


def in_order(ran: Sequence[Ran]) -> tuple[Ran, ...]:
    """Those that started first come first; those that wait keep their order after them."""
    return tuple(sorted(ran, key=lambda each: each.started or _LATE))


def pipeline(said: Answer) -> Pipeline:
    """ImagePipeline."""
    schedule = said.get("schedule") or {}
    return Pipeline(
        arn=said["arn"],
        name=said.get("name", ""),
        tags=dict(said.get("tags") or {}),
        status=said.get("status", ""),
        schedule=schedule.get("scheduleExpression", ""),
        timezone=schedule.get("timezone", ""),
        next_run=moment(said.get("dateNextRun")),
        last_run=moment(said.get("dateLastRun")),
        last_status=said.get("lastRunStatus", ""),
        log_group=(said.get("loggingConfiguration") or {}).get("imageLogGroupName", ""),
        recipe=said.get("imageRecipeArn") or said.get("containerRecipeArn") or "",
        distribution=said.get("distributionConfigurationArn", ""),
        role=said.get("executionRole", ""),
    )


def build(said: Answer) -> Build:
    """Image, or ImageSummary, which says less."""
    state, recipe = said.get("state") or {}, said.get("imageRecipe") or {}
    distribution = said.get("distributionConfiguration") or {}
    logging = said.get("loggingConfiguration") or {}
    return Build(
        arn=said["arn"],
        name=said.get("name", ""),
        version=_version(said),
        status=state.get("status", ""),
        reason=state.get("reason", ""),
        failure=_failure(state.get("failureContext")),
        created=moment(said.get("dateCreated")),
        pipeline=said.get("sourcePipelineArn", ""),
        recipe=recipe.get("arn", ""),
        parent=recipe.get("parentImage", ""),
        platform=said.get("platform", ""),
        os_version=said.get("osVersion", ""),
        amis=tuple(map(_ami, (said.get("outputResources") or {}).get("amis") or ())),
        tags=dict(said.get("tags") or {}),
        log_group=logging.get("logGroupName") or f"/aws/imagebuilder/{said.get('name', '')}",
        build_type=said.get("buildType", ""),
        parameters=_parameters(distribution),
        distribution=distribution.get("arn", ""),
        role=said.get("executionRole", ""),
        s3_logs=_s3_logs(said.get("infrastructureConfiguration") or {}),
    )


def workflow(said: Answer) -> Workflow:
    """WorkflowExecutionMetadata."""
    return Workflow(
        id=said["workflowExecutionId"],
        type=said.get("type", ""),
        status=said.get("status", ""),
        message=said.get("message", ""),
        name=_resource_name(said.get("workflowBuildVersionArn", "")),
        started=moment(said.get("startTime")),
        ended=moment(said.get("endTime")),
        retried=bool(said.get("retried")),
    )


def step(said: Answer) -> Step:
    """WorkflowStepMetadata."""
    return Step(
        id=said["stepExecutionId"],
        name=said.get("name", ""),
        action=said.get("action", ""),
        status=said.get("status", ""),
        message=said.get("message", ""),
        started=moment(said.get("startTime")),
        ended=moment(said.get("endTime")),
        attempt=said.get("attemptNumber", 1),
        outputs=said.get("outputs", ""),
    )


def _version(said: Answer) -> str:
    """With its build number, which the ARN has in any case: .../image/web/1.0.3/1."""
    version = said.get("version", "")
    return version if "/" in version else "/".join(said["arn"].split("/")[2:]) or version


def _resource_name(arn: str) -> str:
    """arn:...:workflow/build/build-image/1.0.2/1 is build-image."""
    parts = arn.split("/")
    return parts[2] if len(parts) > 2 else ""


def _ami(said: Answer) -> Ami:
    state = said.get("state") or {}
    return Ami(
        region=said.get("region", ""),
        id=said.get("image", ""),
        name=said.get("name", ""),
        account=said.get("accountId", ""),
        state=state.get("status", ""),
        reason=state.get("reason", ""),
    )


def _failure(said: Answer | None) -> Failure | None:
    """ImageFailureContext, which only a failed build has."""
    if not said:
        return None
    component = said.get("componentFailure") or {}
    distribution = said.get("distributionFailure") or {}
    message = component.get("errorMessage") or distribution.get("errorMessage") or ""
    return Failure(
        status=said.get("imageStatus", ""),
        workflow=said.get("workflowExecutionId", ""),
        step=said.get("failedStep", ""),
        component=component.get("componentArn", ""),
        phase=component.get("phaseName", ""),
        component_step=component.get("stepName", ""),
        action=component.get("action", ""),
        message=message,
        regions=tuple(map(_region_failure, distribution.get("regionFailures") or ())),
    )


def _region_failure(said: Answer) -> tuple[str, str]:
    place = [said.get("region", ""), said.get("targetAccountId", "")]
    why = [said.get("imageConfigurationStep", ""), said.get("errorMessage", "")]
    told = ": ".join(filter(None, why)) or str(said.get("status", ""))
    return "/".join(filter(None, place)), told


def _parameters(distribution: Answer) -> tuple[Parameter, ...]:
    return tuple(
        Parameter(each.get("region", ""), one["parameterName"], one.get("amiAccountId", ""))
        for each in distribution.get("distributions") or ()
        for one in each.get("ssmParameterConfigurations") or ()
    )


def _s3_logs(infrastructure: Answer) -> str:
    said = (infrastructure.get("logging") or {}).get("s3Logs") or {}
    parts = [said.get("s3BucketName"), said.get("s3KeyPrefix")]
    return "s3://" + "/".join(part.strip("/") for part in parts if part) if parts[0] else ""
