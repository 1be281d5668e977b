"""Operations of the API on events and resources."""

from __future__ import annotations

from collections.abc import Iterator

from moto.core.responses import ActionResult

from generator.localaws.cloudformation import change_sets, replies
from generator.localaws.cloudformation.asking import Asking
from generator.localaws.cloudformation.exceptions import ValidationError
from generator.localaws.cloudformation.stack import Operation, Resource, Stack


class EventsApi(Asking):
    """What happens to a stack, and what it has."""

    def describe_stack_events(self) -> ActionResult:
        """DescribeStackEvents, newest first."""
        stack = self.named_stack()
        told = [replies.event(stack, one) for one in stack.events[::-1] if one.status]
        return self.page("StackEvents", told)

    def describe_events(self) -> ActionResult:
        """DescribeEvents of a stack, a change set or an operation, newest first."""
        asked = self.asked
        failed = bool((asked.get("Filters") or {}).get("FailedEvents"))
        told = [
            replies.operation_event(stack, one, by)
            for stack, by in self._operations()
            for one in stack.events
            if one.operation == by.id
            and (not failed or one.validation or one.status.endswith("_FAILED"))
        ]
        told.sort(key=lambda one: one["Timestamp"])
        return self.page("OperationEvents", told[::-1])

    def describe_stack_resource(self) -> ActionResult:
        """DescribeStackResource."""
        stack = self.named_stack()
        found = self._resource(stack, self.asked["LogicalResourceId"])
        return ActionResult({"StackResourceDetail": replies.detail(stack, found)})

    def describe_stack_resources(self) -> ActionResult:
        """DescribeStackResources of a stack, or of the one that owns a physical resource."""
        asked = self.asked
        stack = self.named_stack() if asked.get("StackName") else self._owner()
        found = list(stack.resources.values())
        if asked.get("LogicalResourceId"):
            found = [self._resource(stack, asked["LogicalResourceId"])]
        return ActionResult({"StackResources": [replies.resource(stack, one) for one in found]})

    def list_stack_resources(self) -> ActionResult:
        """ListStackResources."""
        found = self.named_stack().resources.values()
        return self.page("StackResourceSummaries", [replies.resource_summary(one) for one in found])

    def _operations(self) -> Iterator[tuple[Stack, Operation]]:
        asked = self.asked
        if asked.get("ChangeSetName"):
            change_set = change_sets.get(
                self.current_account,
                self.region,
                asked["ChangeSetName"],
                asked.get("StackName", ""),
            )
            yield change_set.stack, change_set.operation
            return
        stacks = [self.named_stack()] if asked.get("StackName") else list(self.here.stacks.values())
        for stack in stacks:
            made = (one.operation for one in stack.change_sets.values())
            for one in (*stack.operations, *made):
                if asked.get("OperationId") in (None, "", one.id):
                    yield stack, one

    def _owner(self) -> Stack:
        wanted = self.asked.get("PhysicalResourceId", "")
        for stack in self.here.stacks.values():
            if any(one.physical_id == wanted for one in stack.resources.values()):
                return stack
        raise ValidationError(f"Stack for {wanted} does not exist")

    def _resource(self, stack: Stack, logical_id: str) -> Resource:
        if logical_id not in stack.resources:
            said = f"Resource {logical_id} does not exist for stack {stack.name}"
            raise ValidationError(said)
        return stack.resources[logical_id]
