"""The runbooks, run against EC2: what they leave behind, above all when something goes wrong."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws
from moto.backends import get_backend

from generator.localaws.automation.execution import Execution, load
from generator.localaws.automation.model import Step
from generator.localaws.automation.world import CommandResult, StepFailedError
from tests.fakes.build_account import ACCOUNT, REGION, BuildAccount, error, snapshot_ids
from tests.fakes.build_machine import BuildMachine

_DOCUMENTS = Path(__file__).parents[3] / "generator" / "classic" / "documents"
_RUNBOOKS = {
    name: load((_DOCUMENTS / f"{name}.yaml").read_text(encoding="utf-8"))
    for name in ("linux", "windows")
}
_NUMBERS = itertools.count(1)

_UPDATES = {"updateBefore", "updateAfter"}
_LOST = {"findLostInstance", "chooseLostInstance", "terminateLostInstance"}
_BUILD_STEPS = [
    pytest.param(name, step, id=f"{name}-{step}")
    for name, runbook in _RUNBOOKS.items()
    for step in runbook.steps
    if step not in _LOST
]
_LINUX_STEPS = [step for step in _RUNBOOKS["linux"].steps if step not in _LOST]


@pytest.fixture(scope="module")
def ec2() -> Iterator[Any]:
    """A client of moto's EC2."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ACCESS_KEY_ID", "testing")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
        patch.setenv("MOTO_EC2_LOAD_DEFAULT_AMIS", "false")  # 1,300 of them make all slow
        with mock_aws():
            yield boto3.client("ec2", region_name=REGION)


@pytest.fixture(scope="module")
def prepared(ec2) -> dict[str, str]:
    """The ids of a source image and a launch template."""
    template = ec2.create_launch_template(
        LaunchTemplateName="build", LaunchTemplateData={"Monitoring": {"Enabled": True}}
    )
    return {
        "SourceAmiId": ec2.register_image(Name="source", Architecture="x86_64")["ImageId"],
        "LaunchTemplateId": template["LaunchTemplate"]["LaunchTemplateId"],
    }


@pytest.fixture
def parameters(prepared) -> dict[str, list[str]]:
    """What buildAmi starts a default document with."""
    return {
        "AutomationAssumeRole": ["arn:aws:iam::123456789012:role/factory-automation"],
        "SourceAmiId": [prepared["SourceAmiId"]],
        "FactoryName": ["factory"],
        "ImageName": ["Web Server"],
        "AmiName": [f"Web Server 2026-11-22T18-00-00Z-{next(_NUMBERS):04x}"],
        "Description": ["A web server"],
        "InstanceType": ["m6i.large"],
        "LaunchTemplateId": [prepared["LaunchTemplateId"]],
        "KmsKeyId": ["arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-3333-4444-555555555555"],
        "BootstrapUrl": ["https://example.com/bootstrap/web.sh"],
        "BootstrapSha256": ["0" * 64],
        "UpdateOs": ["both"],
        "Accounts": ["012345678901", "111122223333"],
        "OrganizationArns": ["arn:aws:organizations::111122223333:organization/o-abcdefghij"],
        "OrganizationalUnitArns": [],
        "AmiTags": [
            '{"Key": "CreatedBy", "Value": "AMI Factory"}',
            '{"Key": "team", "Value": "web"}',
        ],
        "RotateFunctionName": ["factory-rotateAmi"],
    }


@pytest.fixture
def account(ec2) -> Iterator[BuildAccount]:
    yield BuildAccount(ec2)
    # What is over would slow down what follows: moto goes through all of it in every call.
    backend = get_backend("ec2")[ACCOUNT][REGION]
    backend.reservations.clear()
    backend.volumes.clear()
    backend.tags.clear()


Run = Callable[..., Execution]


@pytest.fixture
def run(account, parameters) -> Run:
    """Runs a default document to its end."""

    def run(document: str, watch=lambda *_: None, **changes: list[str]) -> Execution:
        given = {name: value for name, value in {**parameters, **changes}.items() if value}
        number = next(_NUMBERS)
        execution_id = f"00000000-0000-0000-0000-{number:012x}"
        execution = Execution(_RUNBOOKS[document], given, account, execution_id, watch)
        execution.run(account.sleep)
        return execution

    return run


def _states(account: BuildAccount, execution: Execution) -> list[str]:
    """The states of every instance that an execution launched."""
    tagged = [{"Name": "tag:amifactory:execution", "Values": [execution.id]}]
    groups = account.aws("DescribeInstances", {"Filters": tagged})["Reservations"]
    return [instance["State"]["Name"] for group in groups for instance in group["Instances"]]


