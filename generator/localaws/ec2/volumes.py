"""The volumes of AMIs: those of the instance or the AMI that they were made from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any

from generator.localaws.clock import clock
from generator.localaws.emulated import Emulated

EMULATES = (
    Emulated(
        "An AMI has a snapshot for each volume of the instance or AMI it comes from, of its"
        " size, type and encryption",
        "botocore's EC2 model, CreateImage and CopyImage",
    ),
    Emulated("Made-up source images have one gp3 volume of 8 GiB", "made up"),
)

Devices = dict[str, dict[str, Any]]
"""Device name -> its Ebs settings."""


def plug(amis: Any) -> None:
    """Let moto's AMIs have the volumes that `keep` gave them."""
    theirs = amis.block_device_mappings

    def block_device_mappings(ami: Any) -> list[dict[str, Any]]:
        if not clock.used:
            return theirs.fget(ami)  # type: ignore[no-any-return]  # moto's
        return getattr(ami, "volumes", None) or _made_up(ami)

    amis.block_device_mappings = property(block_device_mappings)


def _made_up(ami: Any) -> list[dict[str, Any]]:
    ebs = {
        "SnapshotId": ami.ebs_snapshot.id,
        "VolumeSize": 8,
        "VolumeType": "gp3",
        "DeleteOnTermination": True,
        "Encrypted": False,
    }
    return [{"DeviceName": ami.root_device_name, "Ebs": ebs}]


def devices(mappings: Iterable[Mapping[str, Any]]) -> Devices:
    """Mappings by device; without what only the AMI they are of can have."""
    found = {it["DeviceName"]: dict(deepcopy(it.get("Ebs") or {})) for it in mappings}
    for ebs in found.values():
        ebs.pop("SnapshotId", None)
    return found


def merged(base: Devices, wanted: Iterable[Mapping[str, Any]]) -> Devices:
    """Devices with those that a request wants otherwise, more of, or not at all."""
    result = deepcopy(base)
    for mapping in wanted:
        name = mapping.get("DeviceName")
        if name and mapping.get("NoDevice") is not None:
            result.pop(name, None)
        elif name and "Ebs" in mapping:
            given = {key: value for key, value in mapping["Ebs"].items() if value is not None}
            result[name] = result.get(name, {}) | _typed(given)
            result[name].pop("SnapshotId", None)
    return result


def _typed(ebs: Mapping[str, Any]) -> dict[str, Any]:
    numbers = ("VolumeSize", "Iops", "Throughput")
    return {key: int(value) if key in numbers else value for key, value in ebs.items()}


def keep(backend: Any, ami: Any, wanted: Devices) -> None:
    """Give an AMI its volumes, each with a snapshot of its own."""
    backend.snapshots.pop(ami.ebs_snapshot.id, None)
    ami.volumes = [_kept(backend, ami, name, ebs) for name, ebs in wanted.items()]
    root = next(iter(ami.volumes), None)
    if root is not None:
        ami.ebs_snapshot = backend.snapshots[root["Ebs"]["SnapshotId"]]


def _kept(backend: Any, ami: Any, name: str, ebs: dict[str, Any]) -> dict[str, Any]:
    zone = f"{backend.region_name}a"
    encrypted = bool(ebs.get("Encrypted") or backend.ebs_encryption_by_default)
    key = ebs.get("KmsKeyId") if encrypted else None
    volume = backend.create_volume(
        size=ebs.get("VolumeSize", 8), zone_name=zone, encrypted=encrypted, kms_key_id=key
    )
    said = f"Created for {ami.id} (emulated)"
    snapshot = backend.create_snapshot(volume.id, said, backend.account_id, from_ami=ami.id)
    snapshot.kms_key_id = volume.kms_key_id
    backend.delete_volume(volume.id)
    settings = {key: value for key, value in ebs.items() if key != "KmsKeyId"}
    told = {"VolumeSize": 8, "VolumeType": "gp3", "DeleteOnTermination": True} | settings
    return {
        "DeviceName": name,
        "Ebs": told | {"SnapshotId": snapshot.id, "Encrypted": encrypted},
    }


def snapshots_of(ami: Any) -> list[str]:
    """The snapshots of an AMI."""
    found = [it["Ebs"]["SnapshotId"] for it in ami.block_device_mappings if "Ebs" in it]
    return [str(it) for it in found]


def has_default_key(backend: Any, ami: Any) -> bool:
    """Whether a snapshot is encrypted under the key of AWS's own, which cannot be shared."""
    from moto.kms import kms_backends

    kms = kms_backends[backend.account_id][backend.region_name]
    if not kms.alias_exists("alias/aws/ebs"):
        return False
    default = kms.describe_key("alias/aws/ebs")
    keys = [backend.snapshots[it].kms_key_id for it in snapshots_of(ami) if it in backend.snapshots]
    return any(key in (default.arn, default.id, "alias/aws/ebs") for key in keys)


def is_encrypted(ami: Any) -> bool:
    """Whether any volume of an AMI is encrypted."""
    return any(it["Ebs"].get("Encrypted") for it in ami.block_device_mappings if "Ebs" in it)
