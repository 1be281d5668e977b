"""What an operation does to one resource: create it, update it, or make it anew."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from generator.localaws.cloudformation import names, schemas, stack_policy
from generator.localaws.cloudformation.differences import Difference, differences
from generator.localaws.cloudformation.events import say
from generator.localaws.cloudformation.handlers import FailedError, Handler
from generator.localaws.cloudformation.resolving import Scope
from generator.localaws.cloudformation.scopes import properties_of, revealed
from generator.localaws.cloudformation.stack import Resource, Stack, Version
from generator.localaws.cloudformation.steps import (
    CANCELLED,
    asked_of,
    copied,
    created,
    fault,
    handler_of,
    valid,
    waiting,
)
from generator.localaws.cloudformation.walk import Ended
from generator.localaws.emulated import Emulated

EMULATES = (
    Emulated(
        "A changed resource is updated in place, or made anew before the old one is deleted; one"
        " that keeps the name that its template gives it cannot be made anew",
        "CloudFormation User Guide, update behaviors; registry schemas",
    ),
)

CUSTOM = (
    "CloudFormation cannot update a stack when a custom-named resource requires replacing."
    " Rename {} and update the stack again."
)
REPLACES = "Requested update requires the creation of a new physical resource; hence creating one."


class Making:
    """Bring one resource to what a version of the stack says."""

    def __init__(self, stack: Stack, version: Version, scope: Scope, logical_id: str) -> None:
        self._stack, self._version, self._scope = stack, version, scope
        self._id = logical_id
        self._definition: Mapping[str, Any] = version.template.resources[logical_id]
        self._type = str(self._definition["Type"])
        self._handler = handler_of(self._type)
        self._old = stack.resources.get(logical_id)
        if self._old is not None and not self._old.physical_id:
            self._old = None  # its creation failed, and was kept so
        self._verb = "CREATE" if self._old is None else "UPDATE"
        self._resource = self._old or self._fresh({})
        self._changes: tuple[Difference, ...] = ()
        self._properties: Any = {}

    def begin(self) -> bool:
        """Resolve its properties, and see what is to do."""
        self._properties = properties_of(self._scope, self._definition, self._version.tags)
        if self._old is None:
            self._resource = self._fresh(self._properties)
            self._stack.resources[self._id] = self._resource
            say(self._stack, self._resource, "CREATE_IN_PROGRESS")
            return True
        self._changes = differences(self._type, self._old.properties, self._properties)
        if not self._changes:
            return self._unchanged(self._old)
        self._replaces = replaces(self._handler, self._changes, self._old, self._properties)
        say(self._stack, self._old, "UPDATE_IN_PROGRESS", REPLACES if self._replaces else "")
        self._allowed()
        return True

    def act(self) -> Callable[[Ended], None] | None:
        """Let the handler do it."""
        valid(self._type, self._properties)
        self._handler.refuse(self._properties)
        if self._old is None:
            return self._create()
        if self._replaces:
            return self._replace(self._old)
        return self._update(self._old)

    def finish(self) -> bool:
        """Say so, once the model says that it is there."""
        if not created(self._resource):
            return False
        self._resource.properties = self._properties
        self._resource.definition = self._definition
        say(self._stack, self._resource, f"{self._verb}_COMPLETE")
        return True

    def fail(self, reason: str) -> None:
        """Say why not."""
        if self._verb == "CREATE":
            self._stack.resources[self._id] = self._resource
        say(self._stack, self._resource, f"{self._verb}_FAILED", reason)

    def cancel(self) -> None:
        """Say that it is not waited for."""
        word = "creation" if self._verb == "CREATE" else "update"
        say(self._stack, self._resource, f"{self._verb}_FAILED", CANCELLED.format(word))

    def _unchanged(self, old: Resource) -> bool:
        old.definition = self._definition
        if old.status.endswith("_FAILED"):
            say(self._stack, old, old.status.replace("FAILED", "COMPLETE"))
        return False

    def _fresh(self, properties: Mapping[str, Any]) -> Resource:
        fresh = Resource(self._id, self._type, self._definition, properties)
        given = self._handler.named_by()
        made_up = names.physical_name(self._type, self._stack.name, self._id)
        own = revealed(properties.get(given), self._stack.account, self._stack.region)
        fresh.name = str(own or made_up)
        return fresh

    def _allowed(self) -> None:
        action = "Update:Replace" if self._replaces else "Update:Modify"
        refused = stack_policy.refusal(self._stack.policy, action, self._id, self._type)
        if refused:
            raise FailedError(refused)

    def _create(self) -> Callable[[Ended], None] | None:
        fault(self._resource, "CREATE")
        asked = asked_of(self._stack, self._resource, self._properties)
        self._resource.made = self._handler.create(asked)
        self._resource.physical_id = str(self._resource.made.physical_id)
        said = "Resource creation Initiated"
        say(self._stack, self._resource, "CREATE_IN_PROGRESS", said)
        return waiting(self._resource)

    def _replace(self, old: Resource) -> Callable[[Ended], None] | None:
        fault(old, "UPDATE")
        self._distinct(old)
        fresh = self._fresh(self._properties)
        fresh.made = self._handler.create(asked_of(self._stack, fresh, self._properties))
        fresh.physical_id = str(fresh.made.physical_id)
        fresh.status = old.status
        self._stack.leftovers.append(old)
        self._stack.resources[self._id] = self._resource = fresh
        say(self._stack, fresh, "UPDATE_IN_PROGRESS", "Resource creation Initiated")
        return waiting(fresh)

    def _distinct(self, old: Resource) -> None:
        """A new one can exist beside the old one."""
        given = [one for one in schemas.identifier(self._type) if one in self._properties]
        if given and all(self._properties[one] == old.properties.get(one) for one in given):
            raise FailedError(CUSTOM.format(self._properties[given[0]]))

    def _update(self, old: Resource) -> Callable[[Ended], None] | None:
        fault(old, "UPDATE")
        self._handler.refuse_update(self._type)
        old = self._resource = self._stack.resources[self._id] = copied(old)
        asked = asked_of(self._stack, old, self._properties)
        before, old.properties = old.properties, self._properties
        old.made = self._handler.update(asked, old.made, before)
        old.physical_id = str(old.made.physical_id)
        return waiting(old)


def replaces(
    by: Handler, changes: tuple[Difference, ...], old: Resource, properties: Mapping[str, Any]
) -> bool:
    """Whether changes need a new physical resource."""
    kinds = {one.recreation for one in changes}
    if "Conditionally" in kinds and by.replaces(old.properties, properties):
        return True
    return "Always" in kinds
