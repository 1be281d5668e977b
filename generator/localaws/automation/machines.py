"""Managed instances, as far as automations ask: those that run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.localaws.automation.requests import refused
from generator.localaws.emulated import Emulated

EMULATES = (
    Emulated(
        "Every running instance has an SSM agent that is online at once, whatever its profile",
        "unverified",
    ),
)


def describe(backend: Any, request: Mapping[str, Any]) -> dict[str, Any]:
    """DescribeInstanceInformation."""
    from moto.ec2 import ec2_backends

    machines = ec2_backends[backend.account_id][backend.region_name]
    running = [
        instance
        for reservation in machines.all_reservations()
        for instance in reservation.instances
        if instance.state == "running"
    ]
    asked = _ids(request)
    found = [one for one in running if asked is None or one.id in asked]
    return {"InstanceInformationList": [_shown(one) for one in found]}


def _ids(request: Mapping[str, Any]) -> list[str] | None:
    for one in request.get("Filters") or ():
        if one["Key"] != "InstanceIds":
            raise refused(f"filter {one['Key']} of DescribeInstanceInformation")
        values: list[str] = one["Values"]
        return values
    if request.get("InstanceInformationFilterList"):
        raise refused("InstanceInformationFilterList, which AWS calls legacy: use Filters")
    return None


def _shown(instance: Any) -> dict[str, Any]:
    return {
        "InstanceId": instance.id,
        "PingStatus": "Online",
        "PlatformType": "Windows" if instance.platform else "Linux",
        "ResourceType": "EC2Instance",
        "AgentVersion": "emulated",
        "IsLatestVersion": True,
    }
