"""`amifactory publish`: templates in a bucket, buttons beside them."""

from __future__ import annotations

import json
import shlex

import boto3
import pytest
from moto import mock_aws

from generator.publish.links import read_link
from tests.fakes.service_models import read_once

ACCOUNT = "123456789012"
BUCKET = "templates-bucket"


@pytest.fixture(autouse=True)
def s3(monkeypatch, tmp_path):
    """S3 with the bucket, in eu-central-1; commands run for eu-west-1."""
    read_once(monkeypatch)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    monkeypatch.setenv("AWS_REGION", "eu-west-1")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))
    with mock_aws():
        client = boto3.client("s3", region_name="eu-central-1")
        _bucket(client, BUCKET)
        yield client


def _bucket(client, name: str, region: str = "eu-central-1") -> None:
    client.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": region})


def _keys(client, bucket: str = BUCKET) -> list[str]:
    return [each["Key"] for each in client.list_objects_v2(Bucket=bucket).get("Contents", ())]


@pytest.fixture
def publish(amifactory, payloads):  # noqa: ARG001  # the payloads are files
    """Publish a payload's own template."""

    def call(*more: str, payload: str = "sound.yaml"):
        engine = ("--engine", "image-builder")
        return amifactory("publish", payload, "--bucket", BUCKET, *engine, *more)

    return call


def test_a_template_and_its_button(publish, s3, here) -> None:
    said = publish()

    assert 0 == said.code
    (key,) = _keys(s3)
    link = read_link(said.out.partition("](<")[2].partition(">)")[0])
    assert ("eu-west-1", "sound") == (link.region, link.stack)
    assert f"https://{BUCKET}.s3.eu-central-1.amazonaws.com/{key}" == link.template
    assert said.out == (here / "output" / "sound.launch.md").read_text()
    assert [
        f"publishing as account {ACCOUNT} (eu-west-1)",
        f"uploaded s3://{BUCKET}/{key}",
        "created  output/launch-stack.svg",
        "created  output/sound.launch.md",
        "created  output/sound.launch.html",
        (
            "can launch: this account only; to let others, allow them s3:GetObject in the policy "
            f"of {BUCKET}"
        ),
    ] == [line.partition(" (9")[0] for line in said.err.splitlines()]


def test_nothing_is_public(publish, s3) -> None:
    """No ACL of ours: the bucket's policy alone decides."""
    publish()
    (key,) = _keys(s3)

    grants = s3.get_object_acl(Bucket=BUCKET, Key=key)["Grants"]

    assert ["CanonicalUser"] == [each["Grantee"]["Type"] for each in grants]


def test_the_same_again_changes_nothing(publish, s3) -> None:
    first = publish()
    before = s3.list_objects_v2(Bucket=BUCKET)["Contents"]

    again = publish()

    assert (0, first.out) == (again.code, again.out)
    assert before == s3.list_objects_v2(Bucket=BUCKET)["Contents"]
    assert "same     s3://" in again.err
    assert "same     output/sound.launch.md" in again.err


def test_a_moving_copy_and_a_prefix(publish, s3) -> None:
    publish("--latest", "--prefix", "/golden/amis/")

    assert "golden/amis/sound/latest/template.yaml" in _keys(s3)


def test_one_bucket_a_region(publish, s3) -> None:
    for region in ("eu-west-1", "us-west-2"):
        _bucket(boto3.client("s3", region_name=region), f"templates-{region}", region)

    said = publish(
        *("--bucket", "templates-{region}", "--format", "json"),
        *("--launch-region", "eu-west-1", "--launch-region", "us-west-2"),
    )

    launches = said.json["templates"][0]["launches"]
    (key,) = _keys(s3, "templates-us-west-2")
    assert [
        ("eu-west-1", f"https://templates-eu-west-1.s3.eu-west-1.amazonaws.com/{key}"),
        ("us-west-2", f"https://templates-us-west-2.s3.us-west-2.amazonaws.com/{key}"),
    ] == [(each["region"], each["templateUrl"]) for each in launches]


