"""An AWS account in which runbooks build: moto's EC2, plus what moto lacks of it and of SSM.

What moto 5.2 lacks: RunInstances does not heed the client token and wants to be told what a
mapping of an image's device leaves out; CreateImage takes no tags for snapshots, makes them of an
empty volume, takes a name twice and takes an instance that runs; SSM knows no managed instances
and runs no commands. Commands and scripts are the test's own; time passes only in sleep.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from unittest.mock import patch

import boto3
from botocore import xform_name
from botocore.exceptions import ClientError
from moto.backends import get_backend

from generator.localaws.automation.world import Command, CommandResult

REGION = "eu-west-1"
ACCOUNT = "123456789012"

Request = Mapping[str, Any]
Answer = Mapping[str, Any]


def error(code: str, message: str, operation: str) -> ClientError:
    """An error as AWS answers it."""
    return ClientError({"Error": {"Code": code, "Message": message}}, operation)


class BuildAccount:
    """A World for runbooks, inside moto's mock_aws."""

    def __init__(self, ec2: Any) -> None:
        """`ec2` is a client made inside mock_aws."""
        self.commands: list[Command] = []
        self.calls: list[tuple[str, Request]] = []
        self.answer_command: Callable[[Command], CommandResult] = lambda _: CommandResult(
            "Success", 0, ""
        )
        self.refused: dict[str, ClientError] = {}
        self.rotations: list[tuple[str, Any]] = []
        self.rotation_error = ""
        self._seconds = 0.0
        self._launched: dict[str, Answer] = {}
        self._ec2 = ec2
        self.stand_ins: dict[str, Callable[[Request], Answer]] = {
            "RunInstances": self._run_instances,
            "CreateImage": self._create_image,
            "DescribeInstanceInformation": self._describe_instance_information,
        }

    # What a step acts on

    def call(self, service: str, api: str, request: Request) -> Answer:
        """An API call, to moto or to what stands in for it."""
        self.calls.append((api, request))
        if api in self.refused:
            raise self.refused[api]
        if api in self.stand_ins:
            return self.stand_ins[api](request)
        assert service == "ec2", f"{service} {api} has no stand-in"
        answer: Answer = self.aws(api, request)
        return answer

    def run_command(self, command: Command) -> CommandResult:
        """Run Command; only an instance that runs can take one."""
        self.commands.append(command)
        if any(self.state(instance) != "running" for instance in command.instance_ids):
            return CommandResult("Undeliverable", -1, "")
        return self.answer_command(command)

    def run_script(self, script: str, handler: str, payload: Any) -> Any:
        """A Python script, its payload and answer as JSON, with a Lambda client of the test's."""
        names: dict[str, Any] = {}
        exec(compile(script, handler, "exec"), names)  # noqa: S102 - the runbook's own script
        with patch.object(boto3, "client", self._client_for_script):
            answer = names[handler](json.loads(json.dumps(payload)), {})
        return json.loads(json.dumps(answer))

    def now(self) -> float:
        """Seconds since this account was made."""
        return self._seconds

    def sleep(self, seconds: float) -> None:
        """Let time pass without waiting."""
        self._seconds += seconds

    # What a test asks

    def aws(self, api: str, request: Request) -> Any:
        """A call of EC2's API to moto."""
        return getattr(self._ec2, xform_name(api))(**request)

    def state(self, instance_id: str) -> str:
        """The state of an instance."""
        (group,) = self.aws("DescribeInstances", {"InstanceIds": [instance_id]})["Reservations"]
        return str(group["Instances"][0]["State"]["Name"])

    def image(self, image_id: str) -> Any:
        """An image as DescribeImages shows it."""
        (image,) = self.aws("DescribeImages", {"ImageIds": [image_id]})["Images"]
        return image

    # What moto lacks

    def _run_instances(self, request: Request) -> Answer:
        token = request["ClientToken"]
        if token not in self._launched:
            image = self.image(request["ImageId"])
            mappings = [_completed(asked, image) for asked in request["BlockDeviceMappings"]]
            self._launched[token] = self.aws(
                "RunInstances", {**request, "BlockDeviceMappings": mappings}
            )
        return self._launched[token]

    def _create_image(self, request: Request) -> Answer:
        named = {"Owners": ["self"], "Filters": [{"Name": "name", "Values": [request["Name"]]}]}
        if self.aws("DescribeImages", named)["Images"]:
            raise error("InvalidAMIName.Duplicate", "the name is in use", "CreateImage")
        if self.state(request["InstanceId"]) != "stopped":
            raise error("IncorrectState", "the file systems are not at rest", "CreateImage")
        tags = {found["ResourceType"]: found["Tags"] for found in request["TagSpecifications"]}
        image_tags = [{"ResourceType": "image", "Tags": tags["image"]}]
        answer = self.aws("CreateImage", {**request, "TagSpecifications": image_tags})
        snapshots = snapshot_ids(self.image(answer["ImageId"]))
        self.aws("CreateTags", {"Resources": snapshots, "Tags": tags["snapshot"]})
        encrypted = self._root_volume(request["InstanceId"])["Encrypted"]
        for snapshot in snapshots:
            get_backend("ec2")[ACCOUNT][REGION].snapshots[snapshot].encrypted = encrypted
        return {"ImageId": answer["ImageId"]}

    def _root_volume(self, instance_id: str) -> Any:
        attached = [{"Name": "attachment.instance-id", "Values": [instance_id]}]
        (volume,) = self.aws("DescribeVolumes", {"Filters": attached})["Volumes"]
        return volume

    def _describe_instance_information(self, request: Request) -> Answer:
        (asked,) = request["Filters"]
        assert asked["Key"] == "InstanceIds"
        found = [name for name in asked["Values"] if self.state(name) == "running"]
        return {
            "InstanceInformationList": [
                {"InstanceId": name, "PingStatus": "Online"} for name in found
            ]
        }

    def _client_for_script(self, service: str, **_: Any) -> Any:
        assert service == "lambda"
        return _Lambda(self)


class _Lambda:
    """A Lambda client whose one function rotates, or says why not."""

    def __init__(self, account: BuildAccount) -> None:
        self._account = account

    def invoke(self, **request: Any) -> dict[str, Any]:
        """A failed function answers with status 200 as well, and with FunctionError."""
        self._account.rotations.append((request["FunctionName"], json.loads(request["Payload"])))
        if self._account.rotation_error:
            report = _Body(json.dumps({"errorMessage": self._account.rotation_error}))
            return {"StatusCode": 200, "FunctionError": "Unhandled", "Payload": report}
        return {"StatusCode": 200, "Payload": _Body('{"shared": []}')}


class _Body:
    """An answer's body, which is read once."""

    def __init__(self, text: str) -> None:
        self._text = text

    def read(self) -> bytes:
        """All of it."""
        return self._text.encode()


def snapshot_ids(image: Any) -> list[str]:
    """The snapshots of an image."""
    return [mapping["Ebs"]["SnapshotId"] for mapping in image["BlockDeviceMappings"]]


def _completed(asked: Request, image: Any) -> dict[str, Any]:
    """A mapping with what EC2 takes from the image when the request does not say it."""
    known: Sequence[Any] = image["BlockDeviceMappings"]
    (ebs,) = (found["Ebs"] for found in known if found["DeviceName"] == asked["DeviceName"])
    return {**asked, "Ebs": {"SnapshotId": ebs["SnapshotId"], **asked["Ebs"]}}
