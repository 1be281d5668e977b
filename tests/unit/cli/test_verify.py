"""`amifactory verify`: what a launch link opens, and whether its template is the one."""

from __future__ import annotations

import boto3
import pytest
from moto import mock_aws

from generator.publish.keys import sha256
from generator.publish.links import Launch, link
from tests.fakes.service_models import read_once

BUCKET = "templates-bucket"


@pytest.fixture(autouse=True)
def s3(monkeypatch, tmp_path):
    """S3 with the bucket."""
    read_once(monkeypatch)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    monkeypatch.setenv("AWS_REGION", "eu-west-1")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))
    with mock_aws():
        client = boto3.client("s3", region_name="eu-west-1")
        client.create_bucket(
            Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
        )
        yield client


@pytest.fixture
def published(amifactory, payloads):  # noqa: ARG001  # the payloads are files
    """A published template: what `publish --format json` says of it."""
    said = amifactory(
        *("publish", "sound.yaml", "--bucket", BUCKET, "--engine", "image-builder"),
        *("--format", "json", "--parameter", "SubnetId=subnet-1"),
    )
    return said.json["templates"][0]


@pytest.fixture
def opens(published):
    """The launch link."""
    return published["launches"][0]["link"]


def test_a_good_link(amifactory, published, opens) -> None:
    said = amifactory("verify", opens, "sound.yaml", "--sha256", published["sha256"])

    assert 0 == said.code
    assert [
        "region    eu-west-1",
        "stack     sound",
        f"bucket    {BUCKET}",
        f"key       {published['uploads'][0]['key']}",
        "parameter SubnetId = subnet-1",
        f"sha256    {published['sha256']}",
        "same      the digest that was given",
        "same      the first 16 digits in its key",
        "same      what the payload makes now (sound)",
    ] == said.out.splitlines()
    assert "" == said.err


def test_the_key_alone_tells_little(amifactory, opens) -> None:
    """A stranger's bucket has keys with right digests too."""
    said = amifactory("verify", opens)

    assert 0 == said.code
    assert (
        "whether the bucket is its publisher's, only --sha256 or the payload can tell" in said.err
    )


def test_a_template_that_was_written_over(amifactory, published, opens, s3) -> None:
    key = published["uploads"][0]["key"]
    s3.put_object(Bucket=BUCKET, Key=key, Body=b"Resources: {Evil: {}}\n")

    said = amifactory("verify", opens, "--format", "json")

    assert 5 == said.code
    assert sha256(b"Resources: {Evil: {}}\n") == said.json["sha256"]
    assert [{"with": "key", "same": False, "expected": published["sha256"][:16]}] == said.json[
        "comparisons"
    ]


def test_a_hostile_fork(amifactory, published, s3) -> None:
    """Its key is right, its digest is not the one that the publisher shows."""
    evil = b"Resources: {Evil: {}}\n"
    key = f"templates/sound/{sha256(evil)[:16]}/template.yaml"
    s3.put_object(Bucket=BUCKET, Key=key, Body=evil)
    launch = Launch("eu-west-1", f"https://{BUCKET}.s3.eu-west-1.amazonaws.com/{key}", "sound")

    said = amifactory("verify", link(launch, "aws"), "--sha256", published["sha256"])

    assert 5 == said.code
    assert f"DIFFERS   the digest that was given: {published['sha256']}" in said.out
    assert "do not launch it: this is not the template that was published" in said.err


def test_a_payload_that_has_changed(amifactory, opens, payloads) -> None:
    sound = payloads / "sound.yaml"
    sound.write_text(sound.read_text().replace("0123456789", "1123456789"))

    said = amifactory("verify", opens, "sound.yaml")

    assert 5 == said.code, said.err
    assert "DIFFERS   what the payload makes now (sound): " in said.out
    assert "publish it again" in said.err


def test_the_url_of_a_template_is_enough(amifactory, published) -> None:
    said = amifactory("verify", published["uploads"][0]["url"], "sound.yaml")

    assert 0 == said.code
    assert "stack" not in said.out


def test_an_older_version_of_an_object(amifactory, s3) -> None:
    s3.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})
    old = s3.put_object(Bucket=BUCKET, Key="web.yaml", Body=b"old")["VersionId"]
    s3.put_object(Bucket=BUCKET, Key="web.yaml", Body=b"new")
    url = f"https://{BUCKET}.s3.eu-west-1.amazonaws.com/web.yaml?versionId={old}"

    assert 0 == amifactory("verify", url, "--sha256", sha256(b"old")).code


def test_nothing_to_compare_with(amifactory, s3) -> None:
    s3.put_object(Bucket=BUCKET, Key="web.yaml", Body=b"text")

    said = amifactory("verify", f"https://{BUCKET}.s3.eu-west-1.amazonaws.com/web.yaml")

    assert 4 == said.code
    assert sha256(b"text") in said.out
    assert "there is nothing to compare the template with" in said.err


def test_a_template_that_is_not_there(amifactory) -> None:
    said = amifactory("verify", f"https://{BUCKET}.s3.eu-west-1.amazonaws.com/web.yaml")

    assert 4 == said.code
    assert f"there is no template at s3://{BUCKET}/web.yaml" in said.err


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/web.yaml",
        "https://console.aws.amazon.com.evil.example/#/stacks/quickcreate?templateURL=x",
        "https://console.aws.amazon.com/#/stacks/quickcreate?templateURL=https://evil.example/x",
        "https://console.aws.amazon.com/#/stacks/quickcreate?stackName=web",
        "\x1b[31mweb",
    ],
)
def test_what_is_no_link_is_a_wrong_command_line(amifactory, url: str) -> None:
    said = amifactory("verify", url)

    assert 2 == said.code
    assert "\x1b" not in said.err


def test_half_a_digest_is_a_wrong_command_line(amifactory) -> None:
    said = amifactory("verify", "https://x", "--sha256", "8954e9a36f3e2ecc")

    assert 2 == said.code
    assert "a SHA-256 digest has 64 hex digits" in said.err


def test_a_hostile_key_is_shown_harmless(amifactory) -> None:
    said = amifactory("verify", f"https://{BUCKET}.s3.eu-west-1.amazonaws.com/%1b[2Jx%0a::error::")

    assert 4 == said.code
    assert "\x1b" not in said.out + said.err
    assert not any(line.startswith("::") for line in (said.out + said.err).splitlines())
