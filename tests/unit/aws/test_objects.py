"""Scripts in S3 by boto3."""

from __future__ import annotations

import boto3
import pytest
from moto import mock_aws

from generator.aws.objects import connect
from generator.errors import AccessError, RemoteError


@pytest.fixture
def bucket():
    with mock_aws():
        s3 = boto3.client("s3", region_name="us-east-1")
        s3.create_bucket(Bucket="scripts")
        yield lambda key, data: s3.put_object(Bucket="scripts", Key=key, Body=data)


def test_the_object_as_it_is(bucket) -> None:
    bucket("web/it's.sh", b"\x00echo\r\n")

    assert b"\x00echo\r\n" == connect(None, None).fetch("s3://scripts/web/it's.sh")


def test_an_object_that_is_not_there(bucket) -> None:
    bucket("other", b"")

    with pytest.raises(RemoteError, match=r"cannot read s3://scripts/web\.sh: .*NoSuchKey"):
        connect(None, None).fetch("s3://scripts/web.sh")


def test_what_is_too_large_is_not_read(bucket, monkeypatch) -> None:
    bucket("large", b"123")
    monkeypatch.setattr("generator.aws.objects.MOST_BYTES", 2)

    with pytest.raises(AccessError, match="larger than 2 bytes"):
        connect(None, None).fetch("s3://scripts/large")
