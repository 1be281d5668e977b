"""The local AWS is still there after a restart, and no file of anybody else's is read."""

from __future__ import annotations

import gzip
import io
import json
import os
import pickle
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generator.errors import LocalAwsError
from generator.localaws import state
from generator.localaws.clock import START, clock
from generator.localaws.door import LocalAws, local_aws

OTHER = "111122223333"
ROLE = "arn:aws:iam::123456789012:role/builder"


def kept(file: Path, body: bytes) -> None:
    """A state file with that content, readable by us alone."""
    file.write_bytes(body)
    file.chmod(0o600)


def furnish(aws: LocalAws) -> str:
    """Something of every service that a factory uses; gives the id of an AMI."""
    s3, ec2, iam = aws.client("s3"), aws.client("ec2"), aws.client("iam")
    s3.create_bucket(
        Bucket="templates", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
    )
    s3.put_object(Bucket="templates", Key="web.json", Body=b"{}")
    source = aws.seed_ami("ami-0de53d8956e8dcf80")
    launched = ec2.run_instances(ImageId=source, MinCount=1, MaxCount=1)["Instances"][0]
    ami = ec2.create_image(InstanceId=launched["InstanceId"], Name="web")["ImageId"]
    iam.create_role(RoleName="builder", AssumeRolePolicyDocument="{}")
    iam.attach_role_policy(
        RoleName="builder", PolicyArn="arn:aws:iam::aws:policy/EC2InstanceProfileForImageBuilder"
    )
    aws.client("ssm").put_parameter(Name="/ami/web", Value=ami, Type="String")
    aws.client("kms").create_key()
    aws.client("sqs").create_queue(QueueName="builds")
    aws.client("lambda").create_function(
        FunctionName="buildAmi", Runtime="python3.13", Role=ROLE,
        Handler="index.handler", Code={"ZipFile": zipped("def handler(event, _): return event")},
    )  # fmt: skip
    aws.client("sns", account=OTHER).create_topic(Name="theirs")
    return str(ami)


