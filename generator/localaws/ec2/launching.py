"""Launching instances from AMIs: only from those that the account may use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.localaws.clock import clock
from generator.localaws.ec2.repair import repair
from generator.localaws.ec2.volumes import Devices, devices, merged
from generator.localaws.emulated import Emulated

EMULATES = (
    Emulated(
        "Instances start only from AMIs that the account sees and that are available, with the"
        " AMI's volumes",
        "botocore's EC2 model, RunInstances",
    ),
    Emulated("LastLaunchedTime is there at once; AWS takes a day", "botocore's EC2 model, Image"),
)

EXTRAS = {"Iops": "iops", "Throughput": "throughput", "VolumeType": "volume_type"}
"""Settings that moto does not hand on to the volumes of an instance."""


def plug(backends: Any) -> None:
    """Let moto's EC2 look at the AMI before a launch."""
    repair(backends, run_instances)


def run_instances(backend: Any, theirs: Any, image_id: str, *rest: Any, **named: Any) -> Any:
    """Moto's launch, from an AMI that is there, with all its volumes."""
    template = _template(backend, named.get("launch_template"))
    ami = usable(backend, image_id or template.get("ImageId") or "")
    asked = named.get("block_device_mappings") or template.get("BlockDeviceMappings") or []
    wanted = merged(devices(ami.block_device_mappings), asked)
    if backend.ebs_encryption_by_default:
        wanted = {name: ebs | {"Encrypted": True} for name, ebs in wanted.items()}
    named["block_device_mappings"] = _plain(wanted)
    reservation = theirs(backend, image_id, *rest, **named)
    for instance in reservation.instances:
        _finish(backend, instance, wanted)
    _owners(ami).last_launched_time = f"{clock.now():%Y-%m-%dT%H:%M:%SZ}"
    return reservation


def usable(backend: Any, image_id: str) -> Any:
    """The AMI of an id; moto's errors when it is not there or not to be used."""
    from moto.ec2.exceptions import InvalidAMIIdError, UnvailableAMIIdError

    found = backend.describe_images(ami_ids=[image_id]) if image_id else []
    if not found and image_id not in backend.deleted_amis:
        raise InvalidAMIIdError([image_id])
    if not found or found[0].state != "available":
        raise UnvailableAMIIdError(image_id)
    return found[0]


def _owners(ami: Any) -> Any:
    return getattr(ami, "_ami", ami)


def _template(backend: Any, named: Mapping[str, Any] | None) -> Mapping[str, Any]:
    if not named:
        return {}
    data: Mapping[str, Any] = backend._get_template_from_args(named).data  # noqa: SLF001  # moto's
    return data


def _plain(wanted: Devices) -> list[dict[str, Any]]:
    """As moto takes them; what it would refuse for want of what it forgets is set later."""
    kept = {
        name: {key: value for key, value in ebs.items() if key not in EXTRAS}
        for name, ebs in wanted.items()
    }
    return [
        {"DeviceName": name, "Ebs": {"VolumeSize": 8, "DeleteOnTermination": True} | _keyed(ebs)}
        for name, ebs in kept.items()
    ]


def _keyed(ebs: dict[str, Any]) -> dict[str, Any]:
    """A key without encryption is what EC2 refuses; encryption is meant."""
    return ebs | ({"Encrypted": True} if ebs.get("KmsKeyId") else {})


def _finish(backend: Any, instance: Any, wanted: Devices) -> None:
    for name, block in instance.get_block_device_mapping:
        volume = backend.volumes[block.volume_id]
        for key, attribute in EXTRAS.items():
            if key in wanted.get(name, {}):
                setattr(volume, attribute, wanted[name][key])
