"""Bucket policies: moto applies every statement as if it had no condition.

A policy that denies requests without TLS, as those of our buckets do, denies everything then.
"""

from __future__ import annotations

import json
from typing import Any

from generator.localaws.emulated import Emulated

EMULATES = (
    Emulated(
        "Statements of a bucket policy that have a Condition are left out: conditions are not"
        " evaluated, and every request counts as one by TLS",
        "unverified",
    ),
)


def plug() -> None:
    """Let moto's buckets decide by the statements without a condition."""
    from moto.iam.access_control import IAMPolicy, PermissionResult
    from moto.s3.models import FakeBucket

    def get_permission(bucket: Any, action: str, resource: str) -> Any:
        if bucket.policy is None:
            return PermissionResult.NEUTRAL
        return IAMPolicy(without_conditions(bucket.policy)).is_action_permitted(action, resource)

    FakeBucket.get_permission = get_permission


def without_conditions(policy: bytes | str) -> str:
    """The policy, less the statements that hold under a condition only."""
    document: dict[str, Any] = json.loads(policy)
    statements = document.get("Statement") or []
    listed = statements if isinstance(statements, list) else [statements]
    kept = [each for each in listed if "Condition" not in each]
    return json.dumps({**document, "Statement": kept})
