"""Which keys of the payload changes come from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from generator.plan.differences import Difference
from generator.plan.resource_changes import Action, ResourceChange

_KEYS: Mapping[str, Mapping[str, str]] = {
    "AWS::ImageBuilder::ImageRecipe": {
        "ParentImage": "sourceImage",
        "Components": "components",
        "BlockDeviceMappings": "volumes",
        "AmiTags": "amiTags",
        "AmiWatermarks": "watermarks",
        "Version": "version",
        "Description": "description",
    },
    "AWS::ImageBuilder::DistributionConfiguration": {
        "UserIds": "accounts",
        "OrganizationArns": "organizations",
        "OrganizationalUnitArns": "organizationalUnits",
        "UserGroups": "public",
        "TargetAccountIds": "copyToAccounts",
        "AmiTags": "amiTags",
        "KmsKeyId": "encrypted",
        "LaunchTemplateConfigurations": "launchTemplates",
        "SsmParameterConfigurations": "parameter",
        "Description": "description",
        "Name": "amiName",
        "Distributions": "regions",
    },
    "AWS::ImageBuilder::ImagePipeline": {
        "Schedule": "schedule",
        "Status": "enabled",
        "ImageTestsConfiguration": "tests",
        "ImageScanningConfiguration": "scan",
        "Workflows": "workflows",
        "ExecutionRole": "workflows",
        "Description": "description",
    },
    "AWS::ImageBuilder::InfrastructureConfiguration": {
        "InstanceTypes": "instanceTypes",
        "SubnetId": "subnetId",
        "SecurityGroupIds": "securityGroupIds",
        "KeyPair": "keyPair",
        "InstanceProfileName": "instanceProfile",
        "Logging": "buildLogs",
        "ResourceTags": "tags",
    },
    "AWS::Logs::LogGroup": {"RetentionInDays": "logRetentionDays"},
    "AWS::S3::Bucket": {"LifecycleConfiguration": "logRetentionDays"},
    "AWS::IAM::Role": {
        "PermissionsBoundary": "permissionsBoundary",
        "ManagedPolicyArns": "instancePolicies",
    },
}
"""Type -> part of a property's path -> key of the payload that says it."""

_UPDATES = ":component/update-"
"""In the name of a component that updates the system: `updateOs` says it, not `components`."""

_PARAMETERS = {"factory.subnetId": "SubnetId", "factory.securityGroupIds": "SecurityGroupIds"}
"""Keys that are parameters of the template as long as the payload does not have them."""


@dataclass(frozen=True, slots=True)
class Cause:
    """A key of the payload, or a parameter of the template."""

    pointer: str
    """Webserver.bootstrapUrl, factory.tags, or parameter SubnetId."""
    place: str = ""
    """web.yaml:6; empty when it is not there, or no longer."""


def causes(changes: Iterable[ResourceChange], places: Mapping[str, str]) -> tuple[Cause, ...]:
    """The keys that changed themselves, each once.

    Keys that the payload does not have are told only when no other is: a description, say, that
    nobody wrote changes with the source that it names.
    """
    pointers = dict.fromkeys(
        pointer for change in changes if change.direct for pointer in _pointers(change, places)
    )
    found = tuple(Cause(pointer, places.get(pointer, "")) for pointer in pointers)
    told = tuple(each for each in found if each.place or each.pointer.startswith("parameter "))
    return told or found


def _pointers(change: ResourceChange, places: Mapping[str, str]) -> Iterator[str]:
    if change.action in (Action.ADD, Action.REMOVE, Action.IMPORT):
        yield change.pointer
        return
    for each in change.differences:
        if each.known and each.property != "Metadata":
            yield _pointer(change, each, places)


def _pointer(change: ResourceChange, difference: Difference, places: Mapping[str, str]) -> str:
    """The key that says this; where the image has none of this name, the factory's."""
    key = _key(change.type, difference)
    if not key:
        return change.pointer
    own = f"{change.image}.{key}" if change.image else f"factory.{key}"
    general = f"factory.{key}"
    if general in _PARAMETERS and general not in places:
        return f"parameter {_PARAMETERS[general]}"
    return general if own not in places and general in places else own


def _key(kind: str, difference: Difference) -> str:
    if difference.property in ("Tags", "ImageTags"):
        return "tags"
    if _UPDATES in difference.path:
        return "updateOs"
    keys = _KEYS.get(kind, {})
    parts = [part.split("[", 1)[0].split(" ", 1)[0] for part in difference.path.split(".")]
    return next((keys[part] for part in reversed(parts) if part in keys), "")
