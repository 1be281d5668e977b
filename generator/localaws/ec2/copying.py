"""AMIs made from instances and from other AMIs."""

from __future__ import annotations

from typing import Any

from generator.localaws.ec2.launching import usable
from generator.localaws.ec2.repair import without
from generator.localaws.ec2.volumes import Devices, devices, keep, merged, snapshots_of
from generator.localaws.emulated import Emulated

EMULATES = (
    Emulated("AMI names are unique in an account and region", "botocore's EC2 model, CreateImage"),
    Emulated(
        "A copy has none of the launch permissions and, unless asked, none of the tags; what is"
        " encrypted stays encrypted, under the default key unless one is given",
        "botocore's EC2 model, CopyImage",
    ),
)

ELSEWHERE = (
    "DestinationOutpostArn",
    "DestinationAvailabilityZone",
    "DestinationAvailabilityZoneId",
    "SnapshotCopyCompletionDurationMinutes",
)
"""Members of CopyImage that ask for what is not emulated."""


def create_image(response: Any, _theirs: Any) -> Any:
    """CreateImage, with the instance's volumes."""
    from moto.core.responses import ActionResult

    backend, asked = response.ec2_backend, response._get_param  # noqa: SLF001  # moto's way
    without(response, "SnapshotLocation", "BootModeOverride")
    response.error_on_dryrun()
    check_name(backend, asked("Name"))
    specifications = asked("TagSpecifications", [])
    instance = backend.get_instance(asked("InstanceId"))
    of_image = [it for it in specifications if it["ResourceType"] == "image"]
    ami = backend.create_image(
        instance.id, asked("Name"), asked("Description", ""), tag_specifications=of_image
    )
    ami.root_device_name, ami.root_device_type = instance.root_device_name, "ebs"
    ami.source_image_id, ami.source_image_region = instance.image_id, backend.region_name
    ami.image_location = f"{backend.account_id}/{ami.name}"
    keep(backend, ami, merged(_of_instance(backend, instance), asked("BlockDeviceMappings", [])))
    _tag_snapshots(backend, ami, specifications)
    return ActionResult({"ImageId": ami.id})


def check_name(backend: Any, name: str) -> None:
    """EC2's error for a name that is taken."""
    from moto.ec2.exceptions import EC2ClientError

    for ami in backend.amis.values():
        if ami.name == name and ami.owner_id == backend.account_id:
            message = f"AMI name {name} is already in use by AMI {ami.id}"
            raise EC2ClientError("InvalidAMIName.Duplicate", message)


def _of_instance(backend: Any, instance: Any) -> Devices:
    found = {}
    for name, block in instance.get_block_device_mapping:
        volume = backend.volumes[block.volume_id]
        ebs = {
            "VolumeSize": volume.size,
            "VolumeType": volume.volume_type or "gp3",
            "Encrypted": volume.encrypted,
            "KmsKeyId": volume.kms_key_id,
            "Iops": volume.iops if volume.volume_type in ("io1", "io2", "gp3") else None,
            "Throughput": volume.throughput,
            "DeleteOnTermination": block.delete_on_termination,
        }
        found[name] = {key: value for key, value in ebs.items() if value is not None}
    return found


def _tag_snapshots(backend: Any, ami: Any, specifications: list[dict[str, Any]]) -> None:
    for wanted in specifications:
        if wanted["ResourceType"] == "snapshot":
            tags = {it["Key"]: it["Value"] for it in wanted["Tags"]}
            backend.create_tags(snapshots_of(ami), tags)


def copy_image(response: Any, _theirs: Any) -> Any:
    """CopyImage, from an AMI that the account sees, with its volumes."""
    from moto.core.responses import ActionResult
    from moto.ec2.models import ec2_backends

    backend, asked = response.ec2_backend, response._get_param  # noqa: SLF001  # moto's way
    without(response, *ELSEWHERE)
    response.error_on_dryrun()
    check_name(backend, asked("Name"))
    region = asked("SourceRegion")
    source = usable(ec2_backends[backend.account_id][region], asked("SourceImageId"))
    wanted = _encrypted(devices(source.block_device_mappings), asked)
    ami = backend.copy_image(source.id, region, asked("Name"), asked("Description"))
    ami.root_device_name, ami.root_device_type = source.root_device_name, "ebs"
    ami.source_image_id, ami.source_image_region = source.id, region
    ami.image_location = f"{backend.account_id}/{ami.name}"
    keep(backend, ami, wanted)
    _tag(backend, ami, source, asked)
    return ActionResult({"ImageId": ami.id})


def _encrypted(found: Devices, asked: Any) -> Devices:
    """A copy of what is encrypted is; its key is another region's or account's matter."""
    from moto.ec2.exceptions import InvalidParameterDependency

    key, wanted = asked("KmsKeyId"), asked("Encrypted") in (True, "true")
    if key and not wanted:
        raise InvalidParameterDependency("KmsKeyId", "Encrypted")
    return {
        name: ebs
        | {"Encrypted": wanted or ebs.get("Encrypted", False)}
        | ({"KmsKeyId": key} if key else {})
        for name, ebs in found.items()
    }


def _tag(backend: Any, ami: Any, source: Any, asked: Any) -> None:
    specifications = asked("TagSpecifications", [])
    if asked("CopyImageTags") in (True, "true"):
        ami.add_tags({it["key"]: it["value"] for it in source.get_tags()})
    for wanted in specifications:
        if wanted["ResourceType"] == "image":
            ami.add_tags({it["Key"]: it["Value"] for it in wanted["Tags"]})
    _tag_snapshots(backend, ami, specifications)


OPERATIONS = (create_image, copy_image)
