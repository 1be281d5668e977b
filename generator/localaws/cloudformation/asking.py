"""What every operation of the API needs: the request's fields, and pages of the answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from moto.core.responses import ActionResult

from generator.localaws.cloudformation import engine
from generator.localaws.cloudformation.engine import How
from generator.localaws.cloudformation.exceptions import NotEmulatedError, ValidationError
from generator.localaws.cloudformation.models import CloudFormationBackend
from generator.localaws.cloudformation.stack import Stack
from generator.localaws.cloudformation.versions import Wanted

REFUSED = (
    "DeploymentMode",
    "DisableValidation",
    "ForceRollback",
    "ImportExistingResources",
    "IncludeNestedStacks",
    "ResourceTypes",
    "ResourcesToImport",
    "StackPolicyDuringUpdateBody",
    "StackPolicyDuringUpdateURL",
    "StackPolicyURL",
)
"""Fields that ask for what the local AWS does not emulate."""
PAGE = 100
"""Entries of a page; how many AWS gives is unverified."""


class Asking:
    """The part of a request that all mixins share; the rest of it is moto's BaseResponse."""

    current_account: str
    region: str
    params: Any

    @property
    def asked(self) -> dict[str, Any]:
        """The request's fields."""
        return dict(self.params)

    @property
    def here(self) -> CloudFormationBackend:
        """The stacks of the request's account and region."""
        return engine.backend(self.current_account, self.region)

    def refuse(self) -> None:
        """Refuse fields that would be ignored.

        Raises:
            NotEmulatedError: naming the first of them.
        """
        asked = self.asked
        triggers = (asked.get("RollbackConfiguration") or {}).get("RollbackTriggers")
        given = [one for one in REFUSED if asked.get(one)]
        given += ["RollbackTriggers"] if triggers else []
        given += ["DeletionMode"] if asked.get("DeletionMode") == "FORCE_DELETE_STACK" else []
        if given:
            raise NotEmulatedError(given[0])

    def named_stack(self) -> Stack:
        """The stack that the request names."""
        return self.here.get(self.asked["StackName"])

    def how(self, **more: Any) -> How:
        """How the operation is to be carried out."""
        asked = self.asked
        config = asked.get("DeploymentConfig") or {}
        return How(
            token=asked.get("ClientRequestToken", ""),
            keep_failed=bool(asked.get("DisableRollback") or config.get("DisableRollback")),
            express=config.get("Mode") == "EXPRESS",
            retain_except_on_create=bool(asked.get("RetainExceptOnCreate")),
            **more,
        )

    def wanted(self) -> Wanted:
        """The version of a stack that the request asks for."""
        asked = self.asked
        given = asked.get("Parameters") or []
        tags = asked.get("Tags")
        topics = asked.get("NotificationARNs")
        return Wanted(
            text=asked.get("TemplateBody", ""),
            url=asked.get("TemplateURL", ""),
            previous=bool(asked.get("UsePreviousTemplate")),
            parameters={
                one["ParameterKey"]: one.get("ParameterValue", "")
                for one in given
                if not one.get("UsePreviousValue")
            },
            kept=tuple(one["ParameterKey"] for one in given if one.get("UsePreviousValue")),
            tags=None if tags is None else {one["Key"]: one["Value"] for one in tags},
            capabilities=tuple(asked.get("Capabilities") or ()),
            role=asked.get("RoleARN", ""),
            topics=None if topics is None else tuple(topics),
        )

    def page(self, key: str, entries: Sequence[Any], **more: Any) -> ActionResult:
        """One page of an answer."""
        token = self.asked.get("NextToken") or "0"
        if not token.isdecimal() or int(token) > len(entries):
            raise ValidationError("Invalid NextToken")
        start = int(token)
        answer = {key: list(entries[start : start + PAGE]), **more}
        if start + PAGE < len(entries):
            answer["NextToken"] = str(start + PAGE)
        return ActionResult(answer)
