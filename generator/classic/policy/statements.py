"""The IAM statements of the lock.

`ec2:Owner` exists on the image alone, and a negated operator holds when its key is missing: on
any other resource of RunInstances these conditions would refuse everything. The image's ARN has
no account in it. Source: Service Authorization Reference, Amazon EC2; IAM User Guide, condition
operators.
"""

from __future__ import annotations

from collections.abc import Sequence

from generator.classic.policy.document import Json
from generator.classic.policy.lock import Lock

VERSION = "2012-10-17"

OTHER_LAUNCHES = (
    "ec2:CreateFleet",
    "ec2:CreateReplaceRootVolumeTask",
    "ec2:ModifyFleet",
    "ec2:RequestSpotFleet",
    "ec2:RequestSpotInstances",
)
"""Actions besides RunInstances that bring an image to life and know its owner."""

MAKING = (
    "ec2:CopyImage",
    "ec2:CreateImage",
    "ec2:CreateRestoreImageTask",
    "ec2:ImportImage",
    "ec2:ImportSnapshot",
    "ec2:RegisterImage",
    "imagebuilder:CreateImage",
    "imagebuilder:CreateImagePipeline",
    "imagebuilder:ImportDiskImage",
    "imagebuilder:ImportVmImage",
    "imagebuilder:StartImagePipelineExecution",
)
"""Actions after which there is an AMI more, or a disk to make one of.

Those of Image Builder are among them since it makes the AMI under its service-linked role, to
which no service control policy applies.
"""


def launches(lock: Lock) -> list[Json]:
    """Refuse to launch images of any owner but those approved.

    RunInstances always tells the owner, so its absence refuses too. For the other actions the
    reference lists the key without a word on when it is there; absent, it refuses nothing.
    """
    images = f"arn:{lock.partition}:ec2:*::image/*"
    foreign = {"StringNotEquals": {"ec2:Owner": list(lock.launchable)}} | _exempt(lock.exempt_arns)
    told = foreign | {"Null": {"ec2:Owner": "false"}}
    return [
        _deny("DenyLaunchOfOtherImages", "ec2:RunInstances", images, foreign),
        _deny("DenyOtherWaysToLaunch", list(OTHER_LAUNCHES), images, told),
    ]


def making(lock: Lock) -> Json:
    """Refuse to make images, but for the copies that the factory hands out."""
    makers = sorted({*lock.exempt_arns, *lock.copying_arns})
    return _deny("DenySelfMadeImages", list(MAKING), "*", _exempt(makers))


def _exempt(arns: Sequence[str]) -> Json:
    return {"ArnNotLike": {"aws:PrincipalArn": list(arns)}} if arns else {}


def _deny(sid: str, action: str | list[str], resource: str, condition: Json) -> Json:
    statement: Json = {"Sid": sid, "Effect": "Deny", "Action": action, "Resource": resource}
    return statement | {"Condition": dict(sorted(condition.items()))} if condition else statement
