"""Names and ids that CloudFormation gives."""

from __future__ import annotations

import re

from moto.moto_api._internal import mock_random
from moto.utilities.utils import get_partition

STACK_NAME = re.compile(r"[a-zA-Z][-a-zA-Z0-9]{0,127}")
"""CreateStack, StackName; the same for the names of change sets."""

LIMITS = {
    "AWS::ElasticLoadBalancingV2::LoadBalancer": 32,
    "AWS::ElasticLoadBalancingV2::TargetGroup": 32,
    "AWS::IAM::InstanceProfile": 128,
    "AWS::IAM::Role": 64,
    "AWS::Lambda::Function": 64,
    "AWS::S3::Bucket": 63,
    "AWS::SQS::Queue": 80,
}
"""Longest name of a type; others: 255."""

SUFFIX = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"


def token() -> str:
    """A new UUID; moto's own source, so that a seed makes it repeatable."""
    return str(mock_random.uuid4())


def stack_arn(account: str, region: str, name: str) -> str:
    """The id of a new stack."""
    partition = get_partition(region)
    return f"arn:{partition}:cloudformation:{region}:{account}:stack/{name}/{token()}"


def change_set_arn(account: str, region: str, name: str) -> str:
    """The id of a new change set."""
    partition = get_partition(region)
    return f"arn:{partition}:cloudformation:{region}:{account}:changeSet/{name}/{token()}"


def physical_name(type_: str, stack: str, logical_id: str) -> str:
    """A name for a resource whose template gives none: stack, logical id and a random end.

    Cut as AWS cuts it, at what comes before the random end (User Guide, Name type); how it
    shares the room between stack and logical id is unverified.
    """
    end = "".join(mock_random.choice(SUFFIX) for _ in range(12))
    room = LIMITS.get(type_, 255) - len(end) - 1
    stem = f"{stack}-{logical_id}"
    if len(stem) > room:
        half = (room - 1) // 2
        stem = f"{stack[: max(half, room - 1 - len(logical_id))]}-{logical_id[:half]}"[:room]
    made = f"{stem.rstrip('-')}-{end}"
    return made.lower() if type_ == "AWS::S3::Bucket" else made
