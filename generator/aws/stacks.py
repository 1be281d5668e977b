"""AWS CloudFormation by boto3.

No waiters: those of botocore take a rolled back update for success, and an expired token for
the end (`StackUpdateComplete` and its kin in its waiters model). Who waits looks by itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import takewhile
from typing import Any

from botocore.exceptions import ClientError

from generator.aws import stack_values
from generator.aws.failures import translated
from generator.aws.session import client
from generator.aws.template_text import parsed
from generator.ports.stacks import ChangeSet, Event, Order, Resource, Stack

INCOMPLETE = "--include-property-values option can return incomplete ChangeSet data"
"""In StatusReason of a change set whose list is whole only without the values."""
GONE = ("ValidationError", "ChangeSetNotFound", "StackNotFoundException")


class CloudFormationStacks:
    """The port `Stacks`, by boto3."""

    def __init__(self, cloudformation: Any) -> None:
        self._client = cloudformation

    def find(self, stack: str) -> Stack | None:
        """A stack by name or ARN (DescribeStacks); None when there is none."""
        with translated(f"look at the stack {_name(stack)}"):
            try:
                return stack_values.stack(
                    self._client.describe_stacks(StackName=stack)["Stacks"][0]
                )
            except ClientError as error:
                if _gone(error):
                    return None
                raise

    def tagged(self, key: str) -> tuple[Stack, ...]:
        """All stacks with a tag of this key (DescribeStacks, which leaves out deleted ones)."""
        with translated("list stacks"):
            found = map(stack_values.stack, self._pages("describe_stacks", "Stacks"))
            return tuple(each for each in found if key in each.tags)

    def shells(self) -> tuple[Stack, ...]:
        """Stacks in REVIEW_IN_PROGRESS (ListStacks: StackStatusFilter)."""
        with translated("list stacks"):
            pages = self._pages(
                "list_stacks", "StackSummaries", StackStatusFilter=["REVIEW_IN_PROGRESS"]
            )
            return tuple(map(stack_values.stack, pages))

    def template(self, stack: str) -> Mapping[str, Any]:
        """The template that was deployed (GetTemplate)."""
        with translated(f"read the template of the stack {_name(stack)}"):
            said = self._client.get_template(StackName=stack, TemplateStage="Original")
        return parsed(said["TemplateBody"])

    def prepare(self, order: Order) -> str:
        """Start to make a change set (CreateChangeSet)."""
        with translated(f"prepare changes of the stack {_name(order.stack)}"):
            made = self._client.create_change_set(**stack_values.request(order))
        return str(made["Id"])

    def change_set(self, arn: str) -> ChangeSet | None:
        """A change set with all its changes and their values (DescribeChangeSet)."""
        with translated("look at the changes of a stack"):
            whole = self._described(arn, IncludePropertyValues=True)
            if whole is None or INCOMPLETE not in whole.reason:
                return whole
            plain = self._described(arn)
            return plain and stack_values.merged(plain, whole)

    def change_sets(self, stack: str) -> tuple[ChangeSet, ...]:
        """The change sets of a stack (ListChangeSets)."""
        with translated(f"list change sets of the stack {_name(stack)}"):
            pages = self._while_there("list_change_sets", "Summaries", StackName=stack)
            return tuple(map(stack_values.change_set, pages))

    def execute(self, change_set: str, token: str, *, keep_failed: bool = False) -> None:
        """Execute a change set (ExecuteChangeSet).

        DisableRollback is said in any case, as the API Reference tells two defaults. What is new
        and rolled back goes, also where its policy is to stay: it holds nothing yet.
        """
        with translated("start the deployment"):
            self._client.execute_change_set(
                ChangeSetName=change_set,
                ClientRequestToken=token,
                DisableRollback=keep_failed,
                RetainExceptOnCreate=True,
            )

    def discard(self, change_set: str) -> None:
        """Delete a change set (DeleteChangeSet)."""
        with translated("delete a change set"):
            try:
                self._client.delete_change_set(ChangeSetName=change_set)
            except ClientError as error:
                if not _gone(error):
                    raise

    def delete(self, stack: str, token: str, retain: tuple[str, ...] = (), role: str = "") -> None:
        """Start to delete a stack (DeleteStack)."""
        wanted: dict[str, Any] = {"StackName": stack, "ClientRequestToken": token}
        if retain:
            wanted["RetainResources"] = list(retain)
        if role:
            wanted["RoleARN"] = role
        with translated(f"delete the stack {_name(stack)}"):
            try:
                self._client.delete_stack(**wanted)
            except ClientError as error:
                if not _gone(error):
                    raise

    def rollback(self, stack: str, token: str) -> None:
        """Start to roll back a failed stack (RollbackStack)."""
        with translated(f"roll back the stack {_name(stack)}"):
            self._client.rollback_stack(
                StackName=stack, ClientRequestToken=token, RetainExceptOnCreate=True
            )

    def events(self, stack: str, after: str = "") -> tuple[Event, ...]:
        """Events (DescribeStackEvents, which has the newest first)."""
        with translated(f"follow the stack {_name(stack)}"):
            pages = self._while_there("describe_stack_events", "StackEvents", StackName=stack)
            new = list(takewhile(lambda event: event["EventId"] != after, pages))
        return tuple(map(stack_values.event, reversed(new)))

    def last_event(self, stack: str) -> str:
        """Id of the newest event, from the first page (DescribeStackEvents)."""
        with translated(f"follow the stack {_name(stack)}"):
            try:
                said = self._client.describe_stack_events(StackName=stack)["StackEvents"]
            except ClientError as error:
                if _gone(error):
                    return ""
                raise
        return str(said[0]["EventId"]) if said else ""

    def resources(self, stack: str) -> tuple[Resource, ...]:
        """The resources of a stack (ListStackResources)."""
        with translated(f"list the resources of the stack {_name(stack)}"):
            pages = self._while_there(
                "list_stack_resources", "StackResourceSummaries", StackName=stack
            )
            return tuple(map(stack_values.resource, pages))

    def protect(self, stack: str, *, protected: bool) -> None:
        """Switch termination protection (UpdateTerminationProtection)."""
        with translated(f"switch termination protection of the stack {_name(stack)}"):
            self._client.update_termination_protection(
                StackName=stack, EnableTerminationProtection=protected
            )

    def policy(self, stack: str) -> Mapping[str, Any]:
        """The stack policy (GetStackPolicy); empty when it has none."""
        with translated(f"read the policy of the stack {_name(stack)}"):
            said = self._client.get_stack_policy(StackName=stack).get("StackPolicyBody")
        policy: Mapping[str, Any] = json.loads(said) if said else {}
        return policy

    def set_policy(self, stack: str, policy: Mapping[str, Any]) -> None:
        """Set the stack policy (SetStackPolicy)."""
        with translated(f"set the policy of the stack {_name(stack)}"):
            self._client.set_stack_policy(StackName=stack, StackPolicyBody=json.dumps(policy))

    def validation(self, change_set: str) -> tuple[tuple[str, str], ...]:
        """Failures of AWS's check before deployment (DescribeEvents of the change set)."""
        with translated("ask why AWS refuses the changes"):
            pages = self._while_there(
                "describe_events",
                "OperationEvents",
                ChangeSetName=change_set,
                Filters={"FailedEvents": True},
            )
            events = [each for each in pages if each.get("EventType") == "VALIDATION_ERROR"]
        return tuple(map(stack_values.validation, events))

    def _described(self, arn: str, **how: Any) -> ChangeSet | None:
        """All pages of a change set as one."""
        pages: list[dict[str, Any]] = []
        try:
            for page in self._client.get_paginator("describe_change_set").paginate(
                ChangeSetName=arn, **how
            ):
                pages.append(page)  # noqa: PERF402  # what came before an error is kept from it
        except ClientError as error:
            if _gone(error):
                return None
            raise
        changes = [change for page in pages for change in page.get("Changes", ())]
        return stack_values.change_set({**pages[0], "Changes": changes})

    def _pages(self, operation: str, key: str, **wanted: Any) -> Iterator[dict[str, Any]]:
        for page in self._client.get_paginator(operation).paginate(**wanted):
            yield from page.get(key, ())

    def _while_there(self, operation: str, key: str, **wanted: Any) -> Iterator[dict[str, Any]]:
        """All pages; none when what they belong to is gone."""
        try:
            yield from self._pages(operation, key, **wanted)
        except ClientError as error:
            if not _gone(error):
                raise


def connect(region: str | None, profile: str | None) -> CloudFormationStacks:
    """The stacks of an account and region.

    Raises:
        AccessError: without a region, for an unknown profile or a broken configuration.
    """
    return CloudFormationStacks(client("cloudformation", region, profile))


def _gone(error: ClientError) -> bool:
    """CloudFormation has no error of its own for a stack that is not there."""
    told = error.response.get("Error", {})
    code, said = told.get("Code", ""), told.get("Message", "")
    return code in GONE and (code != "ValidationError" or "does not exist" in said)


def _name(stack: str) -> str:
    """The name in an ARN, which is what people know a stack by."""
    return stack.split("/")[1] if stack.startswith("arn:") and "/" in stack else stack
