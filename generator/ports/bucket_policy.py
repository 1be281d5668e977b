"""Who may read a bucket."""

from __future__ import annotations

from typing import Protocol


class BucketPolicy(Protocol):
    """The policy of one bucket."""

    def text(self) -> str:
        """The policy, JSON; empty when there is none."""

    def public(self) -> bool:
        """Whether S3 takes the policy for one that opens the bucket to everybody."""
