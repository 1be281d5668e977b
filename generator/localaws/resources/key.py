"""AWS::KMS::Key: moto's model has no update, and deletes at once."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

from generator.localaws.cloudformation.handlers import Asked, Handler, Made


class Key(Handler):
    """A key with its policy, rotation and tags; deleted after a waiting time."""

    type = "AWS::KMS::Key"
    takes = frozenset(
        {
            *("Description", "Enabled", "EnableKeyRotation", "KeyPolicy", "KeySpec"),
            *("KeyUsage", "PendingWindowInDays", "Tags"),
        }
    )

    def create(self, asked: Asked) -> Made:
        """Create it; with the default policy of KMS when the template has none."""
        key = self._backend(asked).create_key(
            policy="",
            key_usage=asked.properties.get("KeyUsage", "ENCRYPT_DECRYPT"),
            key_spec=asked.properties.get("KeySpec", "SYMMETRIC_DEFAULT"),
            description="",
            tags=[],
        )
        made = Made(key.id, key)
        self.apply(asked, made)
        return made

    def apply(self, asked: Asked, made: Made) -> None:
        """Set everything that can change."""
        backend, wanted = self._backend(asked), deepcopy(asked.properties)
        key = made.model
        policy = wanted.get("KeyPolicy")
        if policy:
            backend.put_key_policy(
                key.id, policy if isinstance(policy, str) else json.dumps(policy)
            )
        else:
            key.policy = key.generate_default_policy()
        key.description = wanted.get("Description", "")
        key.key_rotation_status = bool(wanted.get("EnableKeyRotation", False))
        (backend.enable_key if wanted.get("Enabled", True) else backend.disable_key)(key.id)
        tags = {one["Key"]: str(one["Value"]) for one in wanted.get("Tags", [])}
        backend.tagger.delete_all_tags_for_resource(key.id)
        backend.tag_resource(key.id, tags)
        made.attributes |= {"Arn": key.arn, "KeyId": key.id}

    def delete(self, asked: Asked, made: Made) -> None:
        """Schedule its deletion, as CloudFormation does."""
        days = int(asked.properties.get("PendingWindowInDays", 30))
        self._backend(asked).schedule_key_deletion(made.physical_id, days)

    def _backend(self, asked: Asked) -> Any:
        from moto.kms.models import kms_backends

        return kms_backends[asked.account][asked.region]
