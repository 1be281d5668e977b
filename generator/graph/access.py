"""IAM statements, least privilege, each with the reason it is there.

The build role says what EC2InstanceProfileForImageBuilder (v12) and
AmazonSSMManagedInstanceCore (v2) grant, narrowed to this factory's own resources.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from generator.graph.values import Pseudo, Ref, Value, arn

Json = dict[str, Any]

CONSUME_KEY = (
    "kms:DescribeKey",
    "kms:Decrypt",
    "kms:ReEncrypt*",
    "kms:GenerateDataKey*",
    "kms:CreateGrant",
)
"""What launching or copying an encrypted AMI of another account takes (EC2 User Guide,
"Share an AMI": key policy for a shared encrypted AMI)."""


def allow(sid: str, actions: Iterable[str], resources: Any, condition: Json | None = None) -> Json:
    """One statement that allows actions on resources."""
    statement: Json = {
        "Sid": sid,
        "Effect": "Allow",
        "Action": list(actions),
        "Resource": resources,
    }
    if condition is not None:
        statement["Condition"] = condition
    return statement


def systems_manager() -> Json:
    """What the SSM agent of a build instance calls; these actions take no narrower resource."""
    return allow(
        "SystemsManagerAgent",
        (
            "ssm:UpdateInstanceInformation",
            "ssm:ListInstanceAssociations",
            "ssm:ListAssociations",
            "ssm:DescribeAssociation",
            "ssm:UpdateInstanceAssociationStatus",
            "ssm:UpdateAssociationStatus",
            "ssm:GetDocument",
            "ssm:DescribeDocument",
            "ssm:GetManifest",
            "ssm:GetDeployablePatchSnapshotForInstance",
            "ssm:PutInventory",
            "ssm:PutComplianceItems",
            "ssm:PutConfigurePackageResult",
            "ssmmessages:CreateControlChannel",
            "ssmmessages:CreateDataChannel",
            "ssmmessages:OpenControlChannel",
            "ssmmessages:OpenDataChannel",
            "ec2messages:AcknowledgeMessage",
            "ec2messages:DeleteMessage",
            "ec2messages:FailMessage",
            "ec2messages:GetEndpoint",
            "ec2messages:GetMessages",
            "ec2messages:SendReply",
        ),
        "*",
    )


def components(factory: str) -> Json:
    """Read the factory's own components and those that AWS manages."""
    return allow(
        "ReadComponents",
        ("imagebuilder:GetComponent",),
        [
            arn("imagebuilder", f"component/{factory}-*"),
            arn("imagebuilder", "component/*", account="aws"),
        ],
    )


def task_orchestrator() -> Json:
    """Download AWS's component runner (buckets ec2imagebuilder-toe-<region>-prod and kin)."""
    return allow(
        "DownloadTaskOrchestrator",
        ("s3:GetObject",),
        arn("s3", "ec2imagebuilder*", region="", account=""),
    )


def decrypt_components(key: Value | None) -> Json:
    """Decrypt component data, only when Image Builder asks."""
    return allow(
        "DecryptComponents",
        ("kms:Decrypt",),
        arn("kms", "key/*") if key is None else [arn("kms", "key/*"), key],
        {
            "ForAnyValue:StringEquals": {
                "kms:EncryptionContextKeys": "aws:imagebuilder:arn",
                "aws:CalledVia": ["imagebuilder.amazonaws.com"],
            }
        },
    )


def write_logs(factory: str) -> Json:
    """Write to the factory's log groups."""
    return allow(
        "WriteBuildLogs",
        ("logs:CreateLogStream", "logs:PutLogEvents"),
        arn("logs", f"log-group:/aws/imagebuilder/{factory}-*"),
    )


def upload_logs(bucket: Value, prefix: str) -> Json:
    """Upload build logs under the factory's prefix."""
    return allow("UploadBuildLogs", ("s3:PutObject",), [in_bucket(bucket, f"{prefix}/*")])


def in_bucket(bucket: Value, key: str) -> Value:
    """The ARN of objects in a bucket given by name or reference."""
    if isinstance(bucket, Ref):
        return Pseudo(f"arn:${{AWS::Partition}}:s3:::${{{bucket.logical_id}}}/{key}")
    return arn("s3", f"{bucket}/{key}", region="", account="")


def read_script(url: str) -> Json:
    """Read the bootstrap script of one image from S3."""
    return allow(
        "ReadBootstrapScript",
        ("s3:GetObject",),
        arn("s3", url.removeprefix("s3://"), region="", account=""),
    )


def read_named_components(arns: Iterable[str]) -> Json:
    """Read components that the payload names by ARN, in every version that may be chosen."""
    return allow("ReadNamedComponents", ("imagebuilder:GetComponent",), sorted(set(arns)))


def organization_condition(arns: Iterable[str]) -> list[Json]:
    """Conditions that hold for members of the organizations and units."""
    organizations, paths = set(), set()
    for text in arns:
        resource = text.rpartition(":")[2]
        kind, organization, *unit = resource.split("/")
        if kind == "organization":
            organizations.add(organization)
        else:
            paths.add(f"{organization}/*/{unit[0]}/*")
    conditions: list[Json] = []
    if organizations:
        conditions.append({"StringEquals": {"aws:PrincipalOrgID": sorted(organizations)}})
    if paths:
        conditions.append({"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": sorted(paths)}})
    return conditions
