"""Image Builder's resource types in CloudFormation, made by the same code as the API's."""

from __future__ import annotations

import uuid
from typing import Any

from moto.core.common_models import CloudFormationModel

from generator.localaws.clock import clock
from generator.localaws.emulated import Emulated
from generator.localaws.imagebuilder import images, making, ordering
from generator.localaws.imagebuilder.answers import check
from generator.localaws.imagebuilder.arns import latest_references, read_arn
from generator.localaws.imagebuilder.exceptions import Refusal, not_emulated
from generator.localaws.imagebuilder.kinds import kind, model
from generator.localaws.imagebuilder.models import imagebuilder_backends
from generator.localaws.imagebuilder.shapes import from_properties

EMULATES = (
    Emulated(
        "Resources are made by the API's own calls, properties spelt as the registry schemas do",
        "registry schemas and botocore's model",
    ),
    Emulated("The words of a refusal in a stack's events", "unverified"),
)

LATEST = {"Arn": "latestVersionArn", "Major": "latestMajorVersionArn",
          "Minor": "latestMinorVersionArn", "Patch": "latestPatchVersionArn"}  # fmt: skip
"""Attributes of LatestVersion -> the API's names."""

PIPELINE_RUN = "ImagePipelineExecutionSettings"
HANDLER_CODES = {
    "ResourceAlreadyExistsException": "AlreadyExists",
    "ResourceNotFoundException": "NotFound",
    "ResourceDependencyException": "ResourceConflict",
    "ServiceQuotaExceededException": "ServiceLimitExceeded",
    "NotStabilized": "NotStabilized",
}
"""Image Builder's errors -> CloudFormation's handler error codes; all others InvalidRequest."""


class ResourceRefusedError(Exception):
    """A resource that Image Builder refuses, in the words of a stack's event."""

    def __init__(self, type_: str, refusal: Refusal) -> None:
        self.code = HANDLER_CODES.get(refusal.code, "InvalidRequest")
        message = f"{refusal.message} (Service: Imagebuilder, Error Code: {refusal.code})"
        if self.code == "AlreadyExists":
            known = refusal.message.split("'")[-2]
            message = f"Resource of type '{type_}' with identifier '{known}' already exists."
        told = f'Resource handler returned message: "{message}"'
        super().__init__(f"{told} (RequestToken: {uuid.uuid4()}, HandlerErrorCode: {self.code})")


class _Resource:
    """What the resource types have in common."""

    KIND = ""

    def __init__(self, arn: str, account_id: str, region_name: str) -> None:
        self.arn = arn
        self.account_id = account_id
        self.region_name = region_name

    @property
    def record(self) -> dict[str, Any]:
        """What Image Builder keeps of it."""
        backend = imagebuilder_backends[self.account_id][self.region_name]
        found: dict[str, Any] = backend.shelves[self.KIND][self.arn]
        return found

    @property
    def physical_resource_id(self) -> str:
        """The ARN: primary identifier in all registry schemas of the service."""
        return self.arn

    @staticmethod
    def cloudformation_name_type() -> str:
        """No name is made up: Name is required in the schemas."""
        return ""

    @classmethod
    def cloudformation_type(cls) -> str:
        """As templates name it."""
        return f"AWS::ImageBuilder::{cls.KIND}"

    @classmethod
    def has_cfn_attr(cls, attr: str) -> bool:
        """Any property, and what the schemas mark as read-only; the engine knows the schema."""
        return bool(attr)

    def get_cfn_attribute(self, attribute_name: str) -> Any:
        """The value of Fn::GetAtt; KeyError when there is none."""
        first, _, rest = attribute_name.partition(".")
        if first == "LatestVersion":
            return latest_references(read_arn(self.arn))[LATEST[rest]]
        if first in ("ImageId", "ImageUri"):
            return self._output(first)
        return self.record[first[0].lower() + first[1:]]

    def _output(self, attribute: str) -> str:
        made = self.record.get("outputResources", {}).get("amis", [])
        here = [it["image"] for it in made if it["region"] == self.region_name]
        return str(here[0]) if here and attribute == "ImageId" else ""

    def is_created(self) -> bool:
        """Made at once; an image when its build is done.

        Raises:
            ResourceRefusedError: when the build of an image failed or was cancelled.

        """
        if self.KIND != "Image":
            return True
        state = self.record["state"]
        if state["status"] in ("FAILED", "CANCELLED"):
            refusal = Refusal("NotStabilized", state.get("reason", state["status"]))
            raise ResourceRefusedError(self.cloudformation_type(), refusal)
        return bool(state["status"] == "AVAILABLE")

    @classmethod
    def create_from_cloudformation_json(
        cls,
        resource_name: str,  # noqa: ARG003  # moto's interface
        cloudformation_json: dict[str, Any],
        account_id: str,
        region_name: str,
        **_: Any,
    ) -> Any:
        """Create it; ResourceRefusedError when Image Builder refuses."""
        backend = imagebuilder_backends[account_id][region_name]
        properties = cloudformation_json.get("Properties", {})
        try:
            with clock.lock:
                made = _create(backend, cls.KIND, properties)
        except Refusal as refusal:
            raise ResourceRefusedError(cls.cloudformation_type(), refusal) from None
        return cls(made, account_id, region_name)

    @classmethod
    def update_from_cloudformation_json(
        cls,
        original_resource: Any,
        new_resource_name: str,  # noqa: ARG003  # moto's interface
        cloudformation_json: dict[str, Any],
        account_id: str,
        region_name: str,
    ) -> Any:
        """Change it in place; ResourceRefusedError when Image Builder refuses."""
        backend = imagebuilder_backends[account_id][region_name]
        properties = cloudformation_json.get("Properties", {})
        arn = original_resource.physical_resource_id
        try:
            with clock.lock:
                _update(backend, cls.KIND, arn, properties)
        except Refusal as refusal:
            raise ResourceRefusedError(cls.cloudformation_type(), refusal) from None
        return cls(arn, account_id, region_name)

    @classmethod
    def delete_from_cloudformation_json(
        cls,
        resource_name: str,
        cloudformation_json: dict[str, Any],  # noqa: ARG003  # moto's interface
        account_id: str,
        region_name: str,
    ) -> None:
        """Delete it by its physical id; what is gone is as good."""
        backend = imagebuilder_backends[account_id][region_name]
        of = kind(cls.KIND)
        if resource_name not in backend.shelves[cls.KIND]:
            return
        remove = images.delete if cls.KIND == "Image" else None
        asked = {of.arn_key: resource_name}
        try:
            with clock.lock:
                remove(backend, asked) if remove else making.delete(backend, of, asked)
        except Refusal as refusal:
            raise ResourceRefusedError(cls.cloudformation_type(), refusal) from None

    def delete(self, account_id: str, region_name: str) -> None:
        """Moto's other way to delete."""
        type(self).delete_from_cloudformation_json(self.arn, {}, account_id, region_name)


