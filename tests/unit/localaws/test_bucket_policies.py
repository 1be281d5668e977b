"""Bucket policies of the local AWS: statements count unless they hold under a condition."""

from __future__ import annotations

import json

import pytest
from botocore.exceptions import ClientError

from generator.localaws.door import local_aws

DENY = {
    "Effect": "Deny",
    "Principal": "*",
    "Action": "s3:*",
    "Resource": "arn:aws:s3:::shut-bucket/*",
}
TLS_ONLY = {**DENY, "Condition": {"Bool": {"aws:SecureTransport": "false"}}}


def test_a_bucket_for_tls_alone_can_be_used_and_a_shut_one_cannot() -> None:
    with local_aws() as aws:
        s3 = aws.client("s3", region="us-east-1")
        s3.create_bucket(Bucket="shut-bucket")
        s3.put_bucket_policy(Bucket="shut-bucket", Policy=json.dumps({"Statement": [TLS_ONLY]}))
        s3.put_object(Bucket="shut-bucket", Key="k", Body=b"1")
        s3.put_bucket_policy(
            Bucket="shut-bucket", Policy=json.dumps({"Statement": [TLS_ONLY, DENY]})
        )

        with pytest.raises(ClientError, match=r"Forbidden|AccessDenied"):
            s3.put_object(Bucket="shut-bucket", Key="k", Body=b"2")
