"""AWS::KMS::Key."""

from __future__ import annotations

from troposphere import kms

from generator.graph.nodes import Key
from generator.graph.values import arn
from generator.templates.intrinsics import given, policy, tag_list

PENDING_DAYS = 30


def key(node: Key) -> kms.Key:
    """A rotated key, administered by its account."""
    kept = {"DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain"} if node.kept else {}
    owner = {
        "Sid": "AccountAdministers",
        "Effect": "Allow",
        "Principal": {"AWS": arn("iam", "root", region="")},
        "Action": "kms:*",
        "Resource": "*",
    }
    return kms.Key(
        node.logical_id,
        **kept,
        Description=node.description,
        EnableKeyRotation=True,
        PendingWindowInDays=PENDING_DAYS,
        KeyPolicy=policy(owner, *node.statements),
        **given(Tags=tag_list(node.tags)),
    )
