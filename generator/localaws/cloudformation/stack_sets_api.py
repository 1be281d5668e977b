"""Operations of the API on stack sets."""

from __future__ import annotations

from collections.abc import Callable

from moto.core.responses import ActionResult, EmptyResult

from generator.localaws.cloudformation import stack_sets as sets
from generator.localaws.cloudformation import stack_sets_access as access
from generator.localaws.cloudformation import stack_sets_replies as replies
from generator.localaws.cloudformation import stack_sets_targets as targets
from generator.localaws.cloudformation.asking import Asking
from generator.localaws.cloudformation.exceptions import NotEmulatedError
from generator.localaws.cloudformation.stack_set import Operation, StackSet
from generator.localaws.cloudformation.stack_sets_errors import (
    InstanceNotFoundError,
    InvalidOperationError,
)


class StackSetsApi(Asking):
    """Stack sets."""

    def create_stack_set(self) -> ActionResult:
        """CreateStackSet."""
        made = sets.create(self.current_account, self.region, self.asked)
        return ActionResult({"StackSetId": made.id})

    def update_stack_set(self) -> ActionResult:
        """UpdateStackSet."""
        return self._started(targets.update)

    def delete_stack_set(self) -> ActionResult:
        """DeleteStackSet."""
        sets.delete(self.current_account, self.region, self.asked)
        return EmptyResult()

    def describe_stack_set(self) -> ActionResult:
        """DescribeStackSet."""
        return ActionResult({"StackSet": replies.stack_set(self._stack_set())})

    def list_stack_sets(self) -> ActionResult:
        """ListStackSets."""
        found = sets.listed(self.current_account, self.region, self.asked)
        return self.page("Summaries", [replies.summary(one) for one in found])

    def create_stack_instances(self) -> ActionResult:
        """CreateStackInstances."""
        return self._started(targets.add)

    def update_stack_instances(self) -> ActionResult:
        """UpdateStackInstances."""
        return self._started(targets.update_instances)

    def delete_stack_instances(self) -> ActionResult:
        """DeleteStackInstances."""
        return self._started(targets.remove)

    def list_stack_instances(self) -> ActionResult:
        """ListStackInstances."""
        owner = self._stack_set()
        asked = self.asked
        wanted = {each["Name"]: each["Values"] for each in asked.get("Filters") or ()}
        if set(wanted) - {"DETAILED_STATUS", "LAST_OPERATION_ID"}:
            raise NotEmulatedError("ListStackInstances with a filter for drift")
        found = [
            replies.instance_summary(owner, one)
            for (account, region), one in sorted(owner.instances.items())
            if asked.get("StackInstanceAccount") in (None, account)
            and asked.get("StackInstanceRegion") in (None, region)
            and wanted.get("DETAILED_STATUS") in (None, one.detailed)
            and wanted.get("LAST_OPERATION_ID") in (None, one.operation)
        ]
        return self.page("Summaries", found)

    def describe_stack_instance(self) -> ActionResult:
        """DescribeStackInstance."""
        owner, asked = self._stack_set(), self.asked
        place = (asked["StackInstanceAccount"], asked["StackInstanceRegion"])
        if place not in owner.instances:
            raise InstanceNotFoundError(f"Stack instance not found for {place[0]} in {place[1]}")
        return ActionResult({"StackInstance": replies.instance(owner, owner.instances[place])})

    def describe_stack_set_operation(self) -> ActionResult:
        """DescribeStackSetOperation."""
        owner = self._stack_set()
        found = sets.operation(owner, self.asked)
        return ActionResult({"StackSetOperation": replies.operation(owner, found)})

    def list_stack_set_operations(self) -> ActionResult:
        """ListStackSetOperations, the newest first."""
        found = list(self._stack_set().operations.values())[::-1]
        return self.page("Summaries", [replies.operation_summary(one) for one in found])

    def list_stack_set_operation_results(self) -> ActionResult:
        """ListStackSetOperationResults."""
        found = sets.operation(self._stack_set(), self.asked)
        wanted = {each["Name"]: each["Values"] for each in self.asked.get("Filters") or ()}
        status = wanted.get("OPERATION_RESULT_STATUS")
        results = [each for each in found.results.values() if status in (None, each.status)]
        return self.page("Summaries", [replies.result(one) for one in results])

    def stop_stack_set_operation(self) -> ActionResult:
        """StopStackSetOperation."""
        found = sets.operation(self._stack_set(), self.asked)
        if found.ended is not None:
            raise InvalidOperationError(f"Operation {found.id} is not running")
        targets.stop(found)
        return EmptyResult()

    def activate_organizations_access(self) -> ActionResult:
        """ActivateOrganizationsAccess."""
        access.activate(self.current_account, self.region)
        return EmptyResult()

    def describe_organizations_access(self) -> ActionResult:
        """DescribeOrganizationsAccess."""
        return ActionResult({"Status": access.access(self.current_account, self.region)})

    def _stack_set(self) -> StackSet:
        return sets.find(self.current_account, self.region, self.asked)

    def _started(self, begin: Callable[[StackSet, sets.Asked], Operation]) -> ActionResult:
        return ActionResult({"OperationId": begin(self._stack_set(), self.asked).id})
