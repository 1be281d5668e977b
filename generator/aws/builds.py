"""EC2 Image Builder: pipelines, builds, and what happens in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.aws import build_values as values
from generator.aws.failures import translated
from generator.aws.session import client
from generator.errors import NotFoundError
from generator.ports.builds import Build, Pipeline, Step, Workflow

PAGE = 100
"""Items of one answer, the most that Image Builder gives (maxResults of its List operations)."""


class ImageBuilder:
    """The port `Builds`, by boto3."""

    def __init__(self, imagebuilder: Any) -> None:
        self._client = imagebuilder

    def pipelines(self) -> tuple[Pipeline, ...]:
        """All pipelines (ListImagePipelines)."""
        listed = self._all("list_image_pipelines", "list the image pipelines")
        return tuple(values.pipeline(each) for each in listed)

    def start(self, pipeline: str, token: str, tags: Mapping[str, str]) -> str:
        """Start a pipeline (StartImagePipelineExecution); gives the ARN of the build."""
        with translated(f"start {pipeline}"):
            answer = self._client.start_image_pipeline_execution(
                imagePipelineArn=pipeline, clientToken=token, tags=dict(tags)
            )
        return str(answer["imageBuildVersionArn"])

    def build(self, arn: str) -> Build:
        """One build (GetImage)."""
        with translated(f"look at the build {arn}"):
            answer = self._client.get_image(imageBuildVersionArn=arn)
        return values.build(answer["image"])

    def builds(self, pipeline: str) -> tuple[Build, ...]:
        """Builds of a pipeline, newest first (ListImagePipelineImages)."""
        listed = self._all(
            "list_image_pipeline_images", f"list builds of {pipeline}", imagePipelineArn=pipeline
        )
        found = [values.build({**each, "sourcePipelineArn": pipeline}) for each in listed]
        return tuple(sorted(found, key=values.newest, reverse=True))

    def workflows(self, build: str) -> tuple[Workflow, ...]:
        """Workflow executions of a build, in the order in which they ran; none yet is none."""
        listed = self._known(
            "list_workflow_executions", f"list workflows of {build}", imageBuildVersionArn=build
        )
        return values.in_order([values.workflow(each) for each in listed])

    def steps(self, workflow: str) -> tuple[Step, ...]:
        """Steps of a workflow execution, in the order in which they ran."""
        listed = self._known(
            "list_workflow_step_executions",
            f"list steps of {workflow}",
            workflowExecutionId=workflow,
        )
        return values.in_order([values.step(each) for each in listed])

    def cancel(self, build: str, token: str) -> None:
        """Cancel a build (CancelImageCreation)."""
        with translated(f"cancel {build}"):
            self._client.cancel_image_creation(imageBuildVersionArn=build, clientToken=token)

    def retry(self, build: str, token: str) -> None:
        """Run a failed build again from the phase that failed (RetryImage)."""
        with translated(f"retry {build}"):
            self._client.retry_image(imageBuildVersionArn=build, clientToken=token)

    def distribute(
        self, build: str, distribution: str, role: str, token: str, tags: Mapping[str, str]
    ) -> str:
        """Distribute a finished build again (DistributeImage); gives the ARN of a new build."""
        with translated(f"distribute {build}"):
            answer = self._client.distribute_image(
                sourceImage=build,
                distributionConfigurationArn=distribution,
                executionRole=role,
                clientToken=token,
                tags=dict(tags),
            )
        return str(answer["imageBuildVersionArn"])

    def _known(self, operation: str, doing: str, **arguments: Any) -> tuple[Any, ...]:
        """What is listed of something that may be too new to be known, or too old."""
        try:
            return tuple(self._all(operation, doing, **arguments))
        except NotFoundError:
            return ()

    def _all(self, operation: str, doing: str, **arguments: Any) -> Iterator[Any]:
        """Everything an operation lists, page after page."""
        with translated(doing):
            pages = self._client.get_paginator(operation)
            asked = {**arguments, "PaginationConfig": {"PageSize": PAGE}}
            for page in pages.paginate(**asked):
                yield from page.get(pages.result_keys[0].expression) or ()


def connect(region: str | None, profile: str | None) -> ImageBuilder:
    """Image Builder of an account and region.

    Raises:
        AccessError: without a region, for an unknown profile or a broken configuration.
    """
    return ImageBuilder(client("imagebuilder", region, profile))