def _images(account: BuildAccount, execution: Execution) -> list[Any]:
    tagged = [{"Name": "tag:amifactory:execution", "Values": [execution.id]}]
    return account.aws("DescribeImages", {"Filters": tagged})["Images"]


def _tags(resource: Any) -> dict[str, str]:
    return {tag["Key"]: tag["Value"] for tag in resource["Tags"]}


def _ended(execution: Execution) -> dict[str, str]:
    return {step.name: step.status for step in execution.steps}


# When all goes well


@pytest.mark.parametrize("document", ["linux", "windows"])
def test_a_build_ends_with_a_tagged_image_and_no_instance(run, account, document: str):
    execution = run(document)

    assert "Success" == execution.status, execution.steps[-1]
    assert {"Success"} == set(_ended(execution).values())
    assert ["terminated"] == _states(account, execution)
    image = account.image(execution.outputs["createImage.ImageId"])
    assert execution.parameters["AmiName"] == image["Name"]
    assert "A web server" == image["Description"]
    identity = {
        "Name": image["Name"],
        "CreatedBy": "AMI Factory",
        "amifactory:factory": "factory",
        "amifactory:image": "Web Server",
        "amifactory:execution": execution.id,
        "team": "web",
    }
    assert identity == _tags(image)
    (snapshot,) = account.aws("DescribeSnapshots", {"SnapshotIds": snapshot_ids(image)})[
        "Snapshots"
    ]
    assert identity == _tags(snapshot)
    assert snapshot["Encrypted"]


@pytest.mark.parametrize("document", ["linux", "windows"])
def test_the_build_instance_is_closed_and_encrypted(run, account, parameters, document: str):
    run(document)

    ((_, request),) = [call for call in account.calls if call[0] == "RunInstances"]
    assert {"HttpEndpoint": "enabled", "HttpTokens": "required"} == request["MetadataOptions"]
    assert "stop" == request["InstanceInitiatedShutdownBehavior"]
    assert {
        "LaunchTemplateId": parameters["LaunchTemplateId"][0],
        "Version": "$Latest",
    } == request["LaunchTemplate"]
    source = account.image(parameters["SourceAmiId"][0])
    assert [
        {
            "DeviceName": source["RootDeviceName"],
            "Ebs": {
                "DeleteOnTermination": True,
                "Encrypted": True,
                "KmsKeyId": parameters["KmsKeyId"][0],
            },
        }
    ] == request["BlockDeviceMappings"]
    assert not {"SecurityGroupIds", "SubnetId", "NetworkInterfaces", "KeyName"} & set(request)
    assert (1, 1) == (request["MinCount"], request["MaxCount"])


@pytest.mark.parametrize("document", ["linux", "windows"])
def test_the_image_is_taken_of_a_stopped_instance(run, account, document: str):
    """BuildAccount refuses CreateImage on an instance that runs."""
    run(document)

    ((_, request),) = [call for call in account.calls if call[0] == "CreateImage"]
    assert request["NoReboot"]
    assert [] == [call for call in account.calls if call[1].get("Force")]


@pytest.mark.parametrize("document", ["linux", "windows"])
def test_rotation_is_asked_with_the_new_image_and_who_may_launch_it(run, account, document: str):
    execution = run(document)

    assert [
        (
            "factory-rotateAmi",
            {
                "factory": "factory",
                "imageName": "Web Server",
                "imageId": execution.outputs["createImage.ImageId"],
                "accounts": ["012345678901", "111122223333"],
                "organizationArns": [
                    "arn:aws:organizations::111122223333:organization/o-abcdefghij"
                ],
                "organizationalUnitArns": [],
            },
        )
    ] == account.rotations


@pytest.mark.parametrize("document", ["linux", "windows"])
@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("before", {"updateBefore"}),
        ("after", {"updateAfter"}),
        ("both", _UPDATES),
        ("never", set()),
    ],
)
def test_updates_come_when_they_were_asked_for(run, document, when: str, expected: set[str]):
    ended = _ended(run(document, UpdateOs=[when]))

    assert expected == _UPDATES & set(ended)
    assert "bootstrap" in ended


def test_linux_commands_come_in_order(run, account):
    run("linux")

    assert [
        "waitForFirstBoot",
        "updateBefore",
        "bootstrap",
        "updateAfter",
        "cleanUp",
        "authorizeKey",
    ] == [command.step for command in account.commands]


def test_windows_commands_come_in_order(run, account):
    run("windows")

    assert [
        ("updateBefore", "AWS-InstallWindowsUpdates"),
        ("bootstrap", "AWS-RunPowerShellScript"),
        ("updateAfter", "AWS-InstallWindowsUpdates"),
        ("generalize", "AWSEC2-RunSysprep"),
    ] == [(command.step, command.document) for command in account.commands]


