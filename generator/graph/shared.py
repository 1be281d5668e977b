"""What all images of a stack share."""

from __future__ import annotations

from collections.abc import Iterator

from generator.graph import access
from generator.graph.keys import key_value
from generator.graph.lifecycle import lifecycle_role
from generator.graph.naming import SHARED, infrastructure
from generator.graph.nodes import (
    Infrastructure,
    InstanceProfile,
    Key,
    LogBucket,
    LogBucketPolicy,
    Network,
    Node,
    ResultsRule,
    Role,
    Topic,
    TopicPolicy,
)
from generator.graph.values import Ref, Value
from generator.payload.factory import Factory
from generator.payload.instance_families import architecture_of
from generator.payload.model import Payload

DEFAULT_TYPES = {"x86_64": ("m6i.large",), "arm64": ("m6g.large",)}
"""General-purpose, current, in every region, 8 GiB: enough for package builds."""

ORIGIN = ("factory",)


def shared(payload: Payload, name: str) -> Iterator[Node]:
    """Buckets, roles, infrastructure and notifications, each only when something needs it."""
    factory = payload.factory
    if factory.build_logs is None:
        yield LogBucket(
            logical_id=SHARED["bucket"],
            origin=ORIGIN,
            days=factory.log_retention_days,
            tags=factory.tags,
        )
        yield LogBucketPolicy(
            logical_id=SHARED["bucket policy"], origin=ORIGIN, bucket=Ref(SHARED["bucket"])
        )
    if factory.instance_profile is None:
        yield build_role(factory, name)
        yield InstanceProfile(
            logical_id=SHARED["build profile"], origin=ORIGIN, role=Ref(SHARED["build role"])
        )
    for architecture in sorted({image.architecture for image in payload.amis}):
        yield _infrastructure(factory, name, architecture)
    if any(image.lifecycle for image in payload.amis):
        yield lifecycle_role(factory)
    yield from _notifications(factory, name)


def log_place(factory: Factory, name: str) -> tuple[Value, str]:
    """Bucket and key prefix of the build logs."""
    if factory.build_logs is None:
        return Ref(SHARED["bucket"]), name
    return factory.build_logs.bucket, (factory.build_logs.prefix or name).rstrip("/")


def build_role(factory: Factory, name: str) -> Role:
    """The role of build and test instances."""
    bucket, prefix = log_place(factory, name)
    key = key_value(factory.kms_key_id) if factory.kms_key_id else None
    return Role(
        logical_id=SHARED["build role"],
        origin=ORIGIN,
        description=f"Build and test instances of the AMI factory {name}",
        service="ec2",
        managed=factory.instance_policies,
        statements=(
            access.systems_manager(),
            access.components(name),
            access.task_orchestrator(),
            access.decrypt_components(key),
            access.write_logs(name),
            access.upload_logs(bucket, prefix),
        ),
        boundary=factory.permissions_boundary,
        tags=factory.tags,
    )


def _infrastructure(factory: Factory, name: str, architecture: str) -> Infrastructure:
    bucket, prefix = log_place(factory, name)
    return Infrastructure(
        logical_id=infrastructure(architecture),
        origin=ORIGIN,
        name=f"{name}-{architecture.replace('_', '-')}",
        description=f"Where {name} builds {architecture} images",
        instance_types=instance_types(factory, architecture),
        profile=factory.instance_profile or Ref(SHARED["build profile"]),
        network=Network(factory.subnet_id, factory.security_group_ids),
        key_pair=factory.key_pair,
        log_bucket=bucket,
        log_prefix=prefix,
        tags=factory.tags,
    )


def instance_types(factory: Factory, architecture: str) -> tuple[str, ...]:
    """The given types of this architecture; the default where none is given."""
    fitting = tuple(
        kind for kind in factory.instance_types if architecture_of(kind) == architecture
    )
    return fitting or DEFAULT_TYPES[architecture]


def _notifications(factory: Factory, name: str) -> Iterator[Node]:
    wanted = factory.notifications
    if wanted is None:
        return
    topic: Value = wanted.topic_arn or Ref(SHARED["topic"])
    origin = ("factory", "notifications")
    if wanted.topic_arn is None:
        yield _topic_key(name, factory)
        yield Topic(
            logical_id=SHARED["topic"],
            origin=origin,
            display_name=f"AMI factory {name}",
            key=Ref(SHARED["topic key"]),
            emails=wanted.emails,
            tags=factory.tags,
        )
        yield TopicPolicy(
            logical_id=SHARED["topic policy"],
            origin=origin,
            topic=Ref(SHARED["topic"]),
        )
    yield ResultsRule(
        logical_id=SHARED["rule"],
        origin=origin,
        description=f"Finished and failed builds of {name}",
        prefix=f"{name}-",
        topic=topic,
    )


def _topic_key(name: str, factory: Factory) -> Key:
    """EventBridge encrypts what it publishes; the key of aws/sns does not let it.

    Without a condition on the source: AWS does not support one in the policy of a key for
    EventBridge and encrypted topics (SNS Developer Guide, "Key management").
    """
    return Key(
        logical_id=SHARED["topic key"],
        origin=("factory", "notifications"),
        description=f"Encrypts the build results of {name}",
        statements=(
            {
                "Sid": "EventBridgePublishes",
                "Effect": "Allow",
                "Principal": {"Service": "events.amazonaws.com"},
                "Action": ["kms:Decrypt", "kms:GenerateDataKey*"],
                "Resource": "*",
            },
        ),
        tags=factory.tags,
        kept=False,
    )
