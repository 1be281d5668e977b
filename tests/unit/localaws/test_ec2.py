"""AMIs in the local AWS: who sees and launches them, what they are made of, how they go."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from generator.localaws.clock import clock
from generator.localaws.door import local_aws
from generator.localaws.inside import client

OWNER, FRIEND, STRANGER = "123456789012", "111122223333", "444455556666"
REGION, SOURCE = "eu-west-1", "ami-0123456789abcdef0"


def ec2(account: str = OWNER, region: str = REGION) -> Any:
    return client("ec2", region, account)


def code(operation: Any, **asked: Any) -> str:
    with pytest.raises(ClientError) as caught:
        operation(**asked)
    return str(caught.value.response["Error"]["Code"])


def launch(account: str = OWNER, image: str = SOURCE, **said: Any) -> str:
    run = ec2(account).run_instances(ImageId=image, MinCount=1, MaxCount=1, **said)
    return str(run["Instances"][0]["InstanceId"])


def seen(account: str = OWNER, **asked: Any) -> list[str]:
    return [it["ImageId"] for it in ec2(account).describe_images(**asked)["Images"]]


@pytest.fixture(autouse=True)
def _aws() -> Iterator[None]:
    with local_aws() as aws:
        aws.seed_ami(SOURCE)
        yield


@pytest.fixture
def ami() -> str:
    """An AMI of the owner's, with a tag."""
    tags = [{"ResourceType": "image", "Tags": [{"Key": "secret", "Value": "yes"}]}]
    made = ec2().create_image(InstanceId=launch(), Name="golden", TagSpecifications=tags)
    return str(made["ImageId"])


def share(image: str, **permission: str) -> None:
    ec2().modify_image_attribute(ImageId=image, LaunchPermission={"Add": [permission]})


def test_a_shared_ami_is_seen_and_launched_by_those_it_is_shared_with(ami: str) -> None:
    share(ami, UserId=FRIEND)

    assert "InvalidAMIID.NotFound" == code(ec2(STRANGER).describe_images, ImageIds=[ami])
    assert [ami] == seen(FRIEND, ImageIds=[ami])
    assert ami in seen(FRIEND, ExecutableUsers=["self"])
    assert launch(FRIEND, ami).startswith("i-")
    assert "InvalidAMIID.NotFound" == code(
        ec2(STRANGER).run_instances, ImageId=ami, MinCount=1, MaxCount=1
    )


def test_tags_of_a_shared_ami_stay_with_its_owner(ami: str) -> None:
    share(ami, UserId=FRIEND)
    tagged = [{"Name": "tag:secret", "Values": ["yes"]}]

    assert not ec2(FRIEND).describe_images(ImageIds=[ami])["Images"][0].get("Tags")
    assert [ami] == seen(Filters=tagged)
    assert [] == seen(FRIEND, Filters=tagged)


def test_an_organization_s_accounts_see_what_is_shared_with_it(ami: str) -> None:
    organizations = client("organizations", "us-east-1", OWNER)
    arn = organizations.create_organization(FeatureSet="ALL")["Organization"]["Arn"]
    member = organizations.create_account(Email="a@example.com", AccountName="member")
    account = member["CreateAccountStatus"]["AccountId"]
    share(ami, OrganizationArn=arn)

    assert [ami] == seen(account, ImageIds=[ami])
    assert "InvalidAMIID.NotFound" == code(ec2(STRANGER).describe_images, ImageIds=[ami])


def test_a_disabled_ami_is_launched_by_nobody(ami: str) -> None:
    share(ami, UserId=FRIEND)
    ec2().disable_image(ImageId=ami)

    assert "InvalidAMIID.NotFound" == code(ec2(FRIEND).describe_images, ImageIds=[ami])
    assert "InvalidAMIID.Unavailable" == code(launch, image=ami)
    assert [] == seen(Owners=["self"])
    assert [ami] == seen(Owners=["self"], IncludeDisabled=True)


def test_an_unknown_ami_starts_nothing() -> None:
    assert "InvalidAMIID.NotFound" == code(launch, image="ami-0fedcba9876543210")


