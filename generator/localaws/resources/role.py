"""AWS::IAM::Role: moto's model leaves managed policies out, and updates little."""

from __future__ import annotations

import json
from typing import Any

from moto.utilities.utils import get_partition

from generator.localaws.cloudformation.handlers import Asked, Handler, Made


class Role(Handler):
    """A role with its policies and tags."""

    type = "AWS::IAM::Role"

    def apply(self, asked: Asked, made: Made) -> None:
        """Set everything that can change."""
        from moto.iam.models import iam_backends

        backend = iam_backends[asked.account][get_partition(asked.region)]
        role, wanted = made.model, asked.properties
        role.description = wanted.get("Description", "")
        role.max_session_duration = int(wanted.get("MaxSessionDuration", 3600))
        role.tags = list(wanted.get("Tags", []))
        backend.put_role_permissions_boundary(role.name, wanted.get("PermissionsBoundary", ""))
        trust = _text(wanted["AssumeRolePolicyDocument"])
        backend.update_assume_role_policy(role.name, trust)
        self._inline(backend, made, wanted.get("Policies", []))
        self._managed(backend, role, wanted.get("ManagedPolicyArns", []))

    def delete(self, asked: Asked, made: Made) -> None:
        """Detach what the template attached, then delete; IAM refuses while it is in use."""
        from moto.iam.models import iam_backends

        backend = iam_backends[asked.account][get_partition(asked.region)]
        for name in made.attributes.get("inline", ()):
            made.model.policies.pop(name, None)
        self._managed(backend, made.model, [])
        backend.delete_role(made.physical_id)

    def _inline(self, backend: Any, made: Made, policies: list[dict[str, Any]]) -> None:
        """Replace those of the template; AWS::IAM::RolePolicy has its own."""
        wanted = {one["PolicyName"]: _text(one["PolicyDocument"]) for one in policies}
        for name in set(made.attributes.get("inline", ())) - set(wanted):
            made.model.policies.pop(name, None)
        for name, text in wanted.items():
            backend.put_role_policy(made.model.name, name, text)
        made.attributes["inline"] = tuple(wanted)

    def _managed(self, backend: Any, role: Any, wanted: list[str]) -> None:
        for arn in set(role.managed_policies) - set(wanted):
            backend.detach_role_policy(arn, role.name)
        for arn in wanted:
            if arn not in role.managed_policies:
                backend.attach_role_policy(arn, role.name)


def _text(document: Any) -> str:
    return document if isinstance(document, str) else json.dumps(document)
