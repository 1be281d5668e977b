"""Distribution: copies, launch permissions, launch templates and parameters of an AMI."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from generator.localaws.emulated import Emulated
from generator.localaws.imagebuilder import naming
from generator.localaws.imagebuilder.failing import BuildError, RegionFailure
from generator.localaws.imagebuilder.world import aws, check_key, said

if TYPE_CHECKING:
    from generator.localaws.imagebuilder.building import Build
    from generator.localaws.imagebuilder.runs import StepRun

EMULATES = (
    Emulated(
        "Copies go to other accounts only when those have the role"
        " EC2ImageBuilderDistributionCrossAccountRole; what it may do is not looked at",
        "EC2 Image Builder User Guide, cross-account distribution",
    ),
    Emulated(
        "Parameters outside /imagebuilder/ need an execution role",
        "AWS managed policy EC2ImageBuilderExecutionPolicy and the service-linked role",
    ),
    Emulated(
        "A KMS key for the build region encrypts a copy that takes the place of the AMI",
        "unverified",
    ),
    Emulated("Licences, faster launching and export to S3 fail the distribution", "unverified"),
)

ROLE = "EC2ImageBuilderDistributionCrossAccountRole"
UNKNOWN = {
    "licenseConfigurationArns": "ASSOCIATE_LICENSES",
    "fastLaunchConfigurations": "UPDATE_FAST_LAUNCH_CONFIGURATIONS",
    "s3ExportConfiguration": "EXPORT_AMI",
}
"""What the local AWS cannot do -> ImageConfigurationStep."""

Region = Mapping[str, Any]


def entries(build: Build) -> list[Region]:
    """The regions of the distribution configuration."""
    found = build.image.get("distributionConfiguration", {}).get("distributions", [])
    return list(found)


def entry_of(build: Build, region: str) -> Region:
    """AMI settings of a region; empty when it has none."""
    found = [it for it in entries(build) if it["region"] == region]
    settings: Region = found[0].get("amiDistributionConfiguration", {}) if found else {}
    return settings


def output(build: Build, region: str, ami: str, account: str = "") -> dict[str, Any]:
    """An AMI as outputResources tells of it."""
    owner = account or build.backend.account_id
    image = aws(build.backend, "ec2", region, owner).describe_images(ImageIds=[ami])["Images"][0]
    told = {"region": region, "image": ami, "name": image.get("Name"), "accountId": owner}
    described = image.get("Description")
    return told | ({"description": described} if described else {})


def told_to_fail(build: Build, message: str) -> tuple[RegionFailure, ...]:
    """The last region fails, when a fault says that distribution does."""
    regions = [it["region"] for it in entries(build)] or [build.backend.region_name]
    return (RegionFailure(regions[-1], message),)


def _each(build: Build, step: StepRun, what: Any) -> None:
    """Do it for each region; one that fails does not keep the others from it."""
    failures: list[RegionFailure] = []
    for entry in entries(build):
        try:
            what(build, entry)
        except ClientError as error:
            failures.append(RegionFailure(entry["region"], said(error)))
        except BuildError as error:
            failures += error.regions
    if failures:
        places = ", ".join(f"{it.region} {it.account}".strip() for it in failures)
        message = f"Distribution failed for {places}: {failures[0].message}"
        raise BuildError(message, None, tuple(failures))
    step.outputs = {"images": [f"{it['region']}/{it['image']}" for it in build.made]}


def copy(build: Build, step: StepRun) -> None:
    """DistributeImage: an AMI in each region, and in each target account."""
    build.made = []
    if all(it["region"] != build.backend.region_name for it in entries(build)):
        build.made.append(output(build, build.backend.region_name, build.ami))
    _each(build, step, _copy)


def _copy(build: Build, entry: Region) -> None:
    region, wanted = entry["region"], entry.get("amiDistributionConfiguration", {})
    home = build.backend.account_id
    ami = _in_region(build, region, wanted)
    _dress(build, ami, region, home, wanted)
    build.made.append(output(build, region, ami))
    failures = []
    for account in wanted.get("targetAccountIds", []):
        try:
            _to_account(build, ami, region, account, wanted)
        except (ClientError, BuildError) as error:
            told = said(error) if isinstance(error, ClientError) else str(error)
            failures.append(RegionFailure(region, told, account))
    if failures:
        raise BuildError(failures[0].message, None, tuple(failures))


def _in_region(build: Build, region: str, wanted: Region) -> str:
    at_home = region == build.backend.region_name
    if wanted.get("kmsKeyId"):
        check_key(build.backend, wanted["kmsKeyId"], region)
    if at_home and not (wanted.get("kmsKeyId") or build.only_distributes):
        return build.ami
    request = _copy_request(build, build.ami, build.backend.region_name, wanted)
    ec2 = aws(build.backend, "ec2", region)
    made = str(ec2.copy_image(**request)["ImageId"])
    if at_home and not build.only_distributes:
        _replace(build, made, request["Name"])
    return made


def _replace(build: Build, made: str, name: str) -> None:
    """The encrypted copy takes the place of the AMI of the build phase."""
    ec2 = aws(build.backend, "ec2")
    ec2.deregister_image(ImageId=build.ami, DeleteAssociatedSnapshots=True)
    build.ami = made
    build.say([f"AMI {made} ({name}) is the encrypted copy"])


def _copy_request(build: Build, ami: str, source: str, wanted: Region) -> dict[str, Any]:
    key = {"Encrypted": True, "KmsKeyId": wanted["kmsKeyId"]} if wanted.get("kmsKeyId") else {}
    described = {"Description": wanted["description"]} if wanted.get("description") else {}
    name = naming.ami_name(build, wanted.get("name", ""))
    return key | described | {"SourceImageId": ami, "SourceRegion": source, "Name": name}


def _dress(build: Build, ami: str, region: str, account: str, wanted: Region) -> None:
    """Tag an AMI."""
    given = wanted.get("amiTags", {})
    tags = {key: naming.filled(build, value) for key, value in given.items()}
    tagged = naming.tag_list(tags | naming.own_tags(build))
    aws(build.backend, "ec2", region, account).create_tags(Resources=[ami], Tags=tagged)


def _to_account(build: Build, ami: str, region: str, account: str, wanted: Region) -> None:
    if account == build.backend.account_id:
        return
    try:
        aws(build.backend, "iam", "", account).get_role(RoleName=ROLE)
    except ClientError:
        message = f"The role {ROLE} cannot be assumed in account {account}."
        raise BuildError(message) from None
    there = aws(build.backend, "ec2", region, account)
    with _lent(build, ami, region, account):
        request = _copy_request(build, ami, region, wanted)
        made = there.copy_image(**request)["ImageId"]
    _dress(build, made, region, account, wanted)
    build.made.append(output(build, region, made, account))


class _lent:  # noqa: N801  # reads as a word of the with statement
    """An AMI that another account may copy meanwhile."""

    def __init__(self, build: Build, ami: str, region: str, account: str) -> None:
        self._ec2 = aws(build.backend, "ec2", region)
        self._ami = ami
        self._permission = [{"UserId": account}]

    def __enter__(self) -> None:
        self._ec2.modify_image_attribute(
            ImageId=self._ami, LaunchPermission={"Add": self._permission}
        )

    def __exit__(self, *_: object) -> None:
        self._ec2.modify_image_attribute(
            ImageId=self._ami, LaunchPermission={"Remove": self._permission}
        )


def share(build: Build, step: StepRun) -> None:
    """ModifyImageAttributes: launch permissions."""
    _each(build, step, _share)


def _share(build: Build, entry: Region) -> None:
    permission = entry.get("amiDistributionConfiguration", {}).get("launchPermission", {})
    added = [
        *({"UserId": it} for it in permission.get("userIds", [])),
        *({"Group": it} for it in permission.get("userGroups", [])),
        *({"OrganizationArn": it} for it in permission.get("organizationArns", [])),
        *({"OrganizationalUnitArn": it} for it in permission.get("organizationalUnitArns", [])),
    ]
    if not added:
        return
    region, ami = entry["region"], _ami_in(build, entry["region"])
    ec2 = aws(build.backend, "ec2", region)
    ec2.modify_image_attribute(ImageId=ami, LaunchPermission={"Add": added})


def _ami_in(build: Build, region: str, account: str = "") -> str:
    owner = account or build.backend.account_id
    found = [it for it in build.made if (it["region"], it["accountId"]) == (region, owner)]
    if not found:
        message = f"There is no AMI of account {owner} in {region}."
        raise BuildError(message, None, (RegionFailure(region, message, account),))
    return str(found[0]["image"])


def configure(build: Build, step: StepRun) -> None:
    """ApplyImageConfigurations: launch templates and parameters."""
    _each(build, step, _configure)


def _configure(build: Build, entry: Region) -> None:
    for key, name in UNKNOWN.items():
        if entry.get(key):
            message = f"The local AWS does not emulate {key}."
            failure = RegionFailure(entry["region"], message, "", name)
            raise BuildError(message, None, (failure,))
    for wanted in entry.get("launchTemplateConfigurations", []):
        _at(entry, "UPDATE_LAUNCH_TEMPLATES", lambda it=wanted: _template(build, entry, it))
    for wanted in entry.get("ssmParameterConfigurations", []):
        _at(entry, "PUT_SSM_PARAMETERS", lambda it=wanted: _parameter(build, entry, it))


def _at(entry: Region, name: str, what: Any) -> None:
    try:
        what()
    except ClientError as error:
        failure = RegionFailure(entry["region"], said(error), "", name)
        raise BuildError(said(error), None, (failure,)) from None


def _template(build: Build, entry: Region, wanted: Region) -> None:
    region, account = entry["region"], wanted.get("accountId", "")
    ec2 = aws(build.backend, "ec2", region, account)
    made = ec2.create_launch_template_version(
        LaunchTemplateId=wanted["launchTemplateId"],
        SourceVersion="$Latest",
        VersionDescription=f"Created by EC2 Image Builder for {build.arn}",
        LaunchTemplateData={"ImageId": _ami_in(build, region, account)},
    )
    if wanted.get("setDefaultVersion", True):
        number = made["LaunchTemplateVersion"]["VersionNumber"]
        ec2.modify_launch_template(
            LaunchTemplateId=wanted["launchTemplateId"], DefaultVersion=str(number)
        )


def _parameter(build: Build, entry: Region, wanted: Region) -> None:
    region, account = entry["region"], wanted.get("amiAccountId", "")
    name = wanted["parameterName"]
    if not name.startswith("/imagebuilder/") and "executionRole" not in build.image:
        message = f"The service-linked role may not write the parameter {name}."
        failure = RegionFailure(region, message, account, "PUT_SSM_PARAMETERS")
        raise BuildError(message, None, (failure,))
    aws(build.backend, "ssm", region, account).put_parameter(
        Name=name,
        Value=_ami_in(build, region, account),
        Type="String",
        DataType=wanted.get("dataType", "text"),
        Overwrite=True,
    )
