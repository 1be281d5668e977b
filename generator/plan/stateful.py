"""Resources that hold what cannot be made again."""

from __future__ import annotations

from collections.abc import Mapping

STATEFUL: Mapping[str, str] = {
    "AWS::KMS::Key": "what it encrypted can no longer be read, once its waiting period is over",
    "AWS::S3::Bucket": "the objects in it",
    "AWS::Logs::LogGroup": "the logs in it",
    "AWS::SNS::Topic": "its subscriptions: everybody has to confirm anew",
    "AWS::SQS::Queue": "the messages in it",
}
"""Type -> what is lost with it.

Roles are not among them: they have no names of their own, so that nothing outside of the stack
can lean on one. Image Builder's resources neither: builds and AMIs outlive pipeline and recipe
(Image Builder API Reference, DeleteImagePipeline).
"""

GUARDED = ("AWS::KMS::Key", "AWS::S3::Bucket")
"""Types that no update replaces or removes unasked, also where the old one stays: what it holds
is then nobody's. The stack policy of every deployment denies it."""

KEEPING = frozenset(("Retain", "ReplaceAndRetain", "Snapshot", "ReplaceAndSnapshot"))
"""Policy actions that leave the old resource, or a copy of it (ResourceChange: PolicyAction)."""


def loss(kind: str, policy: str) -> str:
    """What is lost when a resource of this type goes; empty when nothing is, or it is kept."""
    return "" if policy in KEEPING else STATEFUL.get(kind, "")
