"""The resources of a stack as frozen values, one class a kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any

from generator.findings import Path
from generator.graph.values import Attribute, Ref, Value

Tags = Mapping[str, str]
Json = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Node:
    """One resource: its logical id, and where in the payload it comes from."""

    logical_id: str
    origin: Path
    image: str = ""
    """Name of the image it belongs to; empty for what all images share."""

    @property
    def needs(self) -> tuple[str, ...]:
        """Logical ids of the resources it refers to, sorted."""
        return tuple(sorted(set(_references(self))))


def _references(value: object) -> Iterator[str]:
    if isinstance(value, Ref | Attribute):
        if not value.logical_id.startswith("AWS::"):
            yield value.logical_id
    elif isinstance(value, tuple | list):
        for item in value:
            yield from _references(item)
    elif isinstance(value, Mapping):
        yield from _references(tuple(value.values()))
    elif is_dataclass(value):
        yield from _references(tuple(getattr(value, field.name) for field in fields(value)))


@dataclass(frozen=True, kw_only=True)
class Component(Node):
    """AWS::ImageBuilder::Component."""

    name: str
    platform: str
    version: str
    description: str
    data: str
    key: Value | None
    tags: Tags


@dataclass(frozen=True, kw_only=True)
class Workflow(Node):
    """AWS::ImageBuilder::Workflow."""

    name: str
    type: str
    version: str
    data: str
    key: Value | None
    tags: Tags


@dataclass(frozen=True, slots=True)
class ComponentStep:
    """One component in a recipe, with the values of its parameters."""

    arn: Value
    parameters: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class VolumeMapping:
    """A block device of the build instance and the AMI."""

    device: str
    type: str
    size_gib: int | None
    iops: int | None
    throughput: int | None
    encrypted: bool
    key: Value | None


@dataclass(frozen=True, kw_only=True)
class ImageRecipe(Node):
    """AWS::ImageBuilder::ImageRecipe."""

    name: str
    version: str
    parent: Value
    description: str
    steps: tuple[ComponentStep, ...]
    volumes: tuple[VolumeMapping, ...]
    ami_tags: Tags
    watermarks: tuple[str, ...]
    tags: Tags


@dataclass(frozen=True, slots=True)
class Network:
    """Where build instances run; both None leaves the choice to the deployer."""

    subnet: str | None
    security_groups: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Infrastructure(Node):
    """AWS::ImageBuilder::InfrastructureConfiguration."""

    name: str
    description: str
    instance_types: tuple[str, ...]
    profile: Value
    network: Network
    key_pair: str | None
    log_bucket: Value
    log_prefix: str
    tags: Tags


@dataclass(frozen=True, slots=True)
class Template:
    """A launch template that gets a new version."""

    id: str
    account: str | None
    set_default: bool


@dataclass(frozen=True, slots=True)
class AmiTarget:
    """What becomes of the AMI in one region."""

    region: Value
    ami_name: str
    description: str
    key: Value | None
    accounts: tuple[str, ...]
    organizations: tuple[str, ...]
    units: tuple[str, ...]
    public: bool
    copies: tuple[str, ...]
    ami_tags: Tags
    templates: tuple[Template, ...]
    parameter: str | None


@dataclass(frozen=True, kw_only=True)
class Distribution(Node):
    """AWS::ImageBuilder::DistributionConfiguration."""

    name: str
    description: str
    targets: tuple[AmiTarget, ...]
    tags: Tags


@dataclass(frozen=True, slots=True)
class PipelineSchedule:
    """When a pipeline runs by itself."""

    expression: str
    timezone: str
    only_changes: bool
    failures: int | None


@dataclass(frozen=True, slots=True)
class WorkflowStep:
    """One workflow of a pipeline."""

    arn: Value
    parameters: tuple[tuple[str, tuple[str, ...]], ...]
    on_failure: str | None
    group: str | None


@dataclass(frozen=True, kw_only=True)
class Pipeline(Node):
    """AWS::ImageBuilder::ImagePipeline."""

    name: str
    description: str
    recipe: Value
    infrastructure: Value
    distribution: Value
    image_logs: Value
    pipeline_logs: Value
    schedule: PipelineSchedule | None
    enabled: bool
    tested: bool
    scanned: bool
    workflows: tuple[WorkflowStep, ...]
    role: Value | None
    tags: Tags


@dataclass(frozen=True, slots=True)
class LifecycleStep:
    """One action of a lifecycle policy; by count when `unit` is None."""

    action: str
    value: int
    unit: str | None
    retain: int | None = None
    snapshots: bool | None = None


@dataclass(frozen=True, kw_only=True)
class LifecyclePolicy(Node):
    """AWS::ImageBuilder::LifecyclePolicy."""

    name: str
    description: str
    recipe_name: str
    role: Value
    steps: tuple[LifecycleStep, ...]
    protect_tags: Tags
    tags: Tags


@dataclass(frozen=True, kw_only=True)
class LogGroup(Node):
    """AWS::Logs::LogGroup."""

    name: str
    days: int
    tags: Tags


@dataclass(frozen=True, kw_only=True)
class LogBucket(Node):
    """AWS::S3::Bucket for build logs."""

    days: int
    tags: Tags


@dataclass(frozen=True, kw_only=True)
class LogBucketPolicy(Node):
    """AWS::S3::BucketPolicy: encrypted transport only."""

    bucket: Ref


@dataclass(frozen=True, kw_only=True)
class Role(Node):
    """AWS::IAM::Role for one service."""

    description: str
    service: str
    managed: tuple[Value, ...]
    statements: tuple[Json, ...]
    boundary: str | None
    tags: Tags
    confused_deputy: bool = False
    """Let the service assume it for this account only (aws:SourceAccount)."""


@dataclass(frozen=True, kw_only=True)
class RolePolicy(Node):
    """AWS::IAM::RolePolicy: what one image adds to a shared role."""

    name: str
    role: Ref
    statements: tuple[Json, ...]


@dataclass(frozen=True, kw_only=True)
class InstanceProfile(Node):
    """AWS::IAM::InstanceProfile."""

    role: Ref


@dataclass(frozen=True, kw_only=True)
class Key(Node):
    """AWS::KMS::Key with its owner's statement and the given ones."""

    description: str
    statements: tuple[Json, ...]
    tags: Tags
    kept: bool
    """Keep the key when the stack goes: what it encrypted stays readable."""


@dataclass(frozen=True, kw_only=True)
class Topic(Node):
    """AWS::SNS::Topic with its subscriptions."""

    display_name: str
    key: Ref
    emails: tuple[str, ...]
    tags: Tags


@dataclass(frozen=True, kw_only=True)
class TopicPolicy(Node):
    """AWS::SNS::TopicPolicy: EventBridge may publish."""

    topic: Ref


@dataclass(frozen=True, kw_only=True)
class ResultsRule(Node):
    """AWS::Events::Rule that reports finished and failed builds and stopped schedules."""

    description: str
    prefix: str
    topic: Value


@dataclass(frozen=True, slots=True)
class Output:
    """A stack output that a person or another stack wants."""

    name: str
    description: str
    value: Value


@dataclass(frozen=True, slots=True)
class Graph:
    """One stack."""

    name: str
    description: str
    nodes: tuple[Node, ...]
    outputs: tuple[Output, ...]
    network_parameters: bool
    """True when the deployer chooses subnet and security groups."""

    needs_destination_roles: tuple[str, ...] = field(default=())
    """Accounts that receive copies and need the distribution role, sorted."""
