"""Operations of the API on stacks."""

from __future__ import annotations

from moto.core.responses import ActionResult, EmptyResult

from generator.localaws.cloudformation import engine, exports, replies, stack_policy
from generator.localaws.cloudformation.asking import Asking
from generator.localaws.cloudformation.exceptions import ValidationError
from generator.localaws.cloudformation.stack import Stack


class StacksApi(Asking):
    """Create, update, delete, roll back and describe stacks."""

    def create_stack(self) -> ActionResult:
        """CreateStack."""
        asked = self.asked
        if asked.get("OnFailure") and asked.get("DisableRollback") is not None:
            said = "You can specify either DisableRollback or OnFailure, but not both."
            raise ValidationError(said)
        stack = engine.create_stack(
            self.current_account,
            self.region,
            asked["StackName"],
            self.wanted(),
            policy=asked.get("StackPolicyBody", ""),
            minutes=int(asked.get("TimeoutInMinutes") or 0),
            protected=bool(asked.get("EnableTerminationProtection")),
            how=self.how(on_failure=asked.get("OnFailure", "ROLLBACK")),
        )
        return _begun(stack)

    def update_stack(self) -> ActionResult:
        """UpdateStack."""
        stack = self.named_stack()
        if self.asked.get("StackPolicyBody"):
            stack_policy.check(self.asked["StackPolicyBody"])
            stack.policy = self.asked["StackPolicyBody"]
        return _begun(engine.update_stack(stack, self.wanted(), self.how()))

    def delete_stack(self) -> ActionResult:
        """DeleteStack; one that does not exist is as good."""
        stack = self.here.find(self.asked["StackName"])
        if stack is not None:
            engine.delete_stack(stack, self.how(), self.asked.get("RetainResources") or ())
        return EmptyResult()

    def rollback_stack(self) -> ActionResult:
        """RollbackStack."""
        return _begun(engine.roll_back(self.named_stack(), self.how()))

    def continue_update_rollback(self) -> ActionResult:
        """ContinueUpdateRollback."""
        skipped = self.asked.get("ResourcesToSkip") or ()
        engine.continue_rollback(self.named_stack(), self.how(), skipped)
        return ActionResult({})

    def cancel_update_stack(self) -> ActionResult:
        """CancelUpdateStack."""
        engine.cancel_update(self.named_stack(), self.how())
        return EmptyResult()

    def describe_stacks(self) -> ActionResult:
        """DescribeStacks; all that are not deleted, unless one is named."""
        if self.asked.get("StackName"):
            return ActionResult({"Stacks": [replies.stack(self.named_stack())]})
        return self.page("Stacks", [replies.stack(one) for one in self._newest() if one.alive])

    def list_stacks(self) -> ActionResult:
        """ListStacks, deleted ones as well."""
        wanted = self.asked.get("StackStatusFilter") or ()
        found = [one for one in self._newest() if not wanted or one.status in wanted]
        return self.page("StackSummaries", [replies.summary_of(one) for one in found])

    def set_stack_policy(self) -> ActionResult:
        """SetStackPolicy."""
        stack = self.named_stack()
        stack_policy.check(self.asked.get("StackPolicyBody", ""))
        stack.policy = self.asked["StackPolicyBody"]
        return EmptyResult()

    def get_stack_policy(self) -> ActionResult:
        """GetStackPolicy."""
        return ActionResult(replies.shown(StackPolicyBody=self.named_stack().policy))

    def update_termination_protection(self) -> ActionResult:
        """UpdateTerminationProtection."""
        stack = self.named_stack()
        stack.protected = bool(self.asked["EnableTerminationProtection"])
        return ActionResult({"StackId": stack.arn})

    def list_exports(self) -> ActionResult:
        """ListExports."""
        found = exports.exported(self.current_account, self.region)
        told = [
            {"ExportingStackId": stack.arn, "Name": one.export, "Value": one.value}
            for stack, one in found
        ]
        return self.page("Exports", told)

    def list_imports(self) -> ActionResult:
        """ListImports."""
        name = self.asked["ExportName"]
        for stack, one in exports.exported(self.current_account, self.region):
            users = exports.importers(stack, name) if one.export == name else ()
            if users:
                return self.page("Imports", users)
        raise ValidationError(f"Export '{name}' is not imported by any stack.")

    def _newest(self) -> list[Stack]:
        return list(self.here.stacks.values())[::-1]


def _begun(stack: Stack) -> ActionResult:
    operation = stack.operation
    return ActionResult({"StackId": stack.arn, "OperationId": operation.id if operation else ""})