def test_an_ami_has_the_volumes_of_its_instance() -> None:
    device = {"DeviceName": "/dev/sdf", "Ebs": {"VolumeSize": 30, "Encrypted": True}}
    instance = launch(BlockDeviceMappings=[device])
    made = ec2().create_image(InstanceId=instance, Name="two volumes")["ImageId"]
    image = ec2().describe_images(ImageIds=[made])["Images"][0]
    volumes = {it["DeviceName"]: it["Ebs"] for it in image["BlockDeviceMappings"]}
    snapshots = ec2().describe_snapshots(SnapshotIds=[it["SnapshotId"] for it in volumes.values()])

    assert {"/dev/xvda": (8, False), "/dev/sdf": (30, True)} == {
        name: (it["VolumeSize"], it["Encrypted"]) for name, it in volumes.items()
    }
    assert {8, 30} == {it["VolumeSize"] for it in snapshots["Snapshots"]}


def test_names_are_taken_once(ami: str) -> None:
    assert "InvalidAMIName.Duplicate" == code(
        ec2().create_image, InstanceId=launch(), Name="golden"
    )
    assert "InvalidAMIName.Duplicate" == code(
        ec2().copy_image, SourceImageId=ami, SourceRegion=REGION, Name="golden"
    )


def test_a_copy_can_be_encrypted_and_keeps_no_permissions(ami: str) -> None:
    share(ami, UserId=FRIEND)
    key = client("kms", "us-east-1", OWNER).create_key()["KeyMetadata"]["Arn"]
    there = ec2(region="us-east-1")
    copy = there.copy_image(
        SourceImageId=ami, SourceRegion=REGION, Name="golden", Encrypted=True, KmsKeyId=key
    )["ImageId"]
    image = there.describe_images(ImageIds=[copy])["Images"][0]
    attribute = there.describe_image_attribute(ImageId=copy, Attribute="launchPermission")
    snapshot = image["BlockDeviceMappings"][0]["Ebs"]["SnapshotId"]
    keys = [it["KmsKeyId"] for it in there.describe_snapshots(SnapshotIds=[snapshot])["Snapshots"]]

    assert image["BlockDeviceMappings"][0]["Ebs"]["Encrypted"]
    assert not image.get("Tags")
    assert [] == attribute["LaunchPermissions"]
    assert [key] == keys


def test_encryption_stands_in_the_way_of_sharing() -> None:
    device = {"DeviceName": "/dev/xvda", "Ebs": {"Encrypted": True}}
    made = ec2().create_image(InstanceId=launch(BlockDeviceMappings=[device]), Name="secret")
    key = client("kms", REGION, OWNER).create_key()["KeyMetadata"]["Arn"]
    copy = ec2().copy_image(
        SourceImageId=made["ImageId"],
        SourceRegion=REGION,
        Name="own key",
        Encrypted=True,
        KmsKeyId=key,
    )["ImageId"]
    friend, everybody = {"Add": [{"UserId": FRIEND}]}, {"Add": [{"Group": "all"}]}
    modify = ec2().modify_image_attribute

    assert "InvalidParameter" == code(modify, ImageId=made["ImageId"], LaunchPermission=friend)
    assert "InvalidParameter" == code(modify, ImageId=copy, LaunchPermission=everybody)
    share(copy, UserId=FRIEND)
    assert [copy] == seen(FRIEND, ImageIds=[copy])


def test_snapshots_go_with_the_ami_when_asked(ami: str) -> None:
    image = ec2().describe_images(ImageIds=[ami])["Images"][0]
    snapshot = image["BlockDeviceMappings"][0]["Ebs"]["SnapshotId"]
    answer = ec2().deregister_image(ImageId=ami, DeleteAssociatedSnapshots=True)

    assert [(snapshot, "success")] == [
        (it["SnapshotId"], it["ReturnCode"]) for it in answer["DeleteSnapshotResults"]
    ]
    assert "InvalidSnapshot.NotFound" == code(ec2().describe_snapshots, SnapshotIds=[snapshot])
    assert "InvalidAMIID.Unavailable" == code(ec2().deregister_image, ImageId=ami)


def test_a_protected_ami_stays(ami: str) -> None:
    ec2().enable_image_deregistration_protection(ImageId=ami, WithCooldown=True)
    first = code(ec2().deregister_image, ImageId=ami)
    ec2().disable_image_deregistration_protection(ImageId=ami)
    second = code(ec2().deregister_image, ImageId=ami)
    clock.advance(timedelta(days=1).total_seconds())
    ec2().deregister_image(ImageId=ami)

    assert ["OperationNotPermitted"] * 2 == [first, second]
    assert [] == seen(Owners=["self"])


def test_only_the_owner_changes_an_ami(ami: str) -> None:
    share(ami, UserId=FRIEND)

    assert "AuthFailure" == code(ec2(FRIEND).deregister_image, ImageId=ami)


