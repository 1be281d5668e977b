"""CloudFormation's replies as values of the port, and orders as its requests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from generator.ports.stacks import (
    Change,
    ChangeSet,
    Event,
    Order,
    PropertyChange,
    Resource,
    Stack,
)

Told = Mapping[str, Any]


def stack(told: Told) -> Stack:
    """A stack of DescribeStacks."""
    changed: datetime | None = told.get("LastUpdatedTime") or told.get("CreationTime")
    return Stack(
        arn=told["StackId"],
        name=told["StackName"],
        status=told["StackStatus"],
        reason=told.get("StackStatusReason", ""),
        parameters=_pairs(told.get("Parameters"), "ParameterKey", "ParameterValue"),
        outputs=_pairs(told.get("Outputs"), "OutputKey", "OutputValue"),
        tags=_pairs(told.get("Tags"), "Key", "Value"),
        notifications=tuple(told.get("NotificationARNs") or ()),
        role=told.get("RoleARN", ""),
        protected=bool(told.get("EnableTerminationProtection")),
        changed=changed,
        operations=tuple(
            (each.get("OperationType", ""), each.get("OperationId", ""))
            for each in told.get("LastOperations") or ()
        ),
    )


def change_set(told: Told) -> ChangeSet:
    """A change set of DescribeChangeSet or ListChangeSets."""
    return ChangeSet(
        arn=told["ChangeSetId"],
        name=told["ChangeSetName"],
        status=told["Status"],
        reason=told.get("StatusReason", ""),
        execution=told.get("ExecutionStatus", ""),
        changes=tuple(
            _change(each["ResourceChange"])
            for each in told.get("Changes", ())
            if "ResourceChange" in each
        ),
    )


def merged(plain: ChangeSet, valued: ChangeSet) -> ChangeSet:
    """All changes of the one, with the values of the other where it has them.

    CloudFormation leaves changes out of a change set that it describes with values, and says so
    in its status.
    """
    values = {change.logical_id: change for change in valued.changes}
    return replace(
        plain, changes=tuple(values.get(each.logical_id, each) for each in plain.changes)
    )


def event(told: Told) -> Event:
    """An event of DescribeStackEvents; one of a hook tells what the hook said."""
    return Event(
        id=told["EventId"],
        at=told["Timestamp"],
        logical_id=told.get("LogicalResourceId", ""),
        type=told.get("ResourceType", ""),
        status=told.get("ResourceStatus", ""),
        reason=told.get("ResourceStatusReason") or _hook(told),
        physical_id=told.get("PhysicalResourceId", ""),
        stack=told["StackId"],
        token=told.get("ClientRequestToken", ""),
    )


def resource(told: Told) -> Resource:
    """A resource of ListStackResources."""
    return Resource(
        told["LogicalResourceId"],
        told.get("PhysicalResourceId", ""),
        told["ResourceType"],
        told["ResourceStatus"],
    )


def validation(told: Told) -> tuple[str, str]:
    """(path in the template, why) of a VALIDATION_ERROR of DescribeEvents."""
    path, logical_id = told.get("ValidationPath", ""), told.get("LogicalResourceId", "")
    if logical_id and not path.startswith("/Resources"):
        path = f"/Resources/{logical_id}{path}"
    reason = told.get("ValidationStatusReason") or told.get("ResourceStatusReason") or ""
    return path, reason


def request(order: Order) -> dict[str, Any]:
    """The request of CreateChangeSet."""
    kept = [{"ParameterKey": key, "UsePreviousValue": True} for key in order.kept]
    given = _listed(order.parameters, "ParameterKey", "ParameterValue")
    wanted: dict[str, Any] = {
        "StackName": order.stack,
        "ChangeSetName": order.name,
        "ChangeSetType": "CREATE" if order.creates else "UPDATE",
        "Parameters": [*given, *kept],
        "Tags": _listed(order.tags, "Key", "Value"),
        "Capabilities": list(order.capabilities),
    }
    if order.notifications is not None:
        wanted["NotificationARNs"] = list(order.notifications)
    if order.express:
        wanted["DeploymentConfig"] = {"Mode": "EXPRESS", "DisableRollback": False}
    optional = {
        "TemplateBody": order.body.text,
        "TemplateURL": order.body.url,
        "RoleARN": order.role,
        "ClientToken": order.token,
    }
    return {**wanted, **{key: value for key, value in optional.items() if value}}


def _change(told: Told) -> Change:
    return Change(
        action=told["Action"],
        logical_id=told["LogicalResourceId"],
        type=told["ResourceType"],
        physical_id=told.get("PhysicalResourceId", ""),
        replacement=told.get("Replacement", ""),
        policy=told.get("PolicyAction", ""),
        properties=tuple(
            _property(each["Target"]) for each in told.get("Details", ()) if each.get("Target")
        ),
    )


def _property(target: Told) -> PropertyChange:
    """Attributes other than Properties have no path of their own: /Metadata, /Tags."""
    name = "/".join(filter(None, (target.get("Attribute"), target.get("Name"))))
    return PropertyChange(
        path=target.get("Path") or f"/{name}",
        before=target.get("BeforeValue"),
        after=target.get("AfterValue"),
        recreation=target.get("RequiresRecreation", ""),
    )


def _hook(told: Told) -> str:
    said = told.get("HookStatusReason", "")
    return f"{told.get('HookType', 'a hook')}: {said}" if said else ""


def _pairs(told: list[dict[str, str]] | None, key: str, value: str) -> dict[str, str]:
    return {each[key]: each.get(value, "") for each in told or ()}


def _listed(pairs: Mapping[str, str], key: str, value: str) -> list[dict[str, str]]:
    return [{key: name, value: said} for name, said in pairs.items()]