@pytest.mark.parametrize("document", ["linux", "windows"])
def test_what_is_not_given_has_a_default(run, account, document: str):
    """What is empty is left out: StartAutomationExecution takes no empty value."""
    names = """
        Description KmsKeyId BootstrapUrl BootstrapSha256 UpdateOs AmiTags Accounts OrganizationArns
    """
    absent: dict[str, list[str]] = {name: [] for name in names.split()}
    execution = run(document, **absent)

    assert "Success" == execution.status
    ((_, request),) = [call for call in account.calls if call[0] == "RunInstances"]
    assert "alias/aws/ebs" == request["BlockDeviceMappings"][0]["Ebs"]["KmsKeyId"]
    assert [] == account.rotations[0][1]["accounts"]
    assert {"updateBefore"} == _UPDATES & set(_ended(execution))


# When it does not


def _at(target: str, moment: str, do: Callable[[Execution], None]):
    """A watcher that does something whenever a step begins or ends."""

    def watch(execution: Execution, now: str, step: Step) -> None:
        if (step.name, now) == (target, moment):
            do(execution)

    return watch


def _fail(_: Execution) -> None:
    raise StepFailedError("made to fail")


def _nothing_is_left(account: BuildAccount, execution: Execution) -> bool:
    return {"terminated"} >= set(_states(account, execution))


@pytest.mark.parametrize(("document", "step"), _BUILD_STEPS)
def test_a_step_that_fails_leaves_no_instance(run, account, document: str, step: str):
    """The step fails after it took effect, and its answer is lost: the worst moment."""
    execution = run(document, _at(step, "ends", _fail))

    assert "Failed" == execution.status
    assert "Failed" == _ended(execution)[step]
    assert _nothing_is_left(account, execution)


@pytest.mark.parametrize("step", [step for step in _LINUX_STEPS if step != "terminateInstance"])
def test_a_step_that_fails_before_it_acts_leaves_no_instance(run, account, step: str):
    execution = run("linux", _at(step, "begins", _fail))

    assert "Failed" == execution.status
    assert _nothing_is_left(account, execution)


@pytest.mark.parametrize(("document", "step"), _BUILD_STEPS)
def test_a_step_that_takes_too_long_leaves_no_instance(run, account, document: str, step: str):
    def dawdle(execution: Execution) -> None:
        account.sleep(execution.runbook.steps[step].timeout + 1)

    execution = run(document, _at(step, "ends", dawdle))

    assert "TimedOut" == execution.status
    assert "TimedOut" == _ended(execution)[step]
    assert _nothing_is_left(account, execution)


@pytest.mark.parametrize(("document", "step"), _BUILD_STEPS)
def test_a_build_that_is_cancelled_in_a_step_leaves_no_instance(run, account, document, step: str):
    execution = run(document, _at(step, "ends", Execution.cancel))

    assert "Cancelled" == execution.status
    assert _nothing_is_left(account, execution)


@pytest.mark.parametrize("step", _LINUX_STEPS)
def test_a_build_that_is_cancelled_before_a_step_leaves_no_instance(run, account, step: str):
    execution = run("linux", _at(step, "begins", Execution.cancel))

    assert "Cancelled" == execution.status
    assert _nothing_is_left(account, execution)


@pytest.mark.parametrize("document", ["linux", "windows"])
def test_a_launch_that_is_refused_is_all_that_failed(run, account, document: str):
    """Nothing was launched, so nothing is terminated: the end does not fail over it."""
    account.refused["RunInstances"] = error(
        "InsufficientInstanceCapacity", "try another zone", "RunInstances"
    )
    execution = run(document)

    assert {
        "describeSource": "Success",
        "launchInstance": "Failed",
        "findLostInstance": "Success",
        "chooseLostInstance": "Success",
    } == _ended(execution)
    assert [] == _states(account, execution)


@pytest.mark.parametrize("document", ["linux", "windows"])
def test_a_launch_whose_answer_is_lost_is_tried_again_and_found(run, account, document: str):
    """The client token is the execution's id, so that the second try launches nothing."""
    lost = iter([True])

    def lose(_: Execution) -> None:
        if next(lost, False):
            raise StepFailedError("connection reset")

    execution = run(document, _at("launchInstance", "ends", lose))

    assert "Success" == execution.status
    assert ["terminated"] == _states(account, execution)


@pytest.mark.parametrize("document", ["linux", "windows"])
def test_termination_is_tried_three_times(run, account, document: str):
    failures = iter([True, True])

    def refuse(_: Execution) -> None:
        if next(failures, False):
            raise StepFailedError("RequestLimitExceeded")

    execution = run(document, _at("terminateInstance", "begins", refuse))

    assert "Success" == execution.status
    assert ["terminated"] == _states(account, execution)


