"""EC2: the AMIs of an account, who may launch them, who runs them, and which parameters hold them.

Only own AMIs: EC2 tells launch permissions to an AMI's owner alone (DescribeImageAttribute).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from generator.aws.build_values import moment
from generator.aws.failures import translated
from generator.aws.session import client
from generator.errors import DeniedError
from generator.ports.builds import ImageFacts

FILTER_VALUES = 200
"""Values of one EC2 filter, at most."""
PARAMETERS = 10
"""Names of one request, at most (SSM GetParameters)."""
ALIVE = ("pending", "running", "shutting-down", "stopping", "stopped")

Answer = Mapping[str, Any]


class Ec2Amis:
    """The port `Amis`, by boto3."""

    def __init__(self, ec2: Any, ssm: Any) -> None:
        self._ec2 = ec2
        self._ssm = ssm

    def tagged(self, tags: Mapping[str, str]) -> tuple[ImageFacts, ...]:
        """Own AMIs that have these tags; an empty value means any."""
        filters = [
            {"Name": f"tag:{key}", "Values": [_literal(value)]}
            if value
            else {"Name": "tag-key", "Values": [_literal(key)]}
            for key, value in tags.items()
        ]
        return tuple(self._facts(each) for each in self._images(filters))

    def describe(self, ids: tuple[str, ...]) -> tuple[ImageFacts, ...]:
        """Own AMIs by id, those that exist, with who may launch them and who runs them."""
        found = [
            image
            for some in _batches(ids, FILTER_VALUES)
            for image in self._images([{"Name": "image-id", "Values": list(some)}])
        ]
        running = self._instances(ids) if found else None
        return tuple(self._facts(image, self._shared(image["ImageId"]), running) for image in found)

    def parameters(self, names: tuple[str, ...]) -> Mapping[str, str]:
        """Values of Systems Manager parameters, those that exist (GetParameters)."""
        held: dict[str, str] = {}
        for some in _batches(names, PARAMETERS):
            with translated("read Systems Manager parameters"):
                answer = self._ssm.get_parameters(Names=list(some))
            held |= {each["Name"]: each["Value"] for each in answer["Parameters"]}
        return held

    def _images(self, filters: list[dict[str, Any]]) -> Iterator[Answer]:
        """Own AMIs, disabled ones too."""
        with translated("list AMIs"):
            pages = self._ec2.get_paginator("describe_images")
            for page in pages.paginate(Owners=["self"], IncludeDisabled=True, Filters=filters):
                yield from page["Images"]

    def _shared(self, image: str) -> tuple[str, ...]:
        with translated(f"read who may launch {image}"):
            answer = self._ec2.describe_image_attribute(ImageId=image, Attribute="launchPermission")
        entries = answer.get("LaunchPermissions", ())
        return tuple(sorted(value for entry in entries for value in entry.values()))

    def _instances(self, ids: Sequence[str]) -> Counter[str] | None:
        """Instances of this account by the AMI they run; None when nobody may ask."""
        counted: Counter[str] = Counter()
        try:
            for some in _batches(ids, FILTER_VALUES):
                counted.update(self._running(list(some)))
        except DeniedError:
            return None
        return counted

    def _running(self, ids: list[str]) -> Iterator[str]:
        filters = [
            {"Name": "image-id", "Values": ids},
            {"Name": "instance-state-name", "Values": list(ALIVE)},
        ]
        with translated("list instances"):
            for page in self._ec2.get_paginator("describe_instances").paginate(Filters=filters):
                for reservation in page["Reservations"]:
                    yield from (each["ImageId"] for each in reservation["Instances"])

    def _facts(
        self, image: Answer, shared: tuple[str, ...] = (), running: Counter[str] | None = None
    ) -> ImageFacts:
        volumes = [each.get("Ebs") or {} for each in image.get("BlockDeviceMappings", ())]
        return ImageFacts(
            id=image["ImageId"],
            name=image.get("Name", ""),
            region=self._ec2.meta.region_name,
            state=image.get("State", ""),
            owner=image.get("OwnerId", ""),
            created=moment(image.get("CreationDate")),
            deprecated=moment(image.get("DeprecationTime")),
            parent=image.get("SourceImageId", ""),
            architecture=image.get("Architecture", ""),
            platform=image.get("PlatformDetails") or image.get("Platform") or "",
            public=bool(image.get("Public")),
            encrypted=any(each.get("Encrypted") for each in volumes),
            tags={tag["Key"]: tag["Value"] for tag in image.get("Tags", ())},
            last_launched=moment(image.get("LastLaunchedTime")),
            shared=shared,
            instances=None if running is None else running[image["ImageId"]],
        )


def connect(region: str | None, profile: str | None) -> Ec2Amis:
    """The AMIs of an account and region.

    Raises:
        AccessError: without a region, for an unknown profile or a broken configuration.
    """
    return Ec2Amis(client("ec2", region, profile), client("ssm", region, profile))


def _literal(text: str) -> str:
    r"""A filter value that means itself: EC2 takes `*` and `?` for wildcards, `\` escapes."""
    return "".join(f"\\{char}" if char in "*?\\" else char for char in text)


def _batches(items: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    return (items[start : start + size] for start in range(0, len(items), size))
