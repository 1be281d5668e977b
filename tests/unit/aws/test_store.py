"""Templates in S3: written once, for us alone, and found where AWS reads them."""

from __future__ import annotations

import boto3
import pytest
from botocore.exceptions import ClientError

from generator.aws import store, template_bucket
from generator.errors import DeniedError, NotFoundError
from generator.localaws.door import local_aws
from generator.ports.place import Place

PLACE = Place("123456789012", "eu-west-1", "aws")
BUCKET = "amifactory-templates-123456789012-eu-west-1"


@pytest.fixture(autouse=True)
def _signed_in(monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "local")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "local")


@pytest.fixture
def s3():
    with local_aws() as aws:
        yield aws.client("s3")


def test_the_bucket_is_made_once_and_guarded(s3) -> None:
    made, again = template_bucket.connect(PLACE), template_bucket.connect(PLACE)

    assert (BUCKET, True, False) == (made[0].bucket, made[1], again[1])
    blocked = s3.get_public_access_block(Bucket=BUCKET)["PublicAccessBlockConfiguration"]
    assert {True} == set(blocked.values())
    assert "Enabled" == s3.get_bucket_versioning(Bucket=BUCKET)["Status"]
    assert "aws:SecureTransport" in s3.get_bucket_policy(Bucket=BUCKET)["Policy"]
    rules = s3.get_bucket_lifecycle_configuration(Bucket=BUCKET)["Rules"]
    assert [30] == [rule["Expiration"]["Days"] for rule in rules]
    encryption = s3.get_bucket_encryption(Bucket=BUCKET)["ServerSideEncryptionConfiguration"]
    assert "AES256" in str(encryption)


def test_a_bucket_that_a_killed_run_left_unfinished_is_finished(s3) -> None:
    where = {"LocationConstraint": "eu-west-1"}
    s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration=where)

    assert not template_bucket.connect(PLACE)[1]
    assert s3.get_bucket_lifecycle_configuration(Bucket=BUCKET)["Rules"]


def test_in_the_first_region_it_is_made_too(s3) -> None:
    place = Place("123456789012", "us-east-1", "aws")

    assert template_bucket.connect(place)[1]
    assert s3.head_bucket(Bucket="amifactory-templates-123456789012-us-east-1")


def test_an_object_is_written_once(s3) -> None:
    there, _ = template_bucket.connect(PLACE)

    assert [True, False] == [there.put("a/b.yaml", data, "text/yaml") for data in (b"1", b"2")]
    assert b"1" == there.get("a/b.yaml")
    assert there.get("a/c.yaml") is None
    there.replace("a/b.yaml", b"3", "text/yaml")
    assert b"3" == there.get("a/b.yaml")
    assert "AES256" == s3.head_object(Bucket=BUCKET, Key="a/b.yaml")["ServerSideEncryption"]


def test_a_named_bucket_has_to_be_there(s3) -> None:
    assert s3 is not None
    with pytest.raises(NotFoundError, match="there is no bucket nowhere"):
        store.connect("nowhere", "123456789012", "eu-west-1", None)


class NotOurs:
    """S3 of which every bucket belongs to somebody else."""

    def __init__(self) -> None:
        self.asked: list[dict[str, str]] = []

    def head_bucket(self, **asked: str) -> None:
        """Nobody may look."""
        self.asked.append(asked)
        raise ClientError({"Error": {"Code": "403", "Message": "Forbidden"}}, "HeadBucket")


def test_a_bucket_of_somebody_else_is_refused() -> None:
    s3 = NotOurs()

    with pytest.raises(DeniedError) as caught:
        store.bucket_region(s3, BUCKET, "123456789012")

    assert [{"Bucket": BUCKET, "ExpectedBucketOwner": "123456789012"}] == s3.asked
    assert f"the bucket {BUCKET} is not of account 123456789012" in caught.value.message


@pytest.mark.parametrize(
    ("bucket", "region", "url"),
    [
        ("my-bucket", "eu-west-1", "https://my-bucket.s3.eu-west-1.amazonaws.com/a/b%20c.yaml"),
        ("my.bucket", "eu-west-1", "https://s3.eu-west-1.amazonaws.com/my.bucket/a/b%20c.yaml"),
        (
            "my-bucket",
            "cn-north-1",
            "https://my-bucket.s3.cn-north-1.amazonaws.com.cn/a/b%20c.yaml",
        ),
        (
            "my-bucket",
            "eusc-de-east-1",
            "https://my-bucket.s3.eusc-de-east-1.amazonaws.eu/a/b%20c.yaml",
        ),
    ],
)
def test_the_url_is_that_of_aws_whatever_our_endpoint_is(
    monkeypatch, bucket: str, region: str, url: str
) -> None:
    """CloudFormation reads it, not this machine."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:4566")
    client = boto3.Session(region_name=region).client("s3")

    assert url == store.S3Store(client, bucket, "123456789012", region).url("a/b c.yaml")
