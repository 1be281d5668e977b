"""The rest of the local AWS as Image Builder meets it: what exists, and what a name stands for."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from generator.localaws.clock import clock
from generator.localaws.imagebuilder.arns import read_arn
from generator.localaws.imagebuilder.exceptions import bad_value
from generator.localaws.inside import client

if TYPE_CHECKING:
    from generator.localaws.imagebuilder.models import ImageBuilderBackend


def aws(backend: ImageBuilderBackend, service: str, region: str = "", account: str = "") -> Any:
    """A client of another service, of this account and region unless told otherwise."""
    return client(service, region or backend.region_name, account or backend.account_id)


def moment() -> str:
    """Now as Image Builder writes it: DateTime is a string in its model."""
    return clock.now().isoformat(timespec="milliseconds").replace("+00:00", "Z")


def said(error: ClientError) -> str:
    """What another service said."""
    message: str = error.response.get("Error", {}).get("Message", str(error))
    return message


def check_instance_profile(backend: ImageBuilderBackend, name: str) -> None:
    """The instance profile must exist (CreateInfrastructureConfiguration in botocore's model)."""
    if not any(name == it.name for iam in _iam(backend) for it in iam.get_instance_profiles()):
        why = "The provided instance profile does not exist."
        raise bad_value("instanceProfileName", why)


def check_role(backend: ImageBuilderBackend, role: str) -> None:
    """An execution role, by name or ARN, must exist."""
    name = role.rpartition("/")[2]
    if not any(name == it.name for iam in _iam(backend) for it in iam.get_roles()):
        raise bad_value("executionRole", f"The role '{role}' does not exist.")


def _iam(backend: ImageBuilderBackend) -> Iterator[Any]:
    """The account's IAM; moto takes requests to that of GovCloud for the commercial one's."""
    from moto.iam import iam_backends

    for partition in dict.fromkeys((backend.partition, "aws")):
        yield iam_backends[backend.account_id][partition]


def check_topic(backend: ImageBuilderBackend, topic: str) -> None:
    """The topic must exist: it is validated at create and update (botocore's model)."""
    try:
        aws(backend, "sns").get_topic_attributes(TopicArn=topic)
    except ClientError:
        raise bad_value("snsTopicArn", f"The topic '{topic}' does not exist.") from None


def check_key(backend: ImageBuilderBackend, key: str, region: str) -> None:
    """A KMS key, by id, alias or ARN, must exist in the region; ClientError when it does not."""
    account = key.split(":")[4] if key.startswith("arn:") else ""
    aws(backend, "kms", region, account).describe_key(KeyId=key)


def image_of(backend: ImageBuilderBackend, ami: str) -> Mapping[str, Any]:
    """An AMI that this account may launch; Refusal when there is none."""
    try:
        found = aws(backend, "ec2").describe_images(ImageIds=[ami])["Images"]
    except ClientError as error:
        raise bad_value("parentImage", said(error)) from None
    if not found:
        raise bad_value("parentImage", f"The AMI '{ami}' does not exist, or is not shared.")
    first: Mapping[str, Any] = found[0]
    return first


def parent_ami(backend: ImageBuilderBackend, parent: str) -> str:
    """The AMI that a recipe's ParentImage stands for now.

    Raises:
        Refusal: when it stands for none.

    """
    if parent.startswith("ssm:"):
        return _parameter(backend, parent.removeprefix("ssm:"))
    if parent.startswith("arn:"):
        return _of_image(backend, parent)
    if parent.startswith("prod-"):
        return catalogue_ami(backend, parent)
    return str(image_of(backend, parent)["ImageId"])


def _parameter(backend: ImageBuilderBackend, name: str) -> str:
    short = name.partition(":parameter")[2] if name.startswith("arn:") else name
    try:
        found = aws(backend, "ssm").get_parameter(Name=short)["Parameter"]["Value"]
    except ClientError:
        raise bad_value("parentImage", f"The parameter '{short}' cannot be read.") from None
    return str(image_of(backend, found)["ImageId"])


def _of_image(backend: ImageBuilderBackend, text: str) -> str:
    arn = read_arn(text)
    if arn.managed:
        return catalogue_ami(backend, arn.name)
    ready = [
        one
        for one in backend.arns("Image")
        if arn.selects(one) and _status(backend, str(one)) == "AVAILABLE"
    ]
    newest = max(ready, key=lambda one: one.numbers, default=None)
    if newest is None:
        raise bad_value("parentImage", f"No available image matches '{text}'.")
    made = backend.shelves["Image"][str(newest)]["outputResources"]["amis"]
    here = [it for it in made if it["region"] == backend.region_name]
    if not here:
        raise bad_value("parentImage", f"'{newest}' has no AMI in {backend.region_name}.")
    return str(here[0]["image"])


def _status(backend: ImageBuilderBackend, image: str) -> str:
    return str(backend.shelves["Image"][image]["state"]["status"])


def catalogue_ami(backend: ImageBuilderBackend, name: str) -> str:
    """The AMI of an image that AWS or the Marketplace offers by name; made when first needed."""
    from generator.localaws.source_images import amazon_linux, seed_ami, windows

    digest = hashlib.sha256(f"{backend.region_name}/{name}".encode()).hexdigest()[:17]
    image = windows(name) if "windows" in name else amazon_linux(name)
    return seed_ami(f"ami-{digest}", backend.region_name, backend.account_id, image)
