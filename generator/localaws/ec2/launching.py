"""Launching instances from AMIs: only from those that the account may use."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from generator.localaws.clock import clock
from generator.localaws.ec2.repair import repair
from generator.localaws.ec2.volumes import Devices, devices, merged
from generator.localaws.emulated import Emulated
from generator.localaws.inside import client

EMULATES = (
    Emulated(
        "Instances start only from AMIs that the account sees and that are available, with the"
        " AMI's volumes",
        "botocore's EC2 model, RunInstances",
    ),
    Emulated(
        "RunInstances with a client token seen before launches nothing; another request with it is"
        " refused",
        "botocore's EC2 model, RunInstances; EC2 API Reference, ensuring idempotency",
    ),
    Emulated(
        "A block device mapping without size takes that of its snapshot or of the image's device",
        "botocore's EC2 model, EbsBlockDevice",
    ),
    Emulated(
        "An image given as resolve:ssm:NAME, perhaps with :version or :label, is the AMI that the"
        " parameter names when it is launched, also in launch templates",
        "EC2 User Guide, use a Systems Manager parameter instead of an AMI ID; texts of errors"
        " unverified",
    ),
    Emulated("LastLaunchedTime is there at once; AWS takes a day", "botocore's EC2 model, Image"),
)

EXTRAS = {"Iops": "iops", "Throughput": "throughput", "VolumeType": "volume_type"}
"""Settings that moto does not hand on to the volumes of an instance."""
BY_PARAMETER = "resolve:ssm:"
NO_TOKEN = "ABCDE"  # noqa: S105  # what moto puts for a request without one


def plug(backends: Any, responses: Any) -> None:
    """Let moto's EC2 look at the AMI before a launch."""
    repair(backends, run_instances)
    repair(responses, _parse_block_device_mapping)


def run_instances(backend: Any, theirs: Any, image_id: str, *rest: Any, **named: Any) -> Any:
    """Moto's launch, once for a client token, from an AMI that is there, with all its volumes."""
    asked = deepcopy((image_id, rest, named))
    launched = _launched(backend, named.get("client_token"), asked)
    if launched is not None:
        return launched
    template = _template(backend, named.get("launch_template"))
    wanted_id = image_id or template.get("ImageId") or ""
    if wanted_id.startswith(BY_PARAMETER):
        wanted_id = image_id = _of_parameter(backend, wanted_id.removeprefix(BY_PARAMETER))
    ami = usable(backend, wanted_id)
    wanted = _volumes(backend, ami, named.get("block_device_mappings"), template)
    named["block_device_mappings"] = _plain(wanted)
    reservation = theirs(backend, image_id, *rest, **named)
    reservation.asked = asked
    for instance in reservation.instances:
        _finish(backend, instance, wanted)
    _owners(ami).last_launched_time = f"{clock.now():%Y-%m-%dT%H:%M:%SZ}"
    return reservation


def _launched(backend: Any, token: str | None, asked: Any) -> Any:
    """What the client token launched already, if anything."""
    from moto.ec2.exceptions import EC2ClientError

    for known in backend.reservations.values() if token not in (None, NO_TOKEN) else ():
        if any(one.client_token == token for one in known.instances):
            if getattr(known, "asked", asked) != asked:
                said = "The client token was used with other parameters."
                raise EC2ClientError("IdempotentParameterMismatch", said)
            return known
    return None


def _volumes(backend: Any, ami: Any, asked: Any, template: Mapping[str, Any]) -> Devices:
    """The AMI's volumes, as the request or else the launch template wants them."""
    from moto.ec2.exceptions import InvalidParameterDependency, MissingParameterError

    mappings = [_sized(backend, one) for one in asked or template.get("BlockDeviceMappings") or ()]
    wanted = merged(devices(ami.block_device_mappings), mappings)
    if backend.ebs_encryption_by_default:
        wanted = {name: ebs | {"Encrypted": True} for name, ebs in wanted.items()}
    for ebs in wanted.values():
        if not ebs.get("VolumeSize"):
            raise MissingParameterError("size or snapshotId")
        if ebs.get("KmsKeyId") and not ebs.get("Encrypted"):
            raise InvalidParameterDependency("KmsKeyId", "Encrypted")
    return wanted


def _sized(backend: Any, mapping: Mapping[str, Any]) -> Mapping[str, Any]:
    """A mapping with the size of the snapshot that it names."""
    ebs = mapping.get("Ebs") or {}
    if not ebs.get("SnapshotId") or ebs.get("VolumeSize"):
        return mapping
    size = backend.get_snapshot(ebs["SnapshotId"]).volume.size
    return {**mapping, "Ebs": {**ebs, "VolumeSize": size}}


def _parse_block_device_mapping(response: Any, _theirs: Any) -> Any:
    """The mappings as they are asked for; moto adds what nobody said."""
    return response._get_param("BlockDeviceMappings", [])  # noqa: SLF001  # moto's way


def usable(backend: Any, image_id: str) -> Any:
    """The AMI of an id; moto's errors when it is not there or not to be used."""
    from moto.ec2.exceptions import InvalidAMIIdError, UnvailableAMIIdError

    found = backend.describe_images(ami_ids=[image_id]) if image_id else []
    if not found and image_id not in backend.deleted_amis:
        raise InvalidAMIIdError([image_id])
    if not found or found[0].state != "available":
        raise UnvailableAMIIdError(image_id)
    return found[0]


def _of_parameter(backend: Any, name: str) -> str:
    """The value of a parameter, perhaps with a version or label; EC2's error when it has none."""
    from botocore.exceptions import ClientError
    from moto.ec2.exceptions import EC2ClientError

    ssm = client("ssm", backend.region_name, backend.account_id)
    try:
        return str(ssm.get_parameter(Name=name)["Parameter"]["Value"])
    except ClientError as error:
        said = f"The parameter '{name}' cannot be read: {error.response['Error']['Code']}"
        raise EC2ClientError("InvalidParameterValue", said) from error


def _owners(ami: Any) -> Any:
    return getattr(ami, "_ami", ami)


def _template(backend: Any, named: Mapping[str, Any] | None) -> Mapping[str, Any]:
    if not named:
        return {}
    data: Mapping[str, Any] = backend._get_template_from_args(named).data  # noqa: SLF001  # moto's
    return data


def _plain(wanted: Devices) -> list[dict[str, Any]]:
    """As moto takes them; what it would refuse for want of what it forgets is set later."""
    return [
        {
            "DeviceName": name,
            "Ebs": {"DeleteOnTermination": True}
            | {key: value for key, value in ebs.items() if key not in EXTRAS},
        }
        for name, ebs in wanted.items()
    ]


def _finish(backend: Any, instance: Any, wanted: Devices) -> None:
    for name, block in instance.get_block_device_mapping:
        volume = backend.volumes[block.volume_id]
        for key, attribute in EXTRAS.items():
            if key in wanted.get(name, {}):
                setattr(volume, attribute, wanted[name][key])
