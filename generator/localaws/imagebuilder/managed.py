"""What AWS itself manages in Image Builder: components, workflows and images by name.

No list of them is in the models, so every well-formed name is taken to be there, as version
1.0.0. The steps of the default workflows are those that the User Guide shows.
"""

from __future__ import annotations

import json
from typing import Any

from generator.localaws.emulated import Emulated
from generator.localaws.imagebuilder.arns import Arn

EMULATES = (
    Emulated("Every AWS-managed component, workflow and image exists, as 1.0.0/1", "unverified"),
    Emulated(
        "The default workflows have the steps of build-image, test-image and distribute-image",
        "EC2 Image Builder User Guide, managed workflows",
    ),
)

_CREATED = "2024-01-01T00:00:00.000Z"

STEPS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "build": (
        ("LaunchBuildInstance", "LaunchInstance", ""),
        ("ApplyBuildComponents", "ExecuteComponents", ""),
        ("InventoryCollection", "CollectImageMetadata", "metadata"),
        ("RunSanitizeScript", "SanitizeInstance", "not windows"),
        ("RunSysPrepScript", "RunSysPrep", "windows"),
        ("CreateOutputAMI", "CreateImage", ""),
        ("TerminateBuildInstance", "TerminateInstance", ""),
    ),
    "test": (
        ("LaunchTestInstance", "LaunchInstance", ""),
        ("CollectImageScanFindings", "CollectImageScanFindings", "scanning"),
        ("ApplyTestComponents", "ExecuteComponents", ""),
        ("TerminateTestInstance", "TerminateInstance", ""),
    ),
    "distribution": (
        ("DistributeOutputAMI", "DistributeImage", ""),
        ("ModifyOutputAMIAttributes", "ModifyImageAttributes", ""),
        ("ApplyOutputAMIConfigurations", "ApplyImageConfigurations", ""),
    ),
}
"""Kind of workflow -> (step, action, when it runs; empty: always)."""

DEFAULTS = {
    "BUILD": "workflow/build/build-image",
    "TEST": "workflow/test/test-image",
    "DISTRIBUTION": "workflow/distribution/distribute-image",
}
"""The workflows of a build that names none."""


def default_workflow(partition: str, region: str, kind: str) -> str:
    """ARN of the default workflow of a kind."""
    return f"arn:{partition}:imagebuilder:{region}:aws:{DEFAULTS[kind]}/x.x.x"


def managed_record(wanted: Arn) -> dict[str, Any]:
    """A thing that AWS manages, as Get replies tell of it."""
    version = "1.0.0" if "x" in wanted.version else wanted.version
    arn = Arn(wanted.partition, wanted.region, wanted.owner, wanted.path, wanted.name, version, "1")
    record = {
        "arn": str(arn),
        "name": wanted.name,
        "version": version,
        "owner": "Amazon" if wanted.owner == "aws" else wanted.owner,
        "platform": "Windows" if "windows" in wanted.name else "Linux",
        "dateCreated": _CREATED,
        "state": {"status": "ACTIVE"},
        "tags": {},
    }
    return record | _particulars(wanted)


def _particulars(wanted: Arn) -> dict[str, Any]:
    kind, _, of = wanted.path.partition("/")
    if kind == "workflow":
        return {"type": of.upper(), "data": _workflow(of), "state": None}
    if kind == "component":
        return {"type": "TEST" if "test" in wanted.name else "BUILD", "encrypted": True}
    return {"type": "AMI", "imageSource": "AMAZON_MANAGED", "state": {"status": "AVAILABLE"}}


def _workflow(of: str) -> str:
    steps = [
        {"name": name, "action": action, "inputs": {}} | ({"when": when} if when else {})
        for name, action, when in STEPS[of]
    ]
    return json.dumps({"schemaVersion": "1.0", "steps": steps})
