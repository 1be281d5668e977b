"""AWS::IAM::RolePolicy, which moto has no model for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from moto.utilities.utils import get_partition

from generator.localaws.cloudformation.handlers import Asked, Handler, Made


class RolePolicy(Handler):
    """One inline policy of a role."""

    type = "AWS::IAM::RolePolicy"
    name_property = "PolicyName"

    def create(self, asked: Asked) -> Made:
        """Put it."""
        wanted = asked.properties
        document = json.dumps(wanted.get("PolicyDocument", {}))
        self._backend(asked).put_role_policy(wanted["RoleName"], wanted["PolicyName"], document)
        return Made(f"{wanted['PolicyName']}|{wanted['RoleName']}")

    def update(self, asked: Asked, made: Made, before: Mapping[str, Any]) -> Made:
        """Put it over what is there."""
        del made, before
        return self.create(asked)

    def delete(self, asked: Asked, made: Made) -> None:
        """Delete it; a role that is gone took it along."""
        from moto.iam.exceptions import NotFoundException

        name, _, role = made.physical_id.partition("|")
        with suppress(NotFoundException):
            self._backend(asked).delete_role_policy(role, name)

    def _backend(self, asked: Asked) -> Any:
        from moto.iam.models import iam_backends

        return iam_backends[asked.account][get_partition(asked.region)]
