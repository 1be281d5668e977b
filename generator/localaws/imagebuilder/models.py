"""What Image Builder keeps of one account and region."""

from __future__ import annotations

from typing import Any

from boto3 import Session
from moto.core.base_backend import BackendDict, BaseBackend

from generator.localaws.clock import Due
from generator.localaws.imagebuilder.arns import Arn, newest, read_arn
from generator.localaws.imagebuilder.exceptions import not_found
from generator.localaws.imagebuilder.kinds import NAMES, kind_at
from generator.localaws.imagebuilder.managed import managed_record

Record = dict[str, Any]
"""A thing as a Get reply spells it, and what we remember beside."""


class ImageBuilderBackend(BaseBackend):  # type: ignore[misc]  # moto ships no types
    """The records of one account and region."""

    __module__ = "moto.imagebuilder.models"

    def __init__(self, region_name: str, account_id: str) -> None:
        super().__init__(region_name, account_id)
        self.shelves: dict[str, dict[str, Record]] = {name: {} for name in NAMES}
        """Kind -> ARN -> record, in order of creation."""
        self.tokens: dict[tuple[str, str], tuple[Record, Record]] = {}
        """(operation, client token) -> (request, reply)."""
        self.builds: dict[str, Any] = {}
        """ARN of an image -> its build."""
        self.schedules: dict[str, Due] = {}
        """ARN of a pipeline -> its next run."""

    def arn(self, path: str, name: str, version: str = "", build: str = "") -> Arn:
        """An ARN of this account and region."""
        return Arn(self.partition, self.region_name, self.account_id, path, name, version, build)

    def arns(self, kind: str) -> list[Arn]:
        """The ARNs of a kind, in order of creation."""
        return [read_arn(text) for text in self.shelves[kind]]

    def resolve(self, text: str) -> Arn:
        """The newest thing that an ARN stands for, of AWS's own too.

        Raises:
            Refusal: when there is none.

        """
        wanted = read_arn(text)
        if wanted.managed:
            return read_arn(managed_record(wanted)["arn"])
        found = newest(arn for arn in self.arns(kind_at(wanted.path).name) if wanted.selects(arn))
        if found is None:
            raise not_found(text)
        return found

    def get(self, text: str) -> Record:
        """The record that an ARN stands for; Refusal when there is none."""
        arn = self.resolve(text)
        if arn.managed:
            return managed_record(arn)
        return self.shelves[kind_at(arn.path).name][str(arn)]


def _regions() -> list[str]:
    """Every region that has EC2: botocore lists none for Image Builder."""
    session = Session()
    partitions = session.get_available_partitions()
    return [it for part in partitions for it in session.get_available_regions("ec2", part)]


imagebuilder_backends: Any = BackendDict(
    ImageBuilderBackend, "imagebuilder", use_boto3_regions=False, additional_regions=_regions()
)
"""Account -> region -> records."""
