"""The command that lists instances which run on images of other owners."""

from __future__ import annotations

import json

from generator.classic.policy.document import Step
from generator.classic.policy.lock import Lock


def by_owner(lock: Lock) -> Step:
    """Before a policy without audit mode: what it would have refused, in one region."""
    approved = f"`{json.dumps(lock.launchable)}`"
    owner, alias = "ImageMetadata.OwnerId", 'ImageMetadata.ImageOwnerAlias || `""`'
    known = f"contains({approved}, {owner}) || contains({approved}, {alias})"
    return Step(
        "first see what runs on other images; in every account and region",
        "aws ec2 describe-instance-image-metadata --output text --query "
        f"'InstanceImageMetadata[?({known}) == `false`]"
        f".[InstanceId, ImageMetadata.ImageId, {owner}]'",
    )


def by_criteria() -> Step:
    """In audit mode: what EC2 itself says will be refused, in one region."""
    return Step(
        "see what it would refuse; in every account and region, for some weeks",
        "aws ec2 describe-instance-image-metadata --output text "
        "--filters Name=image-allowed,Values=false --query "
        "'InstanceImageMetadata[].[InstanceId, ImageMetadata.ImageId, ImageMetadata.OwnerId]'",
    )
