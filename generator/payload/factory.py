"""`factory`: what all images of one payload share."""

from typing import Annotated

from pydantic import Field

from generator.payload.fields import Section, Text, entries, key, one_of_numbers, pattern
from generator.payload.identifiers import (
    BucketName,
    Email,
    InstanceProfileName,
    InstanceType,
    KeyPairName,
    KeyPrefix,
    KmsKey,
    PermissionsBoundary,
    PolicyArn,
    Region,
    RoleArn,
    SecurityGroupId,
    SubnetId,
    TopicArn,
)

FactoryName = Annotated[
    str,
    pattern(
        r"[a-z][a-z0-9-]{1,46}[a-z0-9]",
        "a factory name",
        hint="3 to 48 lower-case letters, digits and hyphens, a letter first",
    ),
]
RetentionDays = Annotated[int, one_of_numbers(
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922,
    3288, 3653,
)]  # fmt: skip  # the choices of CloudWatch Logs PutRetentionPolicy


class BuildLogs(Section):
    """An existing bucket that gets the build logs."""

    bucket: BucketName = key("Name of the bucket.")
    prefix: KeyPrefix | None = key("Key prefix of the logs; the factory's name by default.", None)


class Notifications(Section):
    """Who hears about finished and failed builds; one of the two keys."""

    topic_arn: TopicArn | None = key(
        "An existing standard topic; EventBridge publishes to it.", None
    )
    emails: tuple[Email, ...] = entries("Addresses that subscribe to a topic the stack creates.")


class Factory(Section):
    """What all images of this payload share."""

    name: FactoryName | None = key(
        "Base of the stack name and of every resource name; the file's name by default.",
        None,
        "web",
    )
    region: Region | None = key(
        "Pins the stack to a region; without it the template deploys anywhere.", None, "eu-west-1"
    )
    instance_types: tuple[InstanceType, ...] = entries(
        "Build instances; by default m6i.large, and m6g.large for arm64 images.", ["m6i.large"]
    )
    subnet_id: SubnetId | None = key(
        "Subnet of the build instances; by default the deployer chooses, or the default VPC.", None
    )
    security_group_ids: tuple[SecurityGroupId, ...] = entries(
        "Security groups of the build instances; needed with subnetId."
    )
    instance_profile: InstanceProfileName | None = key(
        "Name of an existing instance profile instead of the least-privilege one.", None
    )
    instance_policies: tuple[PolicyArn, ...] = Field(
        (), max_length=10, description="Extra managed policies on the created build role."
    )
    permissions_boundary: PermissionsBoundary | None = key(
        "Managed policy that bounds every role the template creates.", None
    )
    key_pair: KeyPairName | None = key(
        "Key pair on the build instances; discouraged, Session Manager needs none.", None
    )
    log_retention_days: RetentionDays = key("How long build logs are kept, in days.", 90, 90)
    build_logs: BuildLogs | None = key("An existing bucket for build logs.", None)
    notifications: Notifications | None = key("Who hears about build results.", None)
    kms_key_id: KmsKey | None = key(
        "Customer managed key for component data, volumes and AMIs. Where AMIs are shared, its "
        "policy must let the other accounts use it; a created topic has a key of its own.",
        None,
        "alias/golden-images",
    )
    tags: dict[Text, Text] = Field(
        {}, description="On everything that takes tags.", examples=[{"Team": "platform"}]
    )
    workflow_role: RoleArn | None = key(
        "Existing role that Image Builder assumes for workflows and private parameters.", None
    )