def test_parameters_are_prefilled_where_a_template_has_them(publish) -> None:
    said = publish("--parameter", "SubnetId=subnet-1", "--format", "json", "--stack-name", "web")

    launch = said.json["templates"][0]["launches"][0]
    link = read_link(launch["link"])
    assert ("web", {"SubnetId": "subnet-1"}) == (link.stack, link.parameters)
    assert "ParameterKey=SubnetId,ParameterValue=subnet-1" in shlex.split(launch["command"])


def test_who_may_launch_is_told(publish, s3) -> None:
    policy = {
        "Version": "2012-10-17",
        "Statement": {
            "Effect": "Allow",
            "Principal": {"AWS": "arn:aws:iam::111122223333:root"},
            "Action": "s3:GetObject",
            "Resource": f"arn:aws:s3:::{BUCKET}/*",
        },
    }
    s3.put_bucket_policy(Bucket=BUCKET, Policy=json.dumps(policy))

    assert (
        f"can launch: this account, and by the policy of {BUCKET}: account 111122223333"
    ) in publish().err


def test_everything_that_generate_makes_is_published(amifactory, payloads, s3) -> None:
    """The classic engine, and the template for accounts that receive copies."""
    said = amifactory("publish", "copying.yaml", "--bucket", BUCKET)

    assert 0 == said.code, said.err
    assert ["AmiFactory", "copying", "destination-account"] == sorted(
        key.split("/")[1] for key in _keys(s3)
    )
    assert "region=eu-central-1" in (payloads / "output" / "copying.launch.md").read_text()


ONE_ENGINE = "warning: both engines build the scheduled image"


@pytest.mark.usefixtures("s3")
def test_that_only_one_of_two_engines_is_to_be_launched_is_said_once(
    amifactory, publish, here
) -> None:
    """Both would build each image by its schedule."""
    text = (here / "sound.yaml").read_text()
    assert ONE_ENGINE not in amifactory("publish", "sound.yaml", "--bucket", BUCKET).err
    (here / "sound.yaml").write_text(f"{text}    schedule: cron(0 3 * * ? *)\n")

    assert 1 == amifactory("publish", "sound.yaml", "--bucket", BUCKET).err.count(ONE_ENGINE)
    assert ONE_ENGINE not in publish().err


WRONG = [
    (("--parameter", "Nope=1"), "no template has the parameter Nope; they have: "),
    (("--parameter", "Nope"), "write NAME=VALUE"),
    (("--parameter", "SubnetId=a", "--parameter", "SubnetId=b"), "is given twice"),
    (("--stack-name", "1web"), "letters, digits and hyphens"),
    (("--launch-region", "ireland"), '"ireland" is not the name of a region'),
    (("--prefix", "a//b"), "is no safe beginning of a key"),
    (("--output", "-"), "give a folder"),
]


def test_a_wrong_command_line_uploads_nothing(publish, s3) -> None:
    """One AWS for all, since nothing comes of it."""
    ended = [publish(*arguments) for arguments, _ in WRONG]

    assert [2] * len(WRONG) == [each.code for each in ended]
    assert [] == [
        said for (_, said), each in zip(WRONG, ended, strict=True) if said not in each.err
    ]
    assert [] == _keys(s3)


def test_a_payload_that_pins_its_region_is_launched_there_only(publish, s3) -> None:
    said = publish("--launch-region", "us-east-1", payload="copying.yaml")

    assert 2 == said.code
    assert "copying belongs to eu-central-1 (factory.region)" in said.err
    assert [] == _keys(s3)


def test_a_payload_with_errors_publishes_nothing(publish, s3, listing) -> None:
    said = publish(payload="faulty.yaml")

    assert 3 == said.code
    assert [] == _keys(s3)
    assert "output" not in listing()


def test_a_bucket_that_is_not_there(publish, listing) -> None:
    said = publish("--bucket", "no-such-bucket")

    assert 4 == said.code
    assert "there is no bucket no-such-bucket" in said.err
    assert "output" not in listing()


def test_a_partition_without_a_public_console_gets_no_button(publish) -> None:
    said = publish("--launch-region", "us-iso-east-1")

    assert 0 == said.code
    assert "launch-stack.svg" not in said.out
    assert "aws cloudformation create-stack --region us-iso-east-1" in said.out
    assert "us-iso-east-1 has no public console" in said.err
    assert "it is of the partition aws-iso" in said.err
