"""What moto's EC2 lacks of launching a build instance.

moto launches again for a client token that it has seen, and wants to be told the snapshot of a
device that the image brings.
"""

from __future__ import annotations

from typing import Any

from generator.localaws.ec2.repair import repair
from generator.localaws.emulated import Emulated

EMULATES = (
    Emulated(
        "RunInstances with a client token seen before launches nothing; that the request is the"
        " same is not checked",
        "botocore's EC2 model, RunInstances",
    ),
    Emulated(
        "A block device mapping without size takes the snapshot of the image's device",
        "botocore's EC2 model, EbsBlockDevice",
    ),
)

_NO_TOKEN = "ABCDE"  # noqa: S105  # what moto puts for a request without one


def plug() -> None:
    """Repair launching."""
    from moto.ec2.models import EC2Backend
    from moto.ec2.responses.instances import InstanceResponse

    repair(EC2Backend, run_instances)
    repair(InstanceResponse, _parse_block_device_mapping)


def run_instances(backend: Any, theirs: Any, *args: Any, **named: Any) -> Any:
    """Moto's launch, unless the client token has launched already."""
    token = named.get("client_token")
    for launched in backend.reservations.values() if token not in (None, _NO_TOKEN) else ():
        if [one for one in launched.instances if one.client_token == token]:
            return launched
    return theirs(backend, *args, **named)


def _parse_block_device_mapping(response: Any, theirs: Any) -> Any:
    """Moto's reading of the mappings, which insists on a snapshot or a size."""
    image = response.ec2_backend.amis.get(response._get_param("ImageId"))  # noqa: SLF001  # moto's way
    known = {one["DeviceName"]: one.get("Ebs", {}) for one in _mappings(image)}
    for asked in response._get_param("BlockDeviceMappings", []):  # noqa: SLF001  # moto's way
        ebs, snapshot = asked.get("Ebs"), known.get(asked.get("DeviceName"), {}).get("SnapshotId")
        if ebs is not None and snapshot and "VolumeSize" not in ebs:
            ebs.setdefault("SnapshotId", snapshot)
    return theirs(response)


def _mappings(image: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [] if image is None else image.block_device_mappings
    return found
