"""AWS::IAM::ManagedPolicy: moto's model has no update and no deletion."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from moto.utilities.utils import get_partition

from generator.localaws.cloudformation.handlers import Asked, Handler, Made


class ManagedPolicy(Handler):
    """A managed policy and what it is attached to."""

    type = "AWS::IAM::ManagedPolicy"

    def create(self, asked: Asked) -> Made:
        """Create it with the path that AWS gives by default."""
        asked.properties.setdefault("Path", "/")
        made = super().create(asked)
        made.physical_id = made.model.arn
        made.attributes["PolicyArn"] = made.model.arn
        return made

    def update(self, asked: Asked, made: Made, before: Mapping[str, Any]) -> Made:
        """Make the document the default version; the oldest other one makes room."""
        backend = self._backend(asked)
        document = json.dumps(asked.properties["PolicyDocument"])
        if asked.properties["PolicyDocument"] != before.get("PolicyDocument"):
            others = [one for one in made.model.versions if not one.is_default]
            if len(made.model.versions) >= 5:
                backend.delete_policy_version(made.physical_id, others[0].version_id)
            backend.create_policy_version(made.physical_id, document, set_as_default=True)
        self._attach(asked, made, before)
        return made

    def delete(self, asked: Asked, made: Made) -> None:
        """Detach and delete it."""
        empty = Asked(
            asked.account, asked.region, asked.stack, asked.logical_id, asked.type, asked.name, {}
        )
        self._attach(empty, made, asked.properties)
        self._backend(asked).delete_policy(made.physical_id)

    def _attach(self, asked: Asked, made: Made, before: Mapping[str, Any]) -> None:
        backend = self._backend(asked)
        for kind in ("Role", "User", "Group"):
            old, new = before.get(f"{kind}s", []), asked.properties.get(f"{kind}s", [])
            lower = kind.lower()
            for name in set(old) - set(new):
                getattr(backend, f"detach_{lower}_policy")(made.physical_id, name)
            for name in set(new) - set(old):
                getattr(backend, f"attach_{lower}_policy")(made.physical_id, name)

    def _backend(self, asked: Asked) -> Any:
        from moto.iam.models import iam_backends

        return iam_backends[asked.account][get_partition(asked.region)]
