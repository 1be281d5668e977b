"""Where a generated payload lives, and identifiers that exist there."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

ACCOUNTS = ("111122223333", "123456789012", "222233334444", "012345678901", "000000000001")
BESIDE = Path(__file__).parent / "beside"
"""The folder generated payloads lie in: component and workflow documents are there."""

PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
_SIGNS = " !\"#$%&'()*+,-./:;<=>?@[\\]^_`|~"
_FOREIGN = "äéßñøŁž€…漢字日本語한글😀🎉→ЖдΩ"
TEXT = PLAIN + _SIGNS + _FOREIGN
"""Anything but braces, which CloudFormation and Image Builder give a meaning."""


@dataclass(frozen=True)
class World:
    """A partition, the stack's region where the payload pins it, and regions beside it."""

    partition: str
    home: str | None
    others: tuple[str, ...]

    @property
    def region(self) -> str:
        """The region of everything that names one."""
        return self.home or self.others[0]

    def arn(self, service: str, resource: str, region: str = "", account: str = ACCOUNTS[0]) -> str:
        """An ARN of the partition."""
        return f"arn:{self.partition}:{service}:{region}:{account}:{resource}"

    def key_in(self, region: str) -> str:
        """The ARN of a key."""
        return self.arn("kms", "key/1234abcd-12ab-34cd-56ef-1234567890ab", region)

    def organization(self, letter: str) -> str:
        """The ARN of an organization."""
        return self.arn("organizations", f"organization/o-{letter * 10}")

    def unit(self, letter: str) -> str:
        """The ARN of an organizational unit."""
        return self.arn("organizations", f"ou/o-{letter * 10}/ou-ab12-{letter * 8}")


WORLDS = (
    World("aws", None, ("eu-west-1", "us-east-1", "ap-southeast-2")),
    World("aws", "eu-west-1", ("us-east-1", "eu-central-1", "sa-east-1")),
    World("aws", "us-east-1", ("us-west-2", "ca-central-1")),
    World("aws-us-gov", "us-gov-west-1", ("us-gov-east-1",)),
    World("aws-cn", "cn-north-1", ("cn-northwest-1",)),
)
