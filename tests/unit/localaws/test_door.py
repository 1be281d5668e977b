"""`local_aws`: an empty AWS in this process, with accounts, a clock and failures of its own."""

from __future__ import annotations

from datetime import UTC, datetime

import boto3
import pytest
from botocore.exceptions import ClientError

from generator.localaws.clock import START, clock
from generator.localaws.door import local_aws
from generator.localaws.faults import faults

OTHER = "111122223333"


def test_every_door_opens_an_empty_aws() -> None:
    with local_aws() as aws:
        aws.client("sns").create_topic(Name="builds")
        aws.clock.advance(60)
        aws.faults.build()
    with local_aws() as aws:
        assert [] == aws.client("sns").list_topics()["Topics"]
        assert (START, ()) == (aws.clock.now(), aws.faults.waiting())

    assert ((), ()) == (clock.pending(), faults.waiting())


def test_accounts_and_regions_are_apart() -> None:
    with local_aws(region="eu-west-1", accounts=[OTHER]) as aws:
        aws.client("sns", account=OTHER).create_topic(Name="theirs")
        there = aws.client("sns", region="us-east-1")

        assert OTHER == aws.client("sts", account=OTHER).get_caller_identity()["Account"]
        assert "123456789012" == aws.client("sts").get_caller_identity()["Account"]
        assert [] == aws.client("sns").list_topics()["Topics"]
        assert [] == there.list_topics()["Topics"]
        topics = aws.client("sns", account=OTHER).list_topics()["Topics"]
        assert [f"arn:aws:sns:eu-west-1:{OTHER}:theirs"] == [one["TopicArn"] for one in topics]


def test_code_that_makes_its_own_clients_is_inside_too() -> None:
    with local_aws():
        identity = boto3.client("sts", "eu-west-1").get_caller_identity()

        assert "true" == identity["ResponseMetadata"]["HTTPHeaders"]["x-amifactory-emulated"]


def test_moto_dates_by_the_simulated_clock() -> None:
    start = datetime(2031, 5, 6, 7, tzinfo=UTC)
    with local_aws(start=start) as aws:
        aws.clock.advance(3600)
        aws.client("iam").create_role(RoleName="builder", AssumeRolePolicyDocument="{}")
        role = aws.client("iam").get_role(RoleName="builder")["Role"]

        assert datetime(2031, 5, 6, 8, tzinfo=UTC) == role["CreateDate"]


def test_what_is_not_emulated_is_refused_by_name() -> None:
    """An operation that moto lacks, and a whole service, in JSON and in XML."""
    with local_aws() as aws:
        for service, operation, what in [
            ("ssm", "list_nodes", "ssm:ListNodes"),
            ("kafkaconnect", "list_connectors", "the service of https://kafkaconnect"),
            ("cloudsearch", "describe_domains", "the service of https://cloudsearch"),
        ]:
            with pytest.raises(ClientError) as refused:
                getattr(aws.client(service), operation)()
            error = refused.value.response["Error"]
            assert "NotEmulated" == error["Code"]
            assert f"does not emulate {what}" in error["Message"]


def test_managed_policies_of_aws_exist_in_every_account() -> None:
    arn = "arn:aws:iam::aws:policy/EC2InstanceProfileForImageBuilder"
    with local_aws() as aws:
        for account in (None, OTHER):
            iam = aws.client("iam", account=account)
            iam.create_role(RoleName="builder", AssumeRolePolicyDocument="{}")
            iam.attach_role_policy(RoleName="builder", PolicyArn=arn)
            counted = iam.get_policy(PolicyArn=arn)["Policy"]["AttachmentCount"]

            assert 1 == counted


@pytest.mark.parametrize(
    ("parameter", "architecture", "platform"),
    [
        (
            "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64",
            "arm64",
            None,
        ),
        (
            "/aws/service/canonical/ubuntu/server/24.04/stable/current/amd64/hvm/ebs-gp3/ami-id",
            "x86_64",
            None,
        ),
        (
            "/aws/service/ami-windows-latest/Windows_Server-2022-English-Full-Base",
            "x86_64",
            "windows",
        ),
    ],
)
def test_public_parameters_name_images_that_exist(
    parameter: str, architecture: str, platform: str | None
) -> None:
    with local_aws() as aws:
        ami = aws.client("ssm").get_parameter(Name=parameter)["Parameter"]["Value"]
        again = aws.client("ssm").get_parameter(Name=parameter)["Parameter"]["Value"]
        image = aws.client("ec2").describe_images(ImageIds=[ami])["Images"][0]

        assert (ami, "amazon") == (again, image["ImageOwnerAlias"])
        assert (architecture, platform) == (image["Architecture"], image.get("Platform"))


def test_a_misspelt_public_parameter_is_not_found() -> None:
    with local_aws() as aws, pytest.raises(ClientError, match="ParameterNotFound"):
        aws.client("ssm").get_parameter(Name="/aws/service/canonical/ubuntu/server/noble")


def test_source_images_exist_when_asked_for_and_no_others() -> None:
    with local_aws() as aws:
        ec2 = aws.client("ec2")
        ami = aws.seed_ami("ami-0de53d8956e8dcf80")

        assert [ami] == [one["ImageId"] for one in ec2.describe_images(ImageIds=[ami])["Images"]]
        with pytest.raises(ClientError, match=r"InvalidAMIID\.NotFound"):
            ec2.describe_images(ImageIds=["ami-0de53d8956e8dcf81"])


def test_there_is_a_default_vpc() -> None:
    with local_aws() as aws:
        assert [True] == [one["IsDefault"] for one in aws.client("ec2").describe_vpcs()["Vpcs"]]


def test_other_processes_reach_the_same_aws() -> None:
    with local_aws() as aws:
        aws.client("sns").create_topic(Name="builds")
        outside = boto3.client("sns", "eu-west-1", endpoint_url=aws.endpoint())

        assert 1 == len(outside.list_topics()["Topics"])
        assert aws.endpoint() == aws.endpoint()