def zipped(source: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("index.py", source)
    return data.getvalue()


def test_everything_is_there_after_a_restart(tmp_path: Path) -> None:
    file = tmp_path / "aws.state"
    with local_aws() as aws:
        ami = furnish(aws)
        aws.clock.advance(60)
        aws.faults.build("web")
        assert "" == state.save(file)
    with local_aws() as aws:
        assert state.load(file)
        images = aws.client("ec2").describe_images(Owners=["self"])["Images"]
        roles = aws.client("iam").list_attached_role_policies(RoleName="builder")

        assert [(ami, "web")] == [(one["ImageId"], one["Name"]) for one in images]
        assert ami == aws.client("ssm").get_parameter(Name="/ami/web")["Parameter"]["Value"]
        assert 1 == len(aws.client("kms").list_keys()["Keys"])
        assert 1 == len(aws.client("sqs").list_queues()["QueueUrls"])
        assert "buildAmi" == aws.client("lambda").list_functions()["Functions"][0]["FunctionName"]
        assert 1 == len(roles["AttachedPolicies"])
        assert 1 == len(aws.client("sns", account=OTHER).list_topics()["Topics"])
        assert [] == aws.client("sns").list_topics()["Topics"]
        assert (60.0, ["web"]) == (
            (aws.clock.now() - START).total_seconds(),
            [one["image"] for one in aws.faults.waiting()],
        )


HAPPENED: list[str] = []


def test_what_is_in_flight_goes_on(tmp_path: Path) -> None:
    """Work is often a small function inside another, with values of its own."""
    file = tmp_path / "aws.state"

    def step(name: str, left: int) -> Callable[[], None]:
        def run() -> None:
            HAPPENED.append(f"{name} {left}")
            if left:
                clock.later(60, step(name, left - 1), f"{name} {left - 1}")

        return run

    HAPPENED.clear()
    with local_aws():
        clock.later(60, step("web", 2), "web 2")
        clock.advance(90)
        state.save(file)
    with local_aws():
        state.load(file)
        assert ["web 1"] == [due.label for due in clock.pending()]
        clock.advance(90)

    assert ["web 2", "web 1", "web 0"] == HAPPENED


def test_what_no_file_can_hold_is_finished_first(tmp_path: Path) -> None:
    file = tmp_path / "aws.state"
    stubborn = (number for number in range(3))
    with local_aws():
        clock.later(3600, lambda: HAPPENED.append(str(stubborn)))
        HAPPENED.clear()
        remark = state.save(file)

        assert ("what was in flight was finished first", 1, 3600.0) == (
            remark,
            len(HAPPENED),
            (clock.now() - START).total_seconds(),
        )


def test_a_build_and_a_stack_survive(tmp_path: Path) -> None:
    """A stack that is being made is finished after the restart."""
    file = tmp_path / "aws.state"
    template = {"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}}
    with local_aws() as aws:
        aws.client("cloudformation").create_stack(
            StackName="web", TemplateBody=json.dumps(template)
        )
        state.save(file)
    with local_aws() as aws:
        state.load(file)
        aws.clock.advance(3600)
        stack = aws.client("cloudformation").describe_stacks(StackName="web")["Stacks"][0]

        assert ("CREATE_COMPLETE", 1) == (
            stack["StackStatus"],
            len(aws.client("sns").list_topics()["Topics"]),
        )


def test_a_file_that_is_not_there_begins_with_nothing(tmp_path: Path) -> None:
    assert not state.load(tmp_path / "aws.state")


def test_the_file_is_ours_alone(tmp_path: Path) -> None:
    file = tmp_path / "aws.state"
    with local_aws():
        state.save(file)

    assert 0o600 == stat.S_IMODE(file.stat().st_mode)
    assert [file] == list(tmp_path.iterdir())


class Trap:
    """Pickled, it would make a folder when it is read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __reduce__(self) -> Any:
        return os.mkdir, (str(self.folder),)


@pytest.mark.parametrize("mode", [0o644, 0o620, 0o602, 0o640])
def test_a_file_that_others_could_read_or_write_is_not_read(tmp_path: Path, mode: int) -> None:
    file = tmp_path / "aws.state"
    head = json.dumps(state.releases()).encode() + b"\n"
    kept(file, head + gzip.compress(pickle.dumps(Trap(tmp_path / "sprung"))))
    file.chmod(mode)

    with pytest.raises(LocalAwsError, match="only you can read and write"):
        state.load(file)
    assert not (tmp_path / "sprung").exists()


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    kept(tmp_path / "real.state", b"{}\n")
    (tmp_path / "aws.state").symlink_to(tmp_path / "real.state")

    with pytest.raises(LocalAwsError, match="cannot read the state"):
        state.load(tmp_path / "aws.state")


@pytest.mark.parametrize(
    "head", [b"", b"{}", b"no json", b'{"amifactory local": 1, "moto": "4.0"}']
)
def test_a_file_of_another_release_is_refused_unread(tmp_path: Path, head: bytes) -> None:
    file = tmp_path / "aws.state"
    kept(file, head + b"\n" + gzip.compress(pickle.dumps(Trap(tmp_path / "sprung"))))

    with pytest.raises(LocalAwsError, match="this is amifactory local 1"):
        state.load(file)
    assert not (tmp_path / "sprung").exists()


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "aws.state"
    kept(file, json.dumps(state.releases()).encode() + b"\n" + b"half")

    with pytest.raises(LocalAwsError, match="is damaged"):
        state.load(file)


def test_a_file_that_cannot_be_written_is_an_error_of_ours(tmp_path: Path) -> None:
    with local_aws(), pytest.raises(LocalAwsError, match="cannot write the state"):
        state.save(tmp_path / "nowhere" / "aws.state")


def test_a_file_that_could_not_be_written_is_refused_before_anything_is_made(
    tmp_path: Path,
) -> None:
    """Not on the way out, when all is lost."""
    for file in (tmp_path / "nowhere" / "aws.state", Path("/dev/null/aws.state")):
        with pytest.raises(LocalAwsError, match="cannot be kept in"), state.claimed(file):
            pytest.fail("it was claimed")


def test_a_file_has_one_local_aws_at_a_time(tmp_path: Path) -> None:
    """The last to stop would win; nothing is left beside the file."""
    file = tmp_path / "aws.state"
    with (
        state.claimed(file),
        pytest.raises(LocalAwsError, match="another `amifactory local` keeps its state"),
        state.claimed(file),
    ):
        pytest.fail("it was claimed twice")
    with state.claimed(file):
        pass

    assert [] == list(tmp_path.iterdir())
