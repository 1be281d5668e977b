"""AWS CloudFormation StackSets by boto3."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from botocore.exceptions import ClientError

from generator.aws.failures import translated
from generator.aws.session import client
from generator.ports.stack_sets import (
    Instance,
    Operation,
    OperationInProgressError,
    StackSet,
    StackSetOrder,
    Targets,
)

SERVICE_MANAGED = "SERVICE_MANAGED"
_EACH_FOR_ITSELF = {
    "FailureTolerancePercentage": 100,
    "MaxConcurrentPercentage": 100,
    "ConcurrencyMode": "SOFT_FAILURE_TOLERANCE",
    "RegionConcurrencyType": "PARALLEL",
}
"""That one account fails says nothing about the others (StackSetOperationPreferences)."""
_BUSY = ("OperationInProgressException", "StaleRequestException")
_REPEATED = "OperationIdAlreadyExistsException"
_MISSING = "StackSetNotFoundException"
_UNDER_WAY = ("RUNNING", "STOPPING", "QUEUED")


class CloudFormationStackSets:
    """The port `StackSets`, by boto3."""

    def __init__(self, cloudformation: Any, *, delegated_admin: bool = False) -> None:
        """`delegated_admin`: act for the organization from a member account (CallAs)."""
        self._client = cloudformation
        self._as = {"CallAs": "DELEGATED_ADMIN"} if delegated_admin else {}

    def find(self, name: str) -> StackSet | None:
        """A stack set (DescribeStackSet)."""
        with translated(f"look at the StackSet {name}"):
            try:
                told = self._client.describe_stack_set(StackSetName=name, **self._as)["StackSet"]
            except ClientError as error:
                if _code(error) == _MISSING:
                    return None
                raise
        return _stack_set(told)

    def create(self, order: StackSetOrder, token: str) -> None:
        """Create a stack set (CreateStackSet); new accounts of its units get a stack as well."""
        automatic = {"Enabled": True, "RetainStacksOnAccountRemoval": False}
        managed = {"AutoDeployment": automatic} if order.managed == SERVICE_MANAGED else {}
        with translated(f"create the StackSet {order.name}"):
            self._client.create_stack_set(
                **_request(order), **managed, ClientRequestToken=token, **self._as
            )

    def update(self, order: StackSetOrder, operation: str) -> None:
        """Change it and all its stacks (UpdateStackSet)."""
        with _starting(f"update the StackSet {order.name}"):
            self._client.update_stack_set(
                **_request(order),
                OperationPreferences=_EACH_FOR_ITSELF,
                OperationId=operation,
                **self._as,
            )

    def add(self, name: str, managed: str, targets: Targets, operation: str) -> None:
        """Create stacks (CreateStackInstances), those that failed before as well."""
        with _starting(f"add stacks to the StackSet {name}"):
            self._client.create_stack_instances(
                **self._operation(name, managed, targets, operation)
            )

    def remove(self, name: str, managed: str, targets: Targets, operation: str) -> None:
        """Delete stacks (DeleteStackInstances)."""
        with _starting(f"remove stacks from the StackSet {name}"):
            self._client.delete_stack_instances(
                **self._operation(name, managed, targets, operation), RetainStacks=False
            )

    def delete(self, name: str) -> None:
        """Delete a stack set that has no stacks (DeleteStackSet); one that is gone is as good."""
        with translated(f"delete the StackSet {name}"):
            try:
                self._client.delete_stack_set(StackSetName=name, **self._as)
            except ClientError as error:
                if _code(error) != _MISSING:
                    raise

    def instances(self, name: str) -> tuple[Instance, ...]:
        """Its stacks (ListStackInstances)."""
        with translated(f"list the stacks of the StackSet {name}"):
            found = self._pages("list_stack_instances", StackSetName=name)
            return tuple(map(_instance, found))

    def operation(self, name: str, operation: str) -> Operation:
        """An operation with its results (DescribeStackSetOperation and its list of results)."""
        wanted = {"StackSetName": name, "OperationId": operation}
        with translated(f"follow the StackSet {name}"):
            said = self._client.describe_stack_set_operation(**wanted, **self._as)
            results = tuple(
                map(_instance, self._pages("list_stack_set_operation_results", **wanted))
            )
        return _operation(said["StackSetOperation"], results)

    def running(self, name: str) -> tuple[str, ...]:
        """Ids of operations under way (ListStackSetOperations), the oldest first."""
        with translated(f"ask what happens to the StackSet {name}"):
            found = self._pages("list_stack_set_operations", StackSetName=name)
            ids = [each["OperationId"] for each in found if each["Status"] in _UNDER_WAY]
        return tuple(reversed(ids))

    def _operation(
        self, name: str, managed: str, targets: Targets, operation: str
    ) -> dict[str, Any]:
        where: dict[str, Any] = {"Accounts": list(targets.accounts)}
        if managed == SERVICE_MANAGED:
            where = {"DeploymentTargets": {"OrganizationalUnitIds": list(targets.units)}}
        return {
            "StackSetName": name,
            **where,
            "Regions": list(targets.regions),
            "OperationPreferences": _EACH_FOR_ITSELF,
            "OperationId": operation,
            **self._as,
        }

    def _pages(self, operation: str, **wanted: Any) -> Iterator[dict[str, Any]]:
        for page in self._client.get_paginator(operation).paginate(**wanted, **self._as):
            yield from page.get("Summaries", ())


def connect(
    region: str | None, profile: str | None, *, delegated_admin: bool = False
) -> CloudFormationStackSets:
    """The stack sets of an account and region.

    Raises:
        AccessError: without a region, for an unknown profile or a broken configuration.
    """
    made = client("cloudformation", region, profile)
    return CloudFormationStackSets(made, delegated_admin=delegated_admin)


@contextmanager
def _starting(doing: str) -> Iterator[None]:
    """An operation that was started by this id before is started."""
    with translated(doing):
        try:
            yield
        except ClientError as error:
            if _code(error) in _BUSY:
                raise OperationInProgressError(
                    f"cannot {doing}: another operation is under way", "try again when it is over"
                ) from error
            if _code(error) != _REPEATED:
                raise


def _code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))


def _request(order: StackSetOrder) -> dict[str, Any]:
    body = order.body
    return {
        "StackSetName": order.name,
        "Description": order.description,
        **({"TemplateURL": body.url} if body.url else {"TemplateBody": body.text}),
        "Parameters": [
            {"ParameterKey": key, "ParameterValue": value}
            for key, value in order.parameters.items()
        ],
        "Capabilities": list(order.capabilities),
        "Tags": [{"Key": key, "Value": value} for key, value in order.tags.items()],
        "PermissionModel": order.managed,
    }


def _stack_set(told: Mapping[str, Any]) -> StackSet:
    parameters, tags = told.get("Parameters") or (), told.get("Tags") or ()
    return StackSet(
        name=told["StackSetName"],
        arn=told.get("StackSetARN", ""),
        status=told["Status"],
        managed=told.get("PermissionModel") or "SELF_MANAGED",
        template=told.get("TemplateBody", ""),
        parameters={each["ParameterKey"]: each.get("ParameterValue", "") for each in parameters},
        units=tuple(told.get("OrganizationalUnitIds") or ()),
        tags={each["Key"]: each["Value"] for each in tags},
    )


def _instance(told: Mapping[str, Any]) -> Instance:
    """A stack of a stack set, or the result of an operation on one."""
    return Instance(
        account=told["Account"],
        region=told["Region"],
        status=told.get("Status", ""),
        reason=told.get("StatusReason", ""),
        unit=told.get("OrganizationalUnitId", ""),
    )


def _operation(told: Mapping[str, Any], results: tuple[Instance, ...]) -> Operation:
    """With as many failures as AWS counted, or as there are results that failed."""
    counted = (told.get("StatusDetails") or {}).get("FailedStackInstancesCount") or 0
    return Operation(
        id=told["OperationId"],
        action=told["Action"],
        status=told["Status"],
        reason=told.get("StatusReason", ""),
        failed=max(counted, sum(each.status == "FAILED" for each in results)),
        instances=results,
    )
