"""What an operation does to one resource: delete it, or leave it alone as its policy says."""

from __future__ import annotations

from collections.abc import Callable

from generator.localaws.cloudformation.events import say
from generator.localaws.cloudformation.stack import Operation, Resource, Stack
from generator.localaws.cloudformation.steps import (
    CANCELLED,
    asked_of,
    fault,
    handler_of,
    waiting,
)
from generator.localaws.cloudformation.walk import Ended
from generator.localaws.emulated import Emulated

EMULATES = (
    Emulated(
        "DeletionPolicy and UpdateReplacePolicy: Delete, Retain, RetainExceptOnCreate",
        "CloudFormation User Guide, DeletionPolicy",
    ),
)


class Removing:
    """Delete one resource, or leave it alone as its policy says."""

    def __init__(self, stack: Stack, resource: Resource, *, keep: bool) -> None:
        self._stack, self._resource, self._keep = stack, resource, keep

    def begin(self) -> bool:
        """Say so; nothing to do for one that is kept, or that was never made."""
        if self._keep:
            say(self._stack, self._resource, "DELETE_SKIPPED")
            self._forget()
            return False
        if not self._resource.physical_id:
            say(self._stack, self._resource, "DELETE_COMPLETE")
            self._forget()
            return False
        say(self._stack, self._resource, "DELETE_IN_PROGRESS")
        return True

    def act(self) -> Callable[[Ended], None] | None:
        """Let the handler do it; one that is gone is as good."""
        fault(self._resource, "DELETE")
        asked = asked_of(self._stack, self._resource, self._resource.properties)
        try:
            handler_of(self._resource.type).delete(asked, self._resource.made)
        except Exception as error:
            if not gone(error):
                raise
        return waiting(self._resource)

    def finish(self) -> bool:
        """Say so."""
        say(self._stack, self._resource, "DELETE_COMPLETE")
        self._forget()
        return True

    def fail(self, reason: str) -> None:
        """Say why not."""
        say(self._stack, self._resource, "DELETE_FAILED", reason)

    def cancel(self) -> None:
        """Say that it is not waited for."""
        say(self._stack, self._resource, "DELETE_FAILED", CANCELLED.format("deletion"))

    def _forget(self) -> None:
        if self._stack.resources.get(self._resource.logical_id) is self._resource:
            del self._stack.resources[self._resource.logical_id]
        if self._resource in self._stack.leftovers:
            self._stack.leftovers.remove(self._resource)


def gone(error: Exception) -> bool:
    """Whether an error says that the resource is not there any more."""
    code = str(getattr(error, "code", "")) + str(getattr(error, "error_type", ""))
    words = code + type(error).__name__
    return any(one in words for one in ("NotFound", "NoSuch", "DoesNotExist", "NonExistent"))


def keeps(resource: Resource, operation: Operation, *, replaced: bool, creating: bool) -> bool:
    """Whether a resource is left alone when it leaves the stack."""
    key = "UpdateReplacePolicy" if replaced else "DeletionPolicy"
    policy = resource.definition.get(key, "Delete")
    if policy == "RetainExceptOnCreate":
        return not creating
    if policy == "Retain":
        return not (creating and operation.retain_except_on_create)
    return False
