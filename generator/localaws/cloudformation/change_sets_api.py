"""Operations of the API on change sets."""

from __future__ import annotations

from moto.core.responses import ActionResult

from generator.localaws.cloudformation import change_sets, replies
from generator.localaws.cloudformation.asking import Asking
from generator.localaws.cloudformation.change_set import ChangeSet
from generator.localaws.cloudformation.change_sets import Request
from generator.localaws.cloudformation.engine import How
from generator.localaws.cloudformation.exceptions import ChangeSetNotFoundError


class ChangeSetsApi(Asking):
    """Create, describe, execute and delete change sets."""

    def create_change_set(self) -> ActionResult:
        """CreateChangeSet."""
        asked = self.asked
        config = asked.get("DeploymentConfig") or {}
        made = change_sets.create(
            self.current_account,
            self.region,
            Request(
                asked["StackName"],
                asked["ChangeSetName"],
                asked.get("ChangeSetType", "UPDATE"),
                self.wanted(),
                asked.get("ClientToken", ""),
                asked.get("Description", ""),
                asked.get("OnStackFailure", ""),
                config.get("Mode") == "EXPRESS",
                bool(config.get("DisableRollback")),
            ),
        )
        return ActionResult({"Id": made.arn, "StackId": made.stack.arn})

    def describe_change_set(self) -> ActionResult:
        """DescribeChangeSet."""
        values = bool(self.asked.get("IncludePropertyValues"))
        told = replies.change_set(self._change_set(), values=values)
        return self.page("Changes", told.pop("Changes"), **told)

    def list_change_sets(self) -> ActionResult:
        """ListChangeSets."""
        found = self.named_stack().change_sets.values()
        return self.page("Summaries", [replies.change_set_summary(one) for one in found])

    def execute_change_set(self) -> ActionResult:
        """ExecuteChangeSet."""
        found, how = self._change_set(), self.how()
        change_sets.execute(
            found,
            How(
                how.token,
                found.on_failure or "ROLLBACK",
                how.keep_failed or found.keep_failed,
                found.express,
                how.retain_except_on_create,
            ),
        )
        return ActionResult({})

    def delete_change_set(self) -> ActionResult:
        """DeleteChangeSet; one that does not exist is as good."""
        try:
            found = self._change_set()
        except ChangeSetNotFoundError:
            return ActionResult({})
        change_sets.delete(found)
        return ActionResult({})

    def _change_set(self) -> ChangeSet:
        asked = self.asked
        stack = asked.get("StackName", "")
        return change_sets.get(self.current_account, self.region, asked["ChangeSetName"], stack)
