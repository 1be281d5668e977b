"""`regions` and `launchTemplates`: where an AMI goes."""

from typing import Annotated

from pydantic import Field

from generator.payload.fields import Boolean, Section, Text, entries, key, shorthand
from generator.payload.identifiers import (
    Account,
    KmsKey,
    LaunchTemplateId,
    OrganizationalUnitArn,
    OrganizationArn,
    Region,
)


class LaunchTemplate(Section):
    """A launch template that gets a new version with each AMI."""

    id: LaunchTemplateId = key("Id of the launch template.", ..., "lt-0123456789abcdef0")
    account: Account | None = key("Account that owns the template, when it is another one.", None)
    set_default: Boolean = key("Make the new version the default one.", True)


LaunchTemplateField = Annotated[LaunchTemplate, shorthand("id")]


class RegionTarget(Section):
    """A region the AMI goes to; what is given here replaces the image's own setting there."""

    name: Region = key("Region.", ..., "eu-west-1")
    kms_key_id: KmsKey | None = key("Key of that region that encrypts the AMI there.", None)
    accounts: tuple[Account, ...] | None = key("Accounts that may launch it there.", None)
    organizations: tuple[OrganizationArn, ...] | None = key("Organizations, likewise.", None)
    organizational_units: tuple[OrganizationalUnitArn, ...] | None = key("Units, likewise.", None)
    copy_to_accounts: tuple[Account, ...] | None = key("Accounts that get a copy there.", None)
    launch_templates: tuple[LaunchTemplateField, ...] = entries("Templates of that region.")
    ami_tags: dict[Text, Text] | None = Field(None, description="Tags of the AMI there.")


RegionField = Annotated[RegionTarget, shorthand("name")]
