"""Values that CloudFormation fills in at deploy time.

Text of the payload is always a plain str and is never substituted into; only these types
become intrinsic functions, and they are made from validated pieces.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pseudo:
    """Text with pseudo parameters or logical ids in it: arn:${AWS::Partition}:..."""

    text: str


@dataclass(frozen=True, slots=True)
class Ref:
    """What a reference to a resource or parameter gives; for Image Builder the ARN."""

    logical_id: str


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute of a resource."""

    logical_id: str
    name: str


Value = str | Pseudo | Ref | Attribute

REGION = Ref("AWS::Region")
ACCOUNT = Ref("AWS::AccountId")


def arn(
    service: str,
    resource: str,
    *,
    region: str = "${AWS::Region}",
    account: str = "${AWS::AccountId}",
) -> Pseudo:
    """An ARN of the deploying partition; region and account as well unless given."""
    return Pseudo(f"arn:${{AWS::Partition}}:{service}:{region}:{account}:{resource}")


def managed(kind: str, name: str) -> Pseudo:
    """The ARN of what AWS manages in every region: components, workflows, images."""
    return arn("imagebuilder", f"{kind}/{name}", account="aws")
