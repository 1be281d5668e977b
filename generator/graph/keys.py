"""Which KMS key encrypts what."""

from __future__ import annotations

from generator.graph.access import CONSUME_KEY, Json, organization_condition
from generator.graph.naming import ImageNames
from generator.graph.nodes import Key
from generator.graph.values import REGION, Attribute, Value, arn
from generator.payload import keys
from generator.payload.distribution import RegionTarget
from generator.payload.factory import Factory
from generator.payload.image import Image

AMI_KEY = "AmiKey"


def key_value(written: str, region: Value = REGION) -> Value:
    """A key as the API takes it: an ARN. A short form belongs to the deploying account."""
    if written.startswith("arn:"):
        return written
    resource = written if written.startswith("alias/") else f"key/{written}"
    place = region if isinstance(region, str) else "${AWS::Region}"
    return arn("kms", resource, region=place)


def ami_key(
    image: Image, factory: Factory, names: ImageNames, region: Value, target: RegionTarget | None
) -> Value | None:
    """The key that encrypts the AMI in one region; None leaves it as its source is."""
    if not image.encrypted:
        return None
    written = keys.ami_key(factory, target)
    if written is not None:
        return key_value(written, region)
    if keys.needs_own_key(image, factory):
        return Attribute(names.logical(AMI_KEY), "Arn")
    return key_value(keys.DEFAULT_KEY, region)


def own_key(image: Image, names: ImageNames, tags: dict[str, str], position: int) -> Key:
    """The image's own key: its account administers it, those it is shared with may use it."""
    return Key(
        logical_id=names.logical(AMI_KEY),
        origin=("amis", position, "accounts" if image.accounts else "imageName"),
        image=image.image_name,
        description=f"Encrypts the AMIs of {names.resource}",
        statements=tuple(_consumers(image)),
        tags=tags,
        kept=True,
    )


def _consumers(image: Image) -> list[Json]:
    """One statement for accounts, one for organizations and their units."""
    statements = []
    accounts = sorted({*image.accounts, *image.copy_to_accounts}.union(*(
        {*(target.accounts or ()), *(target.copy_to_accounts or ())} for target in image.regions
    )))  # fmt: skip
    if accounts:
        roots = [arn("iam", "root", region="", account=account) for account in accounts]
        statements.append(
            {
                "Sid": "AccountsThatLaunch",
                "Effect": "Allow",
                "Principal": {"AWS": roots},
                "Action": list(CONSUME_KEY),
                "Resource": "*",
            }
        )
    organizations = [*image.organizations, *image.organizational_units]
    for target in image.regions:
        organizations += [*(target.organizations or ()), *(target.organizational_units or ())]
    for number, condition in enumerate(organization_condition(organizations)):
        statements.append(
            {
                "Sid": f"OrganizationsThatLaunch{number or ''}",
                "Effect": "Allow",
                "Principal": {"AWS": "*"},
                "Action": list(CONSUME_KEY),
                "Resource": "*",
                "Condition": condition,
            }
        )
    return statements
