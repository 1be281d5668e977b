"""`amis[]`: one image."""

import re
from typing import Annotated, Literal

from pydantic import Field

from generator.payload.distribution import LaunchTemplateField, RegionField, RegionTarget
from generator.payload.fields import (
    Boolean,
    Section,
    Text,
    choice,
    entries,
    key,
    pattern,
    whole_number,
)
from generator.payload.identifiers import (
    Account,
    DeviceName,
    KmsKey,
    OrganizationalUnitArn,
    OrganizationArn,
    ParameterName,
    Sha256,
    Version,
    WatermarkName,
)
from generator.payload.lifecycle import Lifecycle
from generator.payload.schedule import ScheduleField, ScheduleKeysField
from generator.payload.source_image import SourceImageField
from generator.payload.url import BootstrapUrl
from generator.payload.uses import ComponentUse, TestsField, WorkflowUse

WINDOWS_DOCUMENT = "DefaultWindowsAmiDocument"

ImageName = Annotated[
    str,
    pattern(
        r"[A-Za-z0-9](?:[A-Za-z0-9 _-]{0,62}[A-Za-z0-9])?",
        "an image name",
        hint="1 to 64 letters, digits, spaces, hyphens and underscores",
    ),
]
DocumentName = Annotated[
    str,
    pattern(
        r"[A-Za-z0-9_.-]{3,128}",
        "the name of an SSM document",
        hint="DefaultLinuxAmiDocument, DefaultWindowsAmiDocument, or the name of your own",
    ),
]
AmiName = Annotated[
    str,
    pattern(
        r"[A-Za-z0-9_{-][A-Za-z0-9_\s:{}.-]{1,125}[A-Za-z0-9_}-]",
        "an AMI name that Image Builder accepts",
        hint="3 to 127 letters, digits, spaces and -_.:, with {{ imagebuilder:buildDate }} in it",
    ),
]
Description = Annotated[
    str, pattern(r"[^\x00-\x1f]{1,1024}", "a description", hint="at most 1024 characters")
]


class Volume(Section):
    """A volume of the build instance and of the AMI."""

    device: DeviceName = key("Device name.", ..., "/dev/xvda")
    size_gib: Annotated[int, whole_number(1, 16000, "GiB")] | None = Field(
        None, alias="sizeGiB", description="Size in GiB; the source's by default."
    )
    type: Annotated[str, choice("gp3", "gp2", "io1", "io2", "st1", "sc1", "standard")] = key(
        "Volume type.", "gp3"
    )
    iops: Annotated[int, whole_number(100, 64000, "IOPS")] | None = key(
        "For io1, io2 and gp3.", None
    )
    throughput: Annotated[int, whole_number(125, 1000, "MiB/s")] | None = key(
        "In MiB/s, gp3 only.", None
    )
    encrypted: Boolean = key("Encrypt the volume.", True)
    kms_key_id: KmsKey | None = key("Key of the volume; the image's by default.", None)