def _request(properties: dict[str, Any], operation: str) -> dict[str, Any]:
    shape = model().operation_model(operation).input_shape
    asked: dict[str, Any] = from_properties(shape, properties)
    known = {key: value for key, value in asked.items() if value is not None}
    whole = known | {"clientToken": str(uuid.uuid4())}
    check(shape, whole)
    return whole


def _create(backend: Any, name: str, properties: dict[str, Any]) -> str:
    of = kind(name)
    if name != "Image":
        return str(making.create(backend, of, _request(properties, f"Create{name}"))[of.arn_key])
    if PIPELINE_RUN in properties or "DeletionSettings" in properties:
        raise not_emulated("AWS::ImageBuilder::Image with these settings")
    asked = _request(properties, "CreateImage")
    return str(ordering.create_image(backend, asked)["imageBuildVersionArn"])


def _update(backend: Any, name: str, arn: str, properties: dict[str, Any]) -> None:
    of = kind(name)
    record = making.own_record(backend, of, arn)
    if f"Update{name}" in model().operation_names:
        fixed = {"Name", "Tags"}
        changed = {key: value for key, value in properties.items() if key not in fixed}
        given = {of.arn_key[0].upper() + of.arn_key[1:]: arn}
        making.update(backend, of, _request(changed | given, f"Update{name}"))
        record = making.own_record(backend, of, arn)
    record["tags"] = dict(properties.get("Tags", {}))


class Component(_Resource, CloudFormationModel):  # type: ignore[misc]  # moto ships no types
    """AWS::ImageBuilder::Component."""

    __module__ = "moto.imagebuilder.models"
    KIND = "Component"


class ImageRecipe(_Resource, CloudFormationModel):  # type: ignore[misc]  # moto ships no types
    """AWS::ImageBuilder::ImageRecipe."""

    __module__ = "moto.imagebuilder.models"
    KIND = "ImageRecipe"


class InfrastructureConfiguration(_Resource, CloudFormationModel):  # type: ignore[misc]  # no types
    """AWS::ImageBuilder::InfrastructureConfiguration."""

    __module__ = "moto.imagebuilder.models"
    KIND = "InfrastructureConfiguration"


class DistributionConfiguration(_Resource, CloudFormationModel):  # type: ignore[misc]  # no types
    """AWS::ImageBuilder::DistributionConfiguration."""

    __module__ = "moto.imagebuilder.models"
    KIND = "DistributionConfiguration"


class ImagePipeline(_Resource, CloudFormationModel):  # type: ignore[misc]  # moto ships no types
    """AWS::ImageBuilder::ImagePipeline."""

    __module__ = "moto.imagebuilder.models"
    KIND = "ImagePipeline"


class LifecyclePolicy(_Resource, CloudFormationModel):  # type: ignore[misc]  # moto ships no types
    """AWS::ImageBuilder::LifecyclePolicy."""

    __module__ = "moto.imagebuilder.models"
    KIND = "LifecyclePolicy"


class Workflow(_Resource, CloudFormationModel):  # type: ignore[misc]  # moto ships no types
    """AWS::ImageBuilder::Workflow."""

    __module__ = "moto.imagebuilder.models"
    KIND = "Workflow"


class Image(_Resource, CloudFormationModel):  # type: ignore[misc]  # moto ships no types
    """AWS::ImageBuilder::Image, which is there when its build is done."""

    __module__ = "moto.imagebuilder.models"
    KIND = "Image"
