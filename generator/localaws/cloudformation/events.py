"""What is said while a stack moves: its events, and its notifications."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress

from generator.localaws.clock import clock
from generator.localaws.cloudformation import names
from generator.localaws.cloudformation.stack import STACK, Event, Operation, Resource, Stack
from generator.localaws.emulated import Emulated

EMULATES = (
    Emulated(
        "Every event is published to the stack's notification topics as lines of key='value'",
        "CloudFormation User Guide, stack options; the keys are those of DescribeStackEvents",
    ),
)


def turn(stack: Stack, status: str, reason: str = "") -> None:
    """Set the stack's status and say so."""
    stack.status, stack.reason = status, reason
    _add(stack, stack.name, stack.arn, STACK, status=status, reason=reason)


def say(stack: Stack, resource: Resource, status: str, reason: str = "") -> None:
    """Set a resource's status and say so."""
    resource.status, resource.reason, resource.changed = status, reason, clock.now()
    shown = json.dumps(resource.properties, default=str)
    about = (resource.logical_id, resource.physical_id, resource.type)
    _add(stack, *about, status=status, reason=reason, properties=shown)


def invalid(stack: Stack, operation: Operation, told: Mapping[str, str]) -> None:
    """Say that a check before the deployment failed."""
    about = (told["logical_id"], "", told["type"])
    _add(stack, *about, status="", reason=told["reason"], operation=operation, validation=told)


def _add(  # noqa: PLR0913  # the fields of an event
    stack: Stack,
    logical_id: str,
    physical_id: str,
    type_: str,
    *,
    status: str,
    reason: str,
    properties: str = "",
    operation: Operation | None = None,
    validation: Mapping[str, str] | None = None,
) -> None:
    by = operation or stack.operation
    event = Event(
        id=names.token(),
        at=clock.now(),
        logical_id=logical_id,
        physical_id=physical_id,
        type=type_,
        status=status,
        reason=reason,
        properties=properties,
        operation=by.id if by else "",
        token=by.token if by else "",
        validation=validation or {},
    )
    stack.events.append(event)
    if status:
        _publish(stack, event)


def _publish(stack: Stack, event: Event) -> None:
    from moto.sns.models import sns_backends

    lines = {
        "StackId": stack.arn,
        "Timestamp": event.at.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        "EventId": event.id,
        "LogicalResourceId": event.logical_id,
        "PhysicalResourceId": event.physical_id,
        "ResourceType": event.type,
        "ResourceStatus": event.status,
        "ResourceStatusReason": event.reason,
        "StackName": stack.name,
        "ClientRequestToken": event.token,
    }
    text = "".join(f"{key}='{value}'\n" for key, value in lines.items())
    for topic in stack.version.topics:
        found = sns_backends[stack.account][topic.split(":")[3]].topics.get(topic)
        if found is not None:
            with suppress(Exception):  # a subscriber's trouble is not the stack's
                found.publish(text, subject="AWS CloudFormation Notification")