def test_a_deprecated_ami_is_hidden_from_others_when_its_time_has_come(ami: str) -> None:
    share(ami, UserId=FRIEND)
    moment = clock.now() + timedelta(hours=1)
    past = clock.now() - timedelta(hours=1)
    ec2().enable_image_deprecation(ImageId=ami, DeprecateAt=moment)
    before = seen(FRIEND, ImageIds=[ami])
    clock.advance(2 * 3600)

    assert "InvalidParameter" == code(ec2().enable_image_deprecation, ImageId=ami, DeprecateAt=past)
    assert [ami] == before
    assert [] == seen(FRIEND, Owners=[OWNER])
    assert [ami] == seen(FRIEND, Owners=[OWNER], IncludeDeprecated=True)
    image = ec2().describe_images(ImageIds=[ami])["Images"][0]
    assert f"{moment:%Y-%m-%dT%H:%M}" == image["DeprecationTime"][:16]


def test_who_refers_to_an_ami_is_known(ami: str) -> None:
    instance = launch(image=ami)
    client("ssm", REGION, OWNER).put_parameter(Name="/golden/web", Value=ami, Type="String")
    ec2().create_launch_template(LaunchTemplateName="web", LaunchTemplateData={"ImageId": ami})
    found = ec2().describe_image_references(ImageIds=[ami], IncludeAllResourceTypes=True)
    arns = {it["ResourceType"]: it["Arn"] for it in found["ImageReferences"]}

    assert {"ec2:Instance", "ec2:LaunchTemplate", "ssm:Parameter"} == set(arns)
    assert arns["ec2:Instance"].endswith(f":instance/{instance}")


def test_a_usage_report_counts_over_accounts(ami: str) -> None:
    share(ami, UserId=FRIEND)
    launch(FRIEND, ami)
    launch(FRIEND, ami)
    types = [{"ResourceType": "ec2:Instance"}]
    report = ec2().create_image_usage_report(ImageId=ami, ResourceTypes=types)["ReportId"]
    states = ec2().describe_image_usage_reports(ReportIds=[report])["ImageUsageReports"]
    entries = ec2().describe_image_usage_report_entries(ReportIds=[report])

    assert ["available"] == [it["State"] for it in states]
    assert [(FRIEND, 2)] == [
        (it["AccountId"], it["UsageCount"]) for it in entries["ImageUsageReportEntries"]
    ]
    unknown = [{"ResourceType": "ssm:Parameter"}]
    assert "InvalidParameterValue" == code(
        ec2().create_image_usage_report, ImageId=ami, ResourceTypes=unknown
    )


def test_the_last_launch_is_remembered(ami: str) -> None:
    asked = {"ImageId": ami, "Attribute": "lastLaunchedTime"}
    before = ec2().describe_image_attribute(**asked)["LastLaunchedTime"].get("Value")
    launch(image=ami)
    after = ec2().describe_image_attribute(**asked)["LastLaunchedTime"]["Value"]

    assert (False, "2026-01-05T09:00:00Z") == (bool(before), after)


def test_images_have_pages(ami: str) -> None:
    ec2().copy_image(SourceImageId=ami, SourceRegion=REGION, Name="second")
    first = ec2().describe_images(Owners=["self"], MaxResults=1)
    rest = ec2().describe_images(Owners=["self"], MaxResults=1, NextToken=first["NextToken"])

    assert [1, 1] == [len(it["Images"]) for it in (first, rest)]
    assert "NextToken" not in rest


def test_a_key_wants_encryption_to_be_asked_for(ami: str) -> None:
    """Neither a copy nor a launch encrypts because of a key alone."""
    encrypt = [{"DeviceName": "/dev/xvda", "Ebs": {"KmsKeyId": "alias/own"}}]
    copy = {"Name": "copy", "SourceImageId": ami, "SourceRegion": REGION}

    assert "InvalidParameterDependency" == code(ec2().copy_image, **copy, KmsKeyId="alias/own")
    assert "InvalidParameterDependency" == code(launch, BlockDeviceMappings=encrypt)
    assert [] == seen(Filters=[{"Name": "name", "Values": ["copy"]}])