@pytest.mark.parametrize("document", ["linux", "windows"])
@pytest.mark.parametrize("status", ["Failed", "TimedOut", "Cancelled", "Undeliverable"])
def test_a_command_that_does_not_succeed_fails_the_build(run, account, document, status: str):
    account.answer_command = lambda command: CommandResult(
        status if command.step == "bootstrap" else "Success", 1, "the script is not the approved"
    )
    execution = run(document)

    assert "Failed" == execution.status
    assert "the script is not the approved" in execution.steps[-2].failure
    assert [] == _images(account, execution)
    assert ["terminated"] == _states(account, execution)


@pytest.mark.parametrize("document", ["linux", "windows"])
def test_rotation_that_fails_fails_the_build(run, account, document: str):
    """Lambda answers 200 to a function that raised; only FunctionError tells."""
    account.rotation_error = "image may not be shared"
    execution = run(document)

    assert "Failed" == execution.status
    assert "image may not be shared" in execution.steps[-2].failure
    assert 1 == len(account.rotations)
    assert ["terminated"] == _states(account, execution)


@pytest.mark.parametrize("document", ["linux", "windows"])
@pytest.mark.parametrize(
    "step", ["createImage", "waitForImage", "checkImage", "tagSnapshots", "tagImage"]
)
def test_an_unfinished_image_is_no_image_of_the_factory(run, account, document, step: str):
    """Rotation selects by amifactory:image, which is what an unfinished image has not got."""
    (image,) = _images(account, run(document, _at(step, "ends", _fail)))

    assert "amifactory:image" not in _tags(image)
    assert "factory" == _tags(image)["amifactory:factory"]
    assert [] == account.rotations


@pytest.mark.parametrize("document", ["linux", "windows"])
def test_an_image_that_failed_is_not_waited_for(run, account, ec2, document: str):
    def spoil(_: Execution) -> None:
        (image,) = get_backend("ec2")[ACCOUNT][REGION].describe_images(ami_ids=[latest()])
        image.state = "failed"

    def latest() -> str:
        ((_, request),) = [call for call in account.calls if call[0] == "CreateImage"]
        named = [{"Name": "name", "Values": [request["Name"]]}]
        return ec2.describe_images(Filters=named)["Images"][0]["ImageId"]

    execution = run(document, _at("createImage", "ends", spoil))

    assert "Failed" == _ended(execution)["checkImage"]
    assert 0 == account.now()
    assert ["terminated"] == _states(account, execution)


def test_an_agent_that_never_comes_online_ends_the_build(run, account):
    nobody = {"InstanceInformationList": []}
    account.stand_ins["DescribeInstanceInformation"] = lambda _: nobody
    execution = run("linux")

    assert "TimedOut" == execution.status
    assert "TimedOut" == _ended(execution)["waitForAgent"]
    assert ["terminated"] == _states(account, execution)


def test_an_instance_that_dies_at_its_start_is_not_waited_for(run, account):
    """As with a key that the volume cannot be decrypted with."""

    def die(execution: Execution) -> None:
        tagged = [{"Name": "tag:amifactory:execution", "Values": [execution.id]}]
        found = account.aws("DescribeInstances", {"Filters": tagged})
        name = found["Reservations"][0]["Instances"][0]["InstanceId"]
        account.aws("TerminateInstances", {"InstanceIds": [name]})

    execution = run("linux", _at("waitRunning", "begins", die))

    assert "instance entered unexpected state terminated" == execution.steps[2].failure
    assert 0 == account.now()


# What a step can be handed by the machine it runs on


def _linux_build(run, machine: BuildMachine, account: BuildAccount, sha256: str) -> Execution:
    """A Linux build whose bootstrap is run for real; everything else succeeds."""
    machine.command("curl", 'while [ "$1" != --output ]; do shift; done; echo "echo hello" >"$2"')
    account.answer_command = lambda command: (
        machine.run_command(command)
        if command.step == "bootstrap"
        else CommandResult("Success", 0, "")
    )
    return run("linux", BootstrapSha256=[sha256])


def test_a_bootstrap_script_with_another_digest_fails_the_build(run, account, tmp_path):
    execution = _linux_build(run, BuildMachine.at(tmp_path), account, "0" * 64)

    assert "Failed" == execution.status
    assert "is not the one that was approved" in execution.steps[-2].failure
    assert [] == _images(account, execution)
    assert ["terminated"] == _states(account, execution)


def test_a_bootstrap_script_with_its_digest_makes_an_image(run, account, tmp_path):
    digest = hashlib.sha256(b"echo hello\n").hexdigest()
    execution = _linux_build(run, BuildMachine.at(tmp_path), account, digest)

    assert "Success" == execution.status
    assert 1 == len(_images(account, execution))
