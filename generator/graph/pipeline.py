"""Pipeline, logs, workflows and execution role of one image."""

from __future__ import annotations

from collections.abc import Iterator

from generator.graph.access import Json, allow
from generator.graph.naming import infrastructure
from generator.graph.nodes import (
    LogGroup,
    Pipeline,
    PipelineSchedule,
    Role,
    Workflow,
    WorkflowStep,
)
from generator.graph.recipe import FIXED_VERSION, Making, description, key_of_data
from generator.graph.values import Attribute, Ref, Value, arn, managed
from generator.payload.image import Image
from generator.payload.resource_names import camel, document_name, slug
from generator.payload.schedule import Schedule
from generator.payload.source_image import SourceKind
from generator.payload.uses import WorkflowUse
from generator.payload.workflow_phase import phase

PUBLIC_PARAMETERS = ("/aws/service/", "/imagebuilder/")
"""SSM parameters the service-linked role can read; it writes only under the second."""

EXECUTION_POLICY = arn("iam", "policy/EC2ImageBuilderExecutionPolicy", region="", account="aws")


def log_groups(making: Making) -> tuple[LogGroup, LogGroup]:
    """Made before the service makes them, which would be without retention."""
    names = making.names
    kinds = (("ImageLogs", names.image_logs), ("PipelineLogs", names.pipeline_logs))
    made = [
        LogGroup(
            logical_id=names.logical(kind),
            origin=making.origin("imageName"),
            image=making.image.image_name,
            name=name,
            days=making.factory.log_retention_days,
            tags=making.tags,
        )
        for kind, name in kinds
    ]
    return made[0], made[1]


def pipeline(making: Making, workflows: tuple[WorkflowStep, ...]) -> Pipeline:
    """The pipeline that builds, tests and distributes the image."""
    image, names = making.image, making.names
    return Pipeline(
        logical_id=names.logical("Pipeline"),
        origin=making.origin("schedule" if image.schedule else "imageName"),
        image=image.image_name,
        name=names.resource,
        description=description(image),
        recipe=Attribute(names.logical("Recipe"), "Arn"),
        infrastructure=Attribute(infrastructure(image.architecture), "Arn"),
        distribution=Attribute(names.logical("Distribution"), "Arn"),
        image_logs=Ref(names.logical("ImageLogs")),
        pipeline_logs=Ref(names.logical("PipelineLogs")),
        schedule=_schedule(image, image.schedule) if image.schedule else None,
        enabled=image.enabled,
        tested=image.tests is None or image.tests.enabled,
        scanned=image.scan,
        workflows=workflows,
        role=execution_role_arn(making),
        tags=making.tags,
    )


def _schedule(image: Image, schedule: Schedule) -> PipelineSchedule:
    return PipelineSchedule(
        schedule.expression,
        schedule.timezone,
        image.only_changes,
        schedule.auto_disable_after,
    )


def workflows(making: Making) -> tuple[tuple[Workflow, ...], tuple[WorkflowStep, ...]]:
    """Workflow resources, and the steps of the pipeline in order."""
    nodes, steps = [], []
    for position, use in enumerate(making.image.workflows):
        node, value = _workflow(making, use, position)
        if node is not None:
            nodes.append(node)
        steps.append(
            WorkflowStep(
                value,
                tuple(use.parameters.items()),
                use.on_failure.upper() if use.on_failure else None,
                use.parallel_group,
            )
        )
    return tuple(nodes), tuple(steps)


def _workflow(making: Making, use: WorkflowUse, position: int) -> tuple[Workflow | None, Value]:
    if use.arn is not None:
        return None, use.arn
    if use.name is not None:
        return None, managed("workflow", f"{phase(use)}/{use.name}/x.x.x")
    name = slug(document_name(str(use.file)))
    node = Workflow(
        logical_id=f"{camel(name)}Workflow",
        origin=making.origin("workflows", position),
        name=f"{making.factory_name}-{name}",
        type=str(use.type).upper(),
        version=FIXED_VERSION,
        data=making.documents.file(str(use.file)).text,
        key=key_of_data(making.factory),
        tags=making.factory.tags,
    )
    return node, Ref(node.logical_id)


def needs_execution_role(image: Image) -> bool:
    """True where the service-linked role is not enough.

    Workflows need a role (CreateImagePipeline, `executionRole`); parameters outside of
    /imagebuilder/ and private parameters as source are closed to the service-linked role.
    """
    return bool(image.workflows) or bool(list(_parameter_access(image)))


def _parameter_access(image: Image) -> Iterator[Json]:
    source = image.source_image
    if source.kind is SourceKind.PARAMETER and not _open(source.parameter_name, PUBLIC_PARAMETERS):
        yield allow("ReadSourceImage", ("ssm:GetParameter",), _parameter(source.parameter_name))
    if image.parameter and not _open(image.parameter, ("/imagebuilder/",)):
        yield allow("PublishAmiId", ("ssm:PutParameter",), _parameter(image.parameter, "*"))


def _open(name: str, prefixes: tuple[str, ...]) -> bool:
    return name.startswith(prefixes)


def _parameter(name: str, region: str = "${AWS::Region}") -> Value:
    return arn("ssm", f"parameter/{name.removeprefix('/')}", region=region)


def execution_role_arn(making: Making) -> Value | None:
    """The role the pipeline runs under; None for the service-linked one."""
    if not needs_execution_role(making.image):
        return None
    if making.factory.workflow_role is not None:
        return making.factory.workflow_role
    return Attribute(making.names.logical("ExecutionRole"), "Arn")


def execution_role(making: Making) -> Role | None:
    """The image's own execution role, when one is needed and none is given."""
    if not needs_execution_role(making.image) or making.factory.workflow_role is not None:
        return None
    return Role(
        logical_id=making.names.logical("ExecutionRole"),
        origin=making.origin("workflows" if making.image.workflows else "parameter"),
        image=making.image.image_name,
        description=f"Lets EC2 Image Builder run the workflows of {making.names.resource}",
        service="imagebuilder",
        managed=(EXECUTION_POLICY,),
        statements=tuple(_parameter_access(making.image)),
        boundary=making.factory.permissions_boundary,
        tags=making.tags,
        confused_deputy=True,
    )
