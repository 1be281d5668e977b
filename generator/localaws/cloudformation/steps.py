"""What every step of an operation on a resource has to do with its handler."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import Any

from generator.localaws.clock import clock
from generator.localaws.cloudformation import schemas
from generator.localaws.cloudformation.handlers import Asked, FailedError, Handler, handler
from generator.localaws.cloudformation.scopes import revealed
from generator.localaws.cloudformation.stack import Resource, Stack
from generator.localaws.cloudformation.walk import Ended
from generator.localaws.faults import faults

CANCELLED = "Resource {} cancelled"


def handler_of(type_: str) -> Handler:
    """The handler of a type that has one.

    Raises:
        FailedError: when the local AWS does not emulate it.
    """
    found = handler(type_)
    if found is None:
        raise FailedError(f"the local AWS does not emulate {type_}")
    return found


def asked_of(stack: Stack, resource: Resource, properties: Mapping[str, Any]) -> Asked:
    """What a handler is told."""
    plain = revealed(deepcopy(dict(properties)), stack.account, stack.region)
    return Asked(
        stack.account,
        stack.region,
        stack.arn,
        resource.logical_id,
        resource.type,
        resource.name,
        plain,
    )


def valid(type_: str, properties: Mapping[str, Any]) -> None:
    """The properties fit the schema.

    Raises:
        FailedError: when they do not.
    """
    found = schemas.problems(type_, properties)
    if found:
        said = "\n".join(reason for _, reason in found)
        raise FailedError(f"Properties validation failed for resource with message:\n{said}")


def fault(resource: Resource, operation: str) -> None:
    """Fail, when the local AWS was told to."""
    reason = faults.take_resource(resource.type, resource.logical_id, operation)
    if reason is not None:
        raise FailedError(reason)


def created(resource: Resource) -> bool:
    """Whether its model says that it is there; most are at once."""
    ask = getattr(getattr(resource.made, "model", None), "is_created", None)
    return ask is None or getattr(ask, "__isabstractmethod__", False) or bool(ask())


def waiting(resource: Resource) -> Callable[[Ended], None] | None:
    """What a handler left to wait for, once."""
    if resource.made is None or resource.made.waits is None:
        return None
    waits: Callable[[Ended], None] = resource.made.waits
    resource.made.waits = None
    return waits


def copied(resource: Resource) -> Resource:
    """A copy to change, so that what was before stays as it was."""
    return Resource(
        resource.logical_id,
        resource.type,
        resource.definition,
        resource.properties,
        resource.status,
        resource.reason,
        clock.now(),
        resource.name,
        resource.physical_id,
        resource.made,
    )
