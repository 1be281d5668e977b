"""The bucket for templates that are too large for a request; one for each account and region."""

from __future__ import annotations

import json
from typing import Any

from botocore.exceptions import ClientError

from generator.aws.failures import translated
from generator.aws.session import client
from generator.aws.store import S3Store, bucket_region
from generator.ports.place import Place

DAYS = 30
"""Until a template expires: CloudFormation reads it once, and keeps its own copy."""
HOME = "us-east-1"
"""The one region that has no LocationConstraint (S3, CreateBucket)."""


def name_of(place: Place) -> str:
    """The bucket's name, which tells whose it is."""
    return f"amifactory-templates-{place.account}-{place.region}"


def connect(place: Place) -> tuple[S3Store, bool]:
    """The bucket of an account and region, and whether it was made just now.

    Raises:
        DeniedError: a bucket of its name belongs to somebody else.
        AccessError: when AWS cannot be asked.
        RemoteError: when S3 fails.
    """
    s3 = client("s3", place.region, place.profile or None)
    bucket = name_of(place)
    made = bucket_region(s3, bucket, place.account) is None
    with translated(f"make the bucket {bucket}"):
        if made:
            _create(s3, bucket, place.region)
        if made or not _finished(s3, bucket, place.account):
            _settle(s3, bucket, place)
    return S3Store(s3, bucket, place.account, place.region), made


def _create(s3: Any, bucket: str, region: str) -> None:
    there = {"CreateBucketConfiguration": {"LocationConstraint": region}} if region != HOME else {}
    try:
        s3.create_bucket(Bucket=bucket, ObjectOwnership="BucketOwnerEnforced", **there)
    except ClientError as error:
        if error.response["Error"]["Code"] != "BucketAlreadyOwnedByYou":  # another run was quicker
            raise


def _finished(s3: Any, bucket: str, account: str) -> bool:
    """Whether it has the setting that comes last: a run may have been killed before."""
    try:
        s3.get_bucket_lifecycle_configuration(Bucket=bucket, ExpectedBucketOwner=account)
    except ClientError as error:
        if error.response["Error"]["Code"] == "NoSuchLifecycleConfiguration":
            return False
        raise
    return True


def _settle(s3: Any, bucket: str, place: Place) -> None:
    """Private, versioned, encrypted, by TLS only, and empty again after a month."""
    owned = {"Bucket": bucket, "ExpectedBucketOwner": place.account}
    s3.put_public_access_block(
        **owned,
        PublicAccessBlockConfiguration={
            "BlockPublicAcls": True,
            "IgnorePublicAcls": True,
            "BlockPublicPolicy": True,
            "RestrictPublicBuckets": True,
        },
    )
    s3.put_bucket_versioning(**owned, VersioningConfiguration={"Status": "Enabled"})
    encryption = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}
    s3.put_bucket_encryption(**owned, ServerSideEncryptionConfiguration={"Rules": [encryption]})
    s3.put_bucket_policy(**owned, Policy=json.dumps(_tls_only(bucket, place.partition)))
    s3.put_bucket_lifecycle_configuration(**owned, LifecycleConfiguration={"Rules": [_expiry()]})


def _tls_only(bucket: str, partition: str) -> dict[str, Any]:
    arn = f"arn:{partition}:s3:::{bucket}"
    refused = {
        "Sid": "TlsOnly",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [arn, f"{arn}/*"],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    return {"Version": "2012-10-17", "Statement": [refused]}


def _expiry() -> dict[str, Any]:
    return {
        "ID": "templates-expire",
        "Status": "Enabled",
        "Filter": {"Prefix": ""},
        "Expiration": {"Days": DAYS},
        "NoncurrentVersionExpiration": {"NoncurrentDays": 1},
        "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 1},
    }
