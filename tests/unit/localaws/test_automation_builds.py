"""What builds need of the local AWS: instances, commands and images, as boto3 sees them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from generator.localaws.door import LocalAws, local_aws


@pytest.fixture(scope="module")
def aws() -> Iterator[LocalAws]:
    with local_aws() as opened:
        yield opened


@pytest.fixture(scope="module")
def ec2(aws: LocalAws) -> Any:
    return aws.client("ec2")


@pytest.fixture(scope="module")
def source(ec2: Any) -> str:
    return str(ec2.register_image(Name="source", Architecture="x86_64")["ImageId"])


def _launch(ec2: Any, source: str, **more: Any) -> str:
    request = {"ImageId": source, "MinCount": 1, "MaxCount": 1, "InstanceType": "m6i.large", **more}
    return str(ec2.run_instances(**request)["Instances"][0]["InstanceId"])


def _encrypted(device: str) -> list[dict[str, Any]]:
    return [{"DeviceName": device, "Ebs": {"Encrypted": True, "DeleteOnTermination": True}}]


def test_a_client_token_launches_once(ec2, source: str):
    first = _launch(ec2, source, ClientToken="once")

    assert first == _launch(ec2, source, ClientToken="once")
    assert first != _launch(ec2, source, ClientToken="twice")
    with pytest.raises(ClientError, match="IdempotentParameterMismatch"):
        _launch(ec2, source, ClientToken="once", InstanceType="m5.large")
    assert _launch(ec2, source) != _launch(ec2, source)


def test_an_image_carries_tags_and_encryption_of_the_root_volume(ec2, source: str):
    (image,) = ec2.describe_images(ImageIds=[source])["Images"]
    instance = _launch(ec2, source, BlockDeviceMappings=_encrypted(image["RootDeviceName"]))
    tags = [{"Key": "team", "Value": "web"}]
    made = ec2.create_image(
        InstanceId=instance,
        Name="Web 1",
        TagSpecifications=[{"ResourceType": kind, "Tags": tags} for kind in ("image", "snapshot")],
    )

    (image,) = ec2.describe_images(ImageIds=[made["ImageId"]])["Images"]
    snapshot_id = image["BlockDeviceMappings"][0]["Ebs"]["SnapshotId"]
    (snapshot,) = ec2.describe_snapshots(SnapshotIds=[snapshot_id])["Snapshots"]
    assert tags == image["Tags"] == snapshot["Tags"]
    assert snapshot["Encrypted"]
    with pytest.raises(ClientError) as error:
        ec2.create_image(InstanceId=instance, Name="Web 1")
    assert "InvalidAMIName.Duplicate" == error.value.response["Error"]["Code"]


def test_only_instances_that_run_are_managed(aws, ec2, source: str):
    running, stopped = _launch(ec2, source), _launch(ec2, source)
    ec2.stop_instances(InstanceIds=[stopped])

    asked = [{"Key": "InstanceIds", "Values": [running, stopped]}]
    answer = aws.client("ssm").describe_instance_information(Filters=asked)
    assert [(running, "Online")] == [
        (one["InstanceId"], one["PingStatus"]) for one in answer["InstanceInformationList"]
    ]


def _runs(aws: LocalAws, instance: str) -> Any:
    """An execution that runs a command on an instance."""
    ssm = aws.client("ssm")
    step = {
        "name": "greet",
        "action": "aws:runCommand",
        "inputs": {
            "DocumentName": "AWS-RunShellScript",
            "InstanceIds": [instance],
            "Parameters": {"commands": ["echo hello"]},
        },
    }
    content = json.dumps({"schemaVersion": "0.3", "mainSteps": [step]})
    ssm.create_document(Name=f"Greets-{instance}", DocumentType="Automation", Content=content)
    started = ssm.start_automation_execution(DocumentName=f"Greets-{instance}")
    aws.clock.advance(30)
    execution = started["AutomationExecutionId"]
    return ssm.get_automation_execution(AutomationExecutionId=execution)["AutomationExecution"]


def test_a_command_is_recorded_and_says_that_it_is_emulated(aws, ec2, source: str):
    instance = _launch(ec2, source)
    execution = _runs(aws, instance)

    assert "Success" == execution["AutomationExecutionStatus"]
    said = "[emulated] greet: AWS-RunShellScript was recorded, not run"
    assert [said] == execution["StepExecutions"][0]["Outputs"]["Output"]
    ssm = aws.client("ssm")
    (command,) = ssm.list_commands(InstanceId=instance)["Commands"]
    assert {"commands": ["echo hello"]} == command["Parameters"]
    invocation = ssm.get_command_invocation(CommandId=command["CommandId"], InstanceId=instance)
    assert said == invocation["StandardOutputContent"]


def test_a_command_can_be_told_to_fail(aws, ec2, source: str):
    aws.faults.command("AWS-Run*", "TimedOut", "no mirror answered")
    execution = _runs(aws, _launch(ec2, source))

    assert "Failed" == execution["AutomationExecutionStatus"]
    assert "ended as TimedOut: [emulated] no mirror answered" in execution["FailureMessage"]


def test_a_command_does_not_reach_an_instance_that_is_gone(aws, ec2, source: str):
    instance = _launch(ec2, source)
    ec2.terminate_instances(InstanceIds=[instance])

    assert "Undeliverable" in _runs(aws, instance)["FailureMessage"]
