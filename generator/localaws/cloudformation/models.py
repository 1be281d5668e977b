"""The stacks of one account and region, where moto looks for them."""

from __future__ import annotations

from moto.core.base_backend import BackendDict, BaseBackend

from generator.localaws.cloudformation.exceptions import ValidationError
from generator.localaws.cloudformation.stack import Stack


class CloudFormationBackend(BaseBackend):  # type: ignore[misc]  # moto ships no types
    """Stacks by ARN, deleted ones as well."""

    __module__ = "moto.cloudformation.models"

    def __init__(self, region_name: str, account_id: str) -> None:
        super().__init__(region_name, account_id)
        self.stacks: dict[str, Stack] = {}

    def find(self, stack: str) -> Stack | None:
        """By name or ARN; a deleted one by ARN only."""
        if stack in self.stacks:
            return self.stacks[stack]
        return next((one for one in self.stacks.values() if one.alive and one.name == stack), None)

    def get(self, stack: str) -> Stack:
        """By name or ARN.

        Raises:
            ValidationError: when there is none.
        """
        found = self.find(stack)
        if found is None:
            raise ValidationError(f"Stack with id {stack} does not exist")
        return found

    def get_stack(self, name_or_stack_id: str) -> Stack:
        """As moto's resource models call it."""
        return self.get(name_or_stack_id)


cloudformation_backends = BackendDict(CloudFormationBackend, "cloudformation")
