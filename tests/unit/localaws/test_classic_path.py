"""The classic engine on the local AWS: template and event in, AMIs shared and retired out.

Template, functions and documents are those that users deploy, and the functions really run.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from generator.classic.assemble import classic_template
from generator.classic.events import event
from generator.classic.scheduled import SCHEDULED_TIME
from generator.classic.scheduled_image import ScheduledImage
from generator.localaws.door import LocalAws, local_aws
from generator.payload.document import read
from generator.payload.load import load

ROOT = Path(__file__).parents[3]
DAY = 86_400
CONSUMER = "111122223333"


def _event() -> dict[str, Any]:
    """The event of payloads/classic.json, with another account to share with."""
    payload = load(read(str(ROOT / "payloads" / "classic.json"))).payload
    assert payload is not None
    made = event(payload)
    made["amis"][0]["accounts"] = [CONSUMER]
    return made


class Factory:
    """A stack of the classic engine that builds its image on the first of each month as well."""

    def __init__(self, aws: LocalAws) -> None:
        self.aws, self.client, self.event = aws, aws.client, _event()
        aws.seed_ami(self.event["amis"][0]["sourceImage"])
        self.outputs = self._deployed()

    def _deployed(self) -> dict[str, str]:
        bucket = "amifactory-templates"
        self.client("s3").create_bucket(
            Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": self.aws.region}
        )
        self.client("s3").put_object(Bucket=bucket, Key="classic", Body=self._template())
        cloudformation = self.client("cloudformation")
        cloudformation.create_stack(
            StackName="AmiFactory",
            TemplateURL=f"https://{bucket}.s3.{self.aws.region}.amazonaws.com/classic",
            Capabilities=["CAPABILITY_IAM"],
        )
        self.aws.clock.advance(600)
        (stack,) = cloudformation.describe_stacks(StackName="AmiFactory")["Stacks"]
        assert "CREATE_COMPLETE" == stack["StackStatus"], stack
        return {one["OutputKey"]: one["OutputValue"] for one in stack["Outputs"]}

    def _template(self) -> bytes:
        monthly = ScheduledImage(
            logical_id="Monthly",
            image_name="Webserver",
            expression="cron(0 4 1 * ? *)",
            timezone="UTC",
            enabled=True,
            event=json.dumps({**self.event, "delivery": SCHEDULED_TIME}),
        )
        return json.dumps(classic_template((monthly,))).encode()

    def build(self) -> tuple[Any, Any]:
        """Invoke buildAmi and let the automation end: (buildAmi's answer, the execution)."""
        function = self.outputs["BuildAmiFunction"]
        answer = self.client("lambda").invoke(FunctionName=function, Payload=json.dumps(self.event))
        told = json.loads(answer["Payload"].read())
        assert "FunctionError" not in answer, told
        self.aws.clock.advance(600)
        return told, self.execution(told["started"][0]["executionId"])

    def execution(self, execution_id: str) -> Any:
        """An automation execution."""
        ssm = self.client("ssm")
        shown = ssm.get_automation_execution(AutomationExecutionId=execution_id)
        return shown["AutomationExecution"]

    def executions(self) -> list[str]:
        """The ids of all executions, newest first."""
        found = self.client("ssm").describe_automation_executions()
        return [one["AutomationExecutionId"] for one in found["AutomationExecutionMetadataList"]]

    def images(self) -> dict[str, Any]:
        """The AMIs of the factory by id, oldest first."""
        tagged = [{"Name": "tag:amifactory:image", "Values": ["Webserver"]}]
        found = self.client("ec2").describe_images(Owners=["self"], Filters=tagged)["Images"]
        return {one["ImageId"]: one for one in sorted(found, key=lambda one: one["CreationDate"])}


@pytest.fixture(scope="module")
def factory() -> Iterator[Factory]:
    with local_aws() as aws:
        yield Factory(aws)


@pytest.fixture(scope="module")
def first(factory: Factory) -> tuple[Any, Any]:
    """The first build, and its execution."""
    return factory.build()


@pytest.fixture(scope="module")
def image_id(first: tuple[Any, Any]) -> str:
    """The AMI of the first build."""
    (found,) = first[1]["Outputs"]["createImage.ImageId"]
    return str(found)


def test_an_event_becomes_an_automation_that_succeeds(first: tuple[Any, Any]):
    told, execution = first

    assert [] == told["failed"]
    assert "Success" == execution["AutomationExecutionStatus"], execution.get("FailureMessage")
    outputs = [step.get("Outputs", {}).get("Output") for step in execution["StepExecutions"]]
    said = [output[0] for output in outputs if output]
    assert said
    assert all(line.startswith("[emulated]") for line in said)


def test_the_image_is_named_and_shared(factory: Factory, first: tuple[Any, Any], image_id: str):
    assert first[0]["started"][0]["amiName"] == factory.images()[image_id]["Name"]
    attribute = factory.client("ec2").describe_image_attribute(
        ImageId=image_id, Attribute="launchPermission"
    )
    assert [{"UserId": CONSUMER}] == attribute["LaunchPermissions"]


@pytest.mark.usefixtures("first")
def test_no_instance_is_left(factory: Factory):
    groups = factory.client("ec2").describe_instances()["Reservations"]
    states = {one["State"]["Name"] for group in groups for one in group["Instances"]}
    assert {"terminated"} == states


@pytest.mark.usefixtures("first")
def test_the_functions_log_to_the_groups_of_the_stack(factory: Factory):
    logs = factory.client("logs")
    groups = [one["logGroupName"] for one in logs.describe_log_groups()["logGroups"]]
    assert 2 == len(groups)
    for group in groups:
        found = logs.filter_log_events(logGroupName=group, filterPattern="")["events"]
        assert any('"image": "Webserver"' in one["message"] for one in found), group


def test_old_images_are_deprecated_and_then_go_with_their_snapshots(
    factory: Factory, image_id: str
):
    """Two stay; the third build deprecates the first image, the fourth removes it."""
    mappings = factory.images()[image_id]["BlockDeviceMappings"]
    snapshots = {mapping["Ebs"]["SnapshotId"] for mapping in mappings}
    seen = []
    for _ in range(3):
        factory.aws.clock.advance(2 * DAY)
        _, execution = factory.build()
        assert "Success" == execution["AutomationExecutionStatus"], execution
        seen.append([bool(one.get("DeprecationTime")) for one in factory.images().values()])

    assert [[False, False], [True, False, False], [True, False, False]] == seen
    assert image_id not in factory.images()
    owned = factory.client("ec2").describe_snapshots(OwnerIds=["self"])["Snapshots"]
    assert not snapshots & {one["SnapshotId"] for one in owned}


def test_the_schedule_builds_by_itself(factory: Factory):
    before = factory.executions()
    first_of_february = datetime(2026, 2, 1, 5, tzinfo=UTC)
    factory.aws.clock.advance((first_of_february - factory.aws.clock.now()).total_seconds())

    (newest,) = set(factory.executions()) - set(before)
    execution = factory.execution(newest)
    assert "Success" == execution["AutomationExecutionStatus"], execution.get("FailureMessage")
    assert "2026-02-01T04:00" == f"{execution['ExecutionStartTime']:%Y-%m-%dT%H:%M}"