class ImageKeys(Section):
    """What an image may say, and what `defaults` may say for all of them."""

    source_image: SourceImageField | None = key(
        "What to build from: an AMI id, ssm:<parameter>, an Image Builder image ARN, "
        "or a Marketplace product id.",
        None,
        "ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64",
        "ami-0de53d8956e8dcf80",
    )
    bootstrap_url: BootstrapUrl | None = key(
        "Script that makes the image: https://, s3://, or a small file beside the payload, "
        "./script.sh, which becomes part of the template; .ps1 on Windows.",
        None,
        "https://example.com/bootstrap/web.sh",
    )
    bootstrap_sha256: Sha256 | None = key(
        "Digest the build verifies before it runs the script; by default that of "
        "amifactory.lock, or of the file.",
        None,
    )
    accounts: tuple[Account, ...] = entries("Accounts that may launch the AMI.", ["123456789012"])
    automation_document: DocumentName = key(
        "DefaultLinuxAmiDocument, DefaultWindowsAmiDocument, or an SSM document of your own "
        "(classic engine only); decides the platform.",
        "DefaultLinuxAmiDocument",
    )
    description: Description | None = key("Made from name and source by default.", None)
    architecture: Annotated[str, choice("x86_64", "arm64")] = key(
        "Processor architecture.", "x86_64"
    )
    organizations: tuple[OrganizationArn, ...] = Field(
        (), max_length=25, description="ARNs of organizations whose accounts may launch."
    )
    organizational_units: tuple[OrganizationalUnitArn, ...] = Field(
        (), max_length=25, description="ARNs of organizational units whose accounts may launch."
    )
    public: Boolean = key("Let everyone launch the AMI; needs confirmPublic.", False)
    confirm_public: Boolean = key("Says that `public: true` is meant.", False)
    encrypted: Boolean = key(
        "Encrypt the AMI: with the given key, with one the stack creates when the AMI is shared, "
        "else with the account's EBS key. A public AMI cannot be encrypted.",
        True,
    )
    copy_to_accounts: tuple[Account, ...] = Field(
        (), max_length=1536, description="Accounts that receive their own copy."
    )
    regions: tuple[RegionField, ...] = entries(
        "Regions the AMI goes to; the stack's own by default.", ["eu-west-1", "us-east-1"]
    )
    ami_name: AmiName | None = key(
        "Name of the AMI; must contain {{ imagebuilder:buildDate }}.",
        None,
        "web {{ imagebuilder:buildDate }}",
    )
    ami_tags: dict[Text, Text] = Field({}, description="Tags of the AMI besides the factory's.")
    watermarks: tuple[WatermarkName, ...] = Field(
        (), max_length=5, description="Lineage marks that follow every copy of the AMI."
    )
    volumes: tuple[Volume, ...] = entries("Volumes; by default the source's.")
    update_os: Annotated[str, choice("before", "after", "both", "never")] = key(
        "When the operating system is updated, seen from the bootstrap.", "before"
    )
    components: tuple[ComponentUse, ...] = entries(
        "What runs after the bootstrap, in order.", [{"name": "hardening"}]
    )
    tests: TestsField | None = key("What runs on an instance of the finished image.", None)
    scan: Boolean = key("Scan the result with Amazon Inspector.", False)
    schedule: ScheduleKeysField | None = key(
        "When the pipeline runs by itself.", None, "cron(0 4 ? * SUN *)"
    )
    lifecycle: Lifecycle | None = key("What happens to images as they age.", None)
    parameter: ParameterName | None = key(
        "SSM parameter that gets the AMI id in every region.", None, "/imagebuilder/web/ami"
    )
    launch_templates: tuple[LaunchTemplateField, ...] = entries(
        "Launch templates that get a new version.", ["lt-0123456789abcdef0"]
    )
    workflows: tuple[WorkflowUse, ...] = Field(
        (), max_length=10, description="Replace the service's workflows."
    )
    version: Version | None = key(
        "Pins the recipe's version; counted up automatically by default.", None, "1.4.0"
    )
    enabled: Boolean = key("false: the pipeline exists, its schedule does not run.", True)

    @property
    def platform(self) -> Literal["Linux", "Windows"]:
        """Linux or Windows, decided by the automation document."""
        return "Windows" if self.automation_document == WINDOWS_DOCUMENT else "Linux"


class Image(ImageKeys):
    """One image."""

    image_name: ImageName = key("Name of the image.", ..., "Webserver")
    source_image: SourceImageField = key(
        "What to build from: an AMI id, ssm:<parameter>, an Image Builder image ARN, "
        "or a Marketplace product id.",
        ...,
        "ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64",
        "ami-0de53d8956e8dcf80",
    )

    schedule: ScheduleField | None = key(
        "When the pipeline runs by itself.", None, "cron(0 4 ? * SUN *)"
    )

    @property
    def normalised(self) -> str:
        """The name as Image Builder normalises it for ARNs (CreateImageRecipe, `name`)."""
        return re.sub(r"[ _]", "-", self.image_name).lower()

    @property
    def shared(self) -> bool:
        """True when another account may launch or receive the AMI, in any region."""
        return _leaves(self) or any(_leaves(target) for target in self.regions)

    @property
    def only_changes(self) -> bool:
        """Whether a scheduled build waits for a change; a pinned source never changes."""
        wanted = self.schedule.when if self.schedule else None
        return self.source_image.changes if wanted is None else wanted == "changed"


def _leaves(place: ImageKeys | RegionTarget) -> bool:
    return bool(
        place.accounts
        or place.organizations
        or place.organizational_units
        or place.copy_to_accounts
    )
