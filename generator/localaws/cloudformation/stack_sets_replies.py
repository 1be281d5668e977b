"""Stack sets, their stacks and operations as the API shows them."""

from __future__ import annotations

from typing import Any

from generator.localaws.cloudformation.replies import shown
from generator.localaws.cloudformation.stack_set import (
    SERVICE_MANAGED,
    Instance,
    Operation,
    Result,
    StackSet,
)
from generator.localaws.cloudformation.stack_sets_access import ADMINISTRATION, EXECUTION


def stack_set(one: StackSet) -> dict[str, Any]:
    """Of DescribeStackSet."""
    parameters = [
        {"ParameterKey": key, "ParameterValue": value} for key, value in one.parameters.items()
    ]
    return summary(one) | shown(
        TemplateBody=one.text,
        Parameters=parameters,
        Capabilities=list(one.capabilities),
        Tags=[{"Key": key, "Value": value} for key, value in one.tags.items()],
        StackSetARN=one.arn,
        AdministrationRoleARN=_administration(one),
        ExecutionRoleName=_execution(one),
        OrganizationalUnitIds=list(one.units),
        Regions=sorted({region for _, region in one.instances}),
    )


def summary(one: StackSet) -> dict[str, Any]:
    """Of ListStackSets."""
    return shown(
        StackSetName=one.name,
        StackSetId=one.id,
        Description=one.description,
        Status=one.status,
        AutoDeployment=dict(one.automatic) or None,
        PermissionModel=one.managed,
    )


def instance(owner: StackSet, one: Instance) -> dict[str, Any]:
    """Of DescribeStackInstance."""
    overrides = [
        {"ParameterKey": key, "ParameterValue": value} for key, value in one.overrides.items()
    ]
    return instance_summary(owner, one) | {"ParameterOverrides": overrides}


def instance_summary(owner: StackSet, one: Instance) -> dict[str, Any]:
    """Of ListStackInstances."""
    return shown(
        StackSetId=owner.id,
        Region=one.region,
        Account=one.account,
        StackId=one.stack,
        Status=one.status,
        StatusReason=one.reason,
        StackInstanceStatus={"DetailedStatus": one.detailed},
        OrganizationalUnitId=one.unit,
        DriftStatus="NOT_CHECKED",
        LastOperationId=one.operation,
    )


def operation(owner: StackSet, one: Operation) -> dict[str, Any]:
    """Of DescribeStackSetOperation."""
    return operation_summary(one) | shown(
        StackSetId=owner.id,
        RetainStacks=one.retain if one.action == "DELETE" else None,
        AdministrationRoleARN=_administration(owner),
        ExecutionRoleName=_execution(owner),
        DeploymentTargets=dict(one.targets) or None,
    )


def operation_summary(one: Operation) -> dict[str, Any]:
    """Of ListStackSetOperations."""
    return shown(
        OperationId=one.id,
        Action=one.action,
        Status=one.status,
        CreationTimestamp=one.started,
        EndTimestamp=one.ended,
        StatusReason=one.reason,
        StatusDetails={"FailedStackInstancesCount": one.failed},
        OperationPreferences=dict(one.preferences.told) or None,
    )


def result(one: Result) -> dict[str, Any]:
    """Of ListStackSetOperationResults."""
    return shown(
        Account=one.account,
        Region=one.region,
        Status=one.status,
        StatusReason=one.reason,
        OrganizationalUnitId=one.unit,
    )


def _administration(one: StackSet) -> str:
    if one.managed == SERVICE_MANAGED:
        return ""
    partition = one.arn.split(":")[1]
    return one.administration or f"arn:{partition}:iam::{one.account}:role/{ADMINISTRATION}"


def _execution(one: StackSet) -> str:
    return "" if one.managed == SERVICE_MANAGED else one.execution or EXECUTION
