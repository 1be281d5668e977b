"""Who asks, and where: AWS Security Token Service."""

from __future__ import annotations

from generator.aws.failures import HINTS, translated
from generator.aws.session import client
from generator.errors import NoRegionError
from generator.ports.place import Place

EMULATED = "x-amifactory-emulated"
"""Header of every reply of the local AWS (`generator/localaws/`)."""
NOWHERE = "aws-global"
"""What botocore takes for STS when no region is set; no stack can be there."""


def place(region: str | None, profile: str | None) -> Place:
    """Account and region of these credentials (STS GetCallerIdentity, which needs no permission).

    Three attempts only: this is the first request of a command, and who is not on the network
    wants to know at once.

    Raises:
        AccessError: without credentials or region, or when AWS cannot be asked.
    """
    sts = client("sts", region, profile, attempts=3, connect_timeout=5, read_timeout=20)
    here = sts.meta.region_name
    if here in (None, NOWHERE):
        raise NoRegionError("no region is set", HINTS[NoRegionError])
    with translated("ask AWS who is signed in"):
        said = sts.get_caller_identity()
    headers = said["ResponseMetadata"].get("HTTPHeaders", {})
    return Place(
        account=said["Account"],
        region=here,
        partition=said["Arn"].split(":")[1],
        emulated=headers.get(EMULATED) == "true",
        profile=profile or "",
    )
