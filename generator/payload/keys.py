"""What a KMS key's text says: where the key lives, and whether it is the default one."""

from __future__ import annotations

import re

from generator.payload.distribution import RegionTarget
from generator.payload.factory import Factory
from generator.payload.image import Image

DEFAULT_KEY = "alias/aws/ebs"
"""The account's own EBS key, which AWS manages and nobody can share."""

_REGION = re.compile(r"arn:[a-z-]+:kms:([a-z0-9-]+):")


def ami_key(factory: Factory, target: RegionTarget | None) -> str | None:
    """The key the payload names for the AMI in a region; None when it names none."""
    return (target.kms_key_id if target else None) or factory.kms_key_id


def needs_own_key(image: Image, factory: Factory) -> bool:
    """True when an encrypted AMI leaves the account and nobody named a key for it.

    Snapshots under the account's default EBS key cannot be shared (EC2
    ModifySnapshotAttribute), so the stack creates a key of the image's own.
    """
    return image.encrypted and factory.kms_key_id is None and image.shared


def is_default_key(written: str) -> bool:
    """True for the account's EBS key, as an alias or as the ARN of the alias."""
    return written == DEFAULT_KEY or written.endswith(f":{DEFAULT_KEY}")


def region_of_key(written: str) -> str | None:
    """The region an ARN names; None for a short form."""
    match = _REGION.match(written)
    return match[1] if match else None


def is_everywhere(written: str) -> bool:
    """True for a short form that every region can have a key under.

    An alias is each region's own, and the replicas of a multi-Region key share one id; any
    other id names a single key of a single region.
    """
    return written.startswith(("alias/", "mrk-"))
