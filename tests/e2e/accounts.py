"""What the example payloads take for granted in an account, made on the local AWS."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from generator.localaws.door import LocalAws

BUILDER = "111122223333"


def alias(aws: LocalAws, text: str, account: str) -> str:
    """The keys behind an alias, in every region that the payload names."""
    regions = re.search(r"regions: \[(.*)\]", text)
    for region in regions[1].split(", ") if regions else [aws.region]:
        kms = aws.client("kms", region, account)
        key = kms.create_key()["KeyMetadata"]["KeyId"]
        kms.create_alias(AliasName="alias/golden-images", TargetKeyId=key)
    return text


def network(aws: LocalAws, text: str, account: str) -> str:
    """Subnet, security group, log bucket and topic of the air-gapped example."""
    region = "us-gov-west-1"
    ec2 = aws.client("ec2", region, account)
    subnet = ec2.describe_subnets()["Subnets"][0]["SubnetId"]
    group = ec2.describe_security_groups()["SecurityGroups"][0]["GroupId"]
    s3 = aws.client("s3", region, account)
    place = {"LocationConstraint": region}
    s3.create_bucket(Bucket="example-audit-logs", CreateBucketConfiguration=place)
    aws.client("sns", region, account).create_topic(Name="image-builds")
    return text.replace("subnet-0123456789abcdef0", subnet).replace("sg-0123456789abcdef0", group)


def vault(aws: LocalAws, text: str, account: str) -> str:
    """Key, boundary, private parameter and the roles of StackSets, of the example with copies."""
    region = "eu-central-1"
    key = aws.client("kms", region, account).create_key()["KeyMetadata"]["Arn"]
    source = aws.seed_ami("ami-0fedcba9876543210", region=region)
    ssm = aws.client("ssm", region, account)
    ssm.put_parameter(Name="/golden/base/al2023", Value=source, Type="String")
    statement = {"Effect": "Allow", "Action": "*", "Resource": "*"}
    policy = {"Version": "2012-10-17", "Statement": [statement]}
    iam = aws.client("iam", region, account)
    iam.create_policy(PolicyName="platform-boundary", PolicyDocument=json.dumps(policy))
    admin = "AWSCloudFormationStackSetAdministrationRole"
    role(aws, account, admin, {"Service": "cloudformation.amazonaws.com"})
    for target in ("333344445555", "012345678901"):
        trusted = {"AWS": f"arn:aws:iam::{account}:role/{admin}"}
        role(aws, target, "AWSCloudFormationStackSetExecutionRole", trusted)
    return re.sub(r"arn:aws:kms:\S+", key, text)


def role(aws: LocalAws, account: str, name: str, trusted: dict[str, str]) -> None:
    """A role that somebody may assume."""
    statement = {"Effect": "Allow", "Principal": trusted, "Action": "sts:AssumeRole"}
    trust = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    iam = aws.client("iam", None, account)
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust)


PREPARED: dict[str, tuple[str, Callable[[LocalAws, str, str], str]]] = {
    "hardened-web.yaml": ("123456789012", alias),
    "fleet.yaml": ("123456789012", alias),
    "air-gapped.yaml": (BUILDER, network),
    "copies.yaml": (BUILDER, vault),
}
"""Example -> the account that builds, and what makes it ready; gives the payload's text."""
