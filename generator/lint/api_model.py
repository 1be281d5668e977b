"""AWS's own description of the Image Builder API, read as data from the installed botocore.

botocore is not imported: its client checks neither patterns nor enums, and its import costs
more than the whole check. The model is `data/imagebuilder/2019-12-02/service-2.json[.gz]`.
CloudFormation spells the same requests with capitals; this module knows both spellings.
"""

from __future__ import annotations

import gzip
import importlib.util
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from generator.errors import LintUnavailableError

Shape = Mapping[str, Any]
"""One shape of a service model: type, members, min, max, pattern, enum."""

RESOURCE_PREFIX = "AWS::ImageBuilder::"

_API_VERSION = Path("data", "imagebuilder", "2019-12-02")

_REINSTALL = "reinstall amifactory, or run: pip install --force-reinstall botocore"

_WITHOUT_PROPERTY = frozenset(
    {
        "clientToken",  # CloudFormation sends its own
        "dryRun",  # CloudFormation has other ways to try a change
    }
)

_RENAMED = {
    # the schemas kept the short name when the API began to say which kind of version it is
    ("CreateComponentRequest", "semanticVersion"): "Version",
    ("CreateContainerRecipeRequest", "semanticVersion"): "Version",
    ("CreateImageRecipeRequest", "semanticVersion"): "Version",
    ("CreateWorkflowRequest", "semanticVersion"): "Version",
    # the schema names the property after its type
    ("AmiDistributionConfiguration", "launchPermission"): "LaunchPermissionConfiguration",
}

READ_ONLY: Mapping[str, frozenset[str]] = {
    "CreateComponentRequest": frozenset({"Arn", "Encrypted", "LatestVersion", "Type"}),
    "CreateContainerRecipeRequest": frozenset({"Arn", "LatestVersion"}),
    "CreateDistributionConfigurationRequest": frozenset({"Arn"}),
    "CreateImageRequest": frozenset({"Arn", "ImageId", "ImageUri", "LatestVersion", "Name"}),
    "CreateImagePipelineRequest": frozenset({"Arn", "DeploymentId"}),
    "CreateImageRecipeRequest": frozenset({"Arn", "LatestVersion"}),
    "CreateInfrastructureConfigurationRequest": frozenset({"Arn"}),
    "CreateLifecyclePolicyRequest": frozenset({"Arn"}),
    "CreateWorkflowRequest": frozenset({"Arn", "LatestVersion"}),
}
"""Properties the service sets; the registry schemas' readOnlyProperties."""

CLOUDFORMATION_ONLY: Mapping[str, frozenset[str]] = {
    "CreateImageRequest": frozenset(
        {
            "DeletionSettings",  # read by CloudFormation when it deletes the resource
            "ImagePipelineExecutionSettings",  # StartImagePipelineExecution instead of CreateImage
        }
    ),
}
"""Properties that never reach the create request."""

_REQUIRED_UNLESS = {
    # with these settings CloudFormation starts a pipeline, which has its own infrastructure
    ("CreateImageRequest", "InfrastructureConfigurationArn"): "ImagePipelineExecutionSettings",
}


@dataclass(frozen=True, slots=True)
class Model:
    """The shapes of the service by name, and the request shape of every operation."""

    shapes: Mapping[str, Shape]
    requests: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Required:
    """A property that must be there, unless the property `unless` is."""

    name: str
    unless: str | None


@lru_cache(maxsize=1)
def model() -> Model:
    """The Image Builder model of the installed botocore.

    Raises LintUnavailableError when botocore is not installed or its model cannot be read.
    """
    found = importlib.util.find_spec("botocore")
    if found is None or not found.submodule_search_locations:
        raise LintUnavailableError("botocore is not installed", _REINSTALL)
    return read_model(Path(found.submodule_search_locations[0]) / _API_VERSION)


_UNREADABLE = (
    *(OSError, EOFError, zlib.error),  # no file, or not all of it
    *(ValueError, LookupError, TypeError, AttributeError),  # no JSON, or another format
)


def read_model(folder: Path) -> Model:
    """Read service-2.json, packed or not; raises LintUnavailableError when that cannot be done."""
    packed, plain = folder / "service-2.json.gz", folder / "service-2.json"
    try:
        text = gzip.decompress(packed.read_bytes()) if packed.exists() else plain.read_bytes()
        service = json.loads(text)
        operations = service["operations"].items()
        requests = {name: it["input"]["shape"] for name, it in operations if "input" in it}
        return Model(service["shapes"], requests)
    except _UNREADABLE as error:
        message = f"cannot read botocore's Image Builder model in {folder}: {error}"
        raise LintUnavailableError(message, _REINSTALL) from error


def request_shape(resource_type: object) -> str | None:
    """The create request of a CloudFormation type; None for types of other services."""
    if not isinstance(resource_type, str) or not resource_type.startswith(RESOURCE_PREFIX):
        return None  # without reading the model
    return _requests().get(resource_type)


@lru_cache(maxsize=1)
def _requests() -> Mapping[str, str]:
    operations = model().requests.items()
    return {
        RESOURCE_PREFIX + name.removeprefix("Create"): request
        for name, request in operations
        if name.startswith("Create")
    }


def properties(shape_name: str) -> dict[str, str]:
    """A structure's properties in CloudFormation's spelling, each with its shape's name."""
    members = model().shapes[shape_name].get("members", {})
    return {
        _property_name(shape_name, member): target["shape"]
        for member, target in members.items()
        if member not in _WITHOUT_PROPERTY
    }


def required_properties(shape_name: str) -> tuple[Required, ...]:
    """What a structure cannot do without, in the model's order."""
    members = model().shapes[shape_name].get("required", ())
    names = [_property_name(shape_name, it) for it in members if it not in _WITHOUT_PROPERTY]
    return tuple(Required(name, _REQUIRED_UNLESS.get((shape_name, name))) for name in names)


def _property_name(shape_name: str, member: str) -> str:
    return _RENAMED.get((shape_name, member)) or member[0].upper() + member[1:]
