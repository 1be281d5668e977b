"""AWS::ImageBuilder::ImagePipeline."""

from __future__ import annotations

from troposphere import imagebuilder

from generator.graph.nodes import Pipeline, PipelineSchedule, WorkflowStep
from generator.templates.intrinsics import given, intrinsic


def image_pipeline(node: Pipeline) -> imagebuilder.ImagePipeline:
    """The pipeline: what to build, where, when, under which role."""
    return imagebuilder.ImagePipeline(
        node.logical_id,
        Name=node.name,
        Description=node.description,
        Status="ENABLED" if node.enabled else "DISABLED",
        ImageRecipeArn=intrinsic(node.recipe),
        InfrastructureConfigurationArn=intrinsic(node.infrastructure),
        DistributionConfigurationArn=intrinsic(node.distribution),
        EnhancedImageMetadataEnabled=True,
        ImageTestsConfiguration=imagebuilder.ImageTestsConfiguration(ImageTestsEnabled=node.tested),
        LoggingConfiguration=imagebuilder.PipelineLoggingConfiguration(
            ImageLogGroupName=intrinsic(node.image_logs),
            PipelineLogGroupName=intrinsic(node.pipeline_logs),
        ),
        **given(
            Schedule=node.schedule and _schedule(node.schedule),
            ImageScanningConfiguration=_scanning(node),
            Workflows=[_workflow(step) for step in node.workflows],
            ExecutionRole=node.role and intrinsic(node.role),
            ImageTags=dict(node.tags),
            Tags=dict(node.tags),
        ),
    )


def _schedule(schedule: PipelineSchedule) -> imagebuilder.Schedule:
    condition = (
        "EXPRESSION_MATCH_AND_DEPENDENCY_UPDATES_AVAILABLE"
        if schedule.only_changes
        else "EXPRESSION_MATCH_ONLY"
    )
    return imagebuilder.Schedule(
        ScheduleExpression=schedule.expression,
        Timezone=schedule.timezone,
        PipelineExecutionStartCondition=condition,
        **given(
            AutoDisablePolicy=schedule.failures
            and imagebuilder.AutoDisablePolicy(FailureCount=schedule.failures)
        ),
    )


def _scanning(node: Pipeline) -> imagebuilder.ImageScanningConfiguration | None:
    if not node.scanned:
        return None
    return imagebuilder.ImageScanningConfiguration(ImageScanningEnabled=True)


def _workflow(step: WorkflowStep) -> imagebuilder.WorkflowConfiguration:
    parameters = [
        imagebuilder.WorkflowParameter(Name=name, Value=list(values))
        for name, values in step.parameters
    ]
    return imagebuilder.WorkflowConfiguration(
        WorkflowArn=intrinsic(step.arn),
        **given(Parameters=parameters, OnFailure=step.on_failure, ParallelGroup=step.group),
    )
