"""Stacks, resources and events as the API shows them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from generator.localaws.cloudformation.change_set import ChangeSet
from generator.localaws.cloudformation.changes import hidden, summary
from generator.localaws.cloudformation.stack import (
    STACK,
    Event,
    Operation,
    Resource,
    Stack,
    Version,
)

UNCHECKED = {"StackDriftStatus": "NOT_CHECKED"}


def shown(**fields: Any) -> dict[str, Any]:
    """Fields that have a value."""
    return {key: value for key, value in fields.items() if value not in (None, "", [], ())}


def stack(one: Stack) -> dict[str, Any]:
    """Of DescribeStacks."""
    return shown(
        StackId=one.arn,
        StackName=one.name,
        ChangeSetId=one.change_set,
        Description=one.version.template.whole.get("Description"),
        Parameters=parameters(one.version),
        CreationTime=one.created,
        DeletionTime=one.deleted,
        LastUpdatedTime=one.updated,
        StackStatus=one.status,
        StackStatusReason=one.reason,
        NotificationARNs=list(one.version.topics),
        TimeoutInMinutes=one.timeout or None,
        Capabilities=list(one.version.capabilities),
        Outputs=[
            shown(
                OutputKey=out.key,
                OutputValue=out.value,
                Description=out.description,
                ExportName=out.export,
            )
            for out in one.outputs.values()
        ],
        RoleARN=one.version.role,
        ParentId=one.parent,
        RootId=one.root,
        LastOperations=operations(one),
    ) | {
        "DisableRollback": one.keep_failed,
        "EnableTerminationProtection": one.protected,
        "DriftInformation": UNCHECKED,
        "Tags": tags(one.version),
    }


def summary_of(one: Stack) -> dict[str, Any]:
    """Of ListStacks."""
    whole = stack(one)
    names = (
        "StackId", "StackName", "CreationTime", "LastUpdatedTime", "DeletionTime", "StackStatus",
        "StackStatusReason", "ParentId", "RootId", "DriftInformation", "LastOperations",
    )  # fmt: skip
    short = {key: whole[key] for key in names if key in whole}
    return short | shown(TemplateDescription=whole.get("Description"))


def operations(one: Stack) -> list[dict[str, str]]:
    """The last operations, newest first."""
    return [{"OperationType": each.type, "OperationId": each.id} for each in one.operations[::-1]][
        :2
    ]


def parameters(version: Version) -> list[dict[str, Any]]:
    """Parameters with their values; those with NoEcho hidden."""
    have = version.parameters
    return [
        shown(
            ParameterKey=key,
            ParameterValue="****" if key in have.hidden else value,
            ResolvedValue=have.read.get(key),
        )
        for key, value in have.given.items()
    ]


def tags(version: Version) -> list[dict[str, str]]:
    """Tags as a list."""
    return [{"Key": key, "Value": value} for key, value in version.tags.items()]


def resource_summary(one: Resource) -> dict[str, Any]:
    """Of ListStackResources."""
    return shown(LastUpdatedTimestamp=one.changed, **_resource(one))


def resource(owner: Stack, one: Resource) -> dict[str, Any]:
    """Of DescribeStackResources."""
    own = shown(StackName=owner.name, StackId=owner.arn, Timestamp=one.changed)
    return own | _resource(one)


def detail(owner: Stack, one: Resource) -> dict[str, Any]:
    """Of DescribeStackResource."""
    metadata = one.definition.get("Metadata")
    own = shown(StackName=owner.name, StackId=owner.arn, LastUpdatedTimestamp=one.changed)
    return own | _resource(one) | shown(Metadata=json.dumps(metadata) if metadata else None)


def _resource(one: Resource) -> dict[str, Any]:
    return shown(
        LogicalResourceId=one.logical_id,
        PhysicalResourceId=one.physical_id,
        ResourceType=one.type,
        ResourceStatus=one.status,
        ResourceStatusReason=one.reason,
        DriftInformation={"StackResourceDriftStatus": "NOT_CHECKED"},
    )


def event(owner: Stack, one: Event) -> dict[str, Any]:
    """Of DescribeStackEvents."""
    return shown(
        StackId=owner.arn,
        EventId=one.id,
        StackName=owner.name,
        OperationId=one.operation,
        LogicalResourceId=one.logical_id,
        PhysicalResourceId=one.physical_id,
        ResourceType=one.type,
        Timestamp=one.at,
        ResourceStatus=one.status,
        ResourceStatusReason=one.reason,
        ResourceProperties=one.properties,
        ClientRequestToken=one.token,
    )


def operation_event(owner: Stack, one: Event, by: Operation) -> dict[str, Any]:
    """Of DescribeEvents."""
    told = event(owner, one)
    told.pop("StackName")
    told |= {"OperationType": by.type, "OperationStatus": by.status, "StartTime": one.at}
    told["EventType"] = _kind(one)
    if one.validation:
        told.pop("ResourceStatusReason", None)
        told |= {
            "ValidationFailureMode": "FAIL",
            "ValidationName": "PROPERTY_VALIDATION",
            "ValidationStatus": "FAILED",
            "ValidationStatusReason": one.reason,
            "ValidationPath": one.validation["path"],
        }
    return told


def _kind(one: Event) -> str:
    if one.validation:
        return "VALIDATION_ERROR"
    if one.type == STACK and one.physical_id.startswith("arn:") and not one.properties:
        return "STACK_EVENT"
    return "PROVISIONING_ERROR" if one.status.endswith("_FAILED") else "PROGRESS_EVENT"


def change_set(one: ChangeSet, *, values: bool) -> dict[str, Any]:
    """Of DescribeChangeSet, all changes at once."""
    masked = [hidden(each, one.version) for each in one.changes]
    changes = masked if values else summary(tuple(masked))
    listed = [{"Type": "Resource", "ResourceChange": each} for each in changes]
    ready = one.status == "CREATE_COMPLETE"
    return (
        change_set_summary(one)
        | shown(
            Parameters=parameters(one.version),
            NotificationARNs=list(one.version.topics),
            Capabilities=list(one.version.capabilities),
            Tags=tags(one.version),
            OnStackFailure=one.on_failure,
            DeploymentConfig={"Mode": "EXPRESS"} if one.express else None,
        )
        | {"Changes": listed if ready else []}
    )


def change_set_summary(one: ChangeSet) -> dict[str, Any]:
    """Of ListChangeSets."""
    return shown(
        ChangeSetName=one.name,
        ChangeSetId=one.arn,
        StackId=one.stack.arn,
        StackName=one.stack.name,
        Description=one.description,
        CreationTime=one.created,
        ExecutionStatus=one.execution,
        Status=one.status,
        StatusReason=one.reason,
        IncludeNestedStacks=False,
    )


def declared(name: str, one: Mapping[str, Any]) -> dict[str, Any]:
    """A parameter as GetTemplateSummary and ValidateTemplate show it."""
    return shown(
        ParameterKey=name,
        DefaultValue=None if "Default" not in one else str(one["Default"]),
        ParameterType=one["Type"],
        NoEcho=str(one.get("NoEcho", "")).lower() == "true",
        Description=one.get("Description"),
        ParameterConstraints=shown(
            AllowedValues=[str(each) for each in one.get("AllowedValues", [])]
        ),
    )