def test_a_mapping_changes_what_it_names_and_nothing_else() -> None:
    """Encryption and deletion stay as the AMI has them; a shared AMI has them too."""
    wanted = {"VolumeSize": 20, "Encrypted": True, "DeleteOnTermination": True}
    key = client("kms", REGION, OWNER).create_key()["KeyMetadata"]["Arn"]
    mappings = [{"DeviceName": "/dev/xvda", "Ebs": wanted | {"KmsKeyId": key}}]
    made = ec2().create_image(InstanceId=launch(BlockDeviceMappings=mappings), Name="encrypted")
    share(made["ImageId"], UserId=FRIEND)
    asked = [{"DeviceName": "/dev/xvda", "Ebs": {"VolumeType": "gp2"}}]

    instance = launch(FRIEND, made["ImageId"], BlockDeviceMappings=asked)

    found = ec2(FRIEND).describe_volumes(
        Filters=[{"Name": "attachment.instance-id", "Values": [instance]}]
    )["Volumes"]
    assert [(20, True, "gp2")] == [(it["Size"], it["Encrypted"], it["VolumeType"]) for it in found]
    told = ec2(FRIEND).describe_instances(InstanceIds=[instance])["Reservations"][0]["Instances"][0]
    assert told["BlockDeviceMappings"][0]["Ebs"]["DeleteOnTermination"]


def test_a_device_without_size_or_snapshot_is_refused(ami: str) -> None:
    snapshot = ec2().describe_images(ImageIds=[ami])["Images"][0]["BlockDeviceMappings"][0]["Ebs"]
    known = [{"DeviceName": "/dev/sdf", "Ebs": {"SnapshotId": snapshot["SnapshotId"]}}]

    assert "MissingParameter" == code(
        launch, BlockDeviceMappings=[{"DeviceName": "/dev/sdf", "Ebs": {"VolumeType": "gp3"}}]
    )
    assert launch(BlockDeviceMappings=known).startswith("i-")


def test_a_dry_run_changes_nothing(ami: str) -> None:
    ec2().enable_image_deregistration_protection(ImageId=ami)
    ec2().enable_image_deprecation(ImageId=ami, DeprecateAt=clock.now() + timedelta(days=1))

    for operation in (
        ec2().disable_image_deregistration_protection,
        ec2().enable_image_deregistration_protection,
        ec2().disable_image_deprecation,
    ):
        assert "DryRunOperation" == code(operation, ImageId=ami, DryRun=True)
    told = ec2().describe_images(ImageIds=[ami])["Images"][0]
    assert told["DeprecationTime"]
    assert "OperationNotPermitted" == code(ec2().deregister_image, ImageId=ami)


def test_what_would_be_passed_over_is_refused(ami: str) -> None:
    copy = {"Name": "copy", "SourceImageId": ami, "SourceRegion": REGION}
    instance = launch()

    assert "NotEmulated" == code(
        ec2().modify_image_attribute, ImageId=ami, ImdsSupport={"Value": "v2.0"}
    )
    assert "NotEmulated" == code(
        ec2().modify_image_attribute, ImageId=ami, Attribute="imdsSupport", Value="v2.0"
    )
    assert "NotEmulated" == code(ec2().copy_image, **copy, SnapshotCopyCompletionDurationMinutes=15)
    assert "NotEmulated" == code(
        ec2().create_image, InstanceId=instance, Name="local", SnapshotLocation="local"
    )


@pytest.mark.parametrize("name", ["/imagebuilder/web/ami", "/imagebuilder/web/ami:1"])
def test_an_instance_starts_from_the_ami_that_a_parameter_names(ami: str, name: str) -> None:
    """As `ImageId`, and as that of a launch template."""
    ssm = client("ssm", REGION, OWNER)
    ssm.put_parameter(Name="/imagebuilder/web/ami", Value=ami, Type="String")
    if name.endswith(":1"):
        ssm.put_parameter(Name="/imagebuilder/web/ami", Value=SOURCE, Type="String", Overwrite=True)
    data = {"ImageId": f"resolve:ssm:{name}"}
    ec2().create_launch_template(LaunchTemplateName="web", LaunchTemplateData=data)
    launch(image=data["ImageId"])
    ec2().run_instances(LaunchTemplate={"LaunchTemplateName": "web"}, MinCount=1, MaxCount=1)
    every = [one for it in ec2().describe_instances()["Reservations"] for one in it["Instances"]]

    assert 2 == [one["ImageId"] for one in every].count(ami)


def test_a_parameter_that_is_not_there_starts_nothing() -> None:
    wanted = {"ImageId": "resolve:ssm:/nobody", "MinCount": 1, "MaxCount": 1}

    assert "InvalidParameterValue" == code(ec2().run_instances, **wanted)
