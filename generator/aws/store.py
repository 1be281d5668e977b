"""Amazon S3: a bucket for templates."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from botocore.exceptions import ClientError

from generator.aws.failures import HINTS, translated
from generator.aws.session import client
from generator.errors import DeniedError, NotFoundError

TAKEN = ("PreconditionFailed", "412")
"""Somebody wrote the object before (PutObject, If-None-Match)."""
MISSING = ("NoSuchKey", "NoSuchBucket", "404")
FOREIGN = ("AccessDenied", "Forbidden", "403")


class S3Store:
    """The port `Store`, by boto3.

    Every request names the account that has to own the bucket (ExpectedBucketOwner): a bucket
    of that name in other hands gets nothing from us and gives us nothing.
    """

    def __init__(self, s3: Any, bucket: str, account: str, region: str) -> None:
        self.bucket = bucket
        self._client = s3
        self._region = region
        self._owned = {"Bucket": bucket, "ExpectedBucketOwner": account}

    def put(self, key: str, data: bytes, content_type: str) -> bool:
        """Write an object that nobody else can read; False when the key is there already."""
        with translated(f"write to the bucket {self.bucket}"):
            try:
                self._write(key, data, content_type, IfNoneMatch="*")
            except ClientError as error:
                if _code(error) in TAKEN:
                    return False
                raise
        return True

    def replace(self, key: str, data: bytes, content_type: str) -> None:
        """Write an object over what is there."""
        with translated(f"write to the bucket {self.bucket}"):
            self._write(key, data, content_type)

    def get(self, key: str) -> bytes | None:
        """An object's content; None when there is none."""
        with translated(f"read from the bucket {self.bucket}"):
            try:
                data: bytes = self._client.get_object(**self._owned, Key=key)["Body"].read()
            except ClientError as error:
                if _code(error) in MISSING:
                    return None
                raise
        return data

    def url(self, key: str) -> str:
        """The https URL by which CloudFormation reads an object.

        By AWS's own rules for endpoints and not by the client's endpoint, which
        AWS_ENDPOINT_URL changes: CloudFormation does not read our environment.
        """
        return f"{endpoint(self.bucket, self._region)}/{quote(key)}"

    def _write(self, key: str, data: bytes, content_type: str, **more: Any) -> None:
        """With no ACL (the bucket decides) and with encryption by S3's own keys."""
        self._client.put_object(
            **self._owned,
            Key=key,
            Body=data,
            ContentType=content_type,
            ServerSideEncryption="AES256",
            **more,
        )


def connect(bucket: str, account: str, region: str | None, profile: str | None) -> S3Store:
    """A bucket that is there and belongs to the account, wherever its region is.

    Raises:
        NotFoundError: there is no such bucket.
        DeniedError: it belongs to somebody else, or these credentials may not use it.
        AccessError: when AWS cannot be asked.
    """
    s3 = client("s3", region, profile)
    home = bucket_region(s3, bucket, account)
    if home is None:
        raise NotFoundError(f"there is no bucket {bucket}", HINTS[NotFoundError])
    return S3Store(s3, bucket, account, home)


def bucket_region(s3: Any, bucket: str, account: str) -> str | None:
    """Region of a bucket of this account; None when nobody has a bucket of this name.

    Raises:
        DeniedError: it belongs to somebody else, or these credentials may not use it.
        AccessError: when AWS cannot be asked.
    """
    with translated(f"look at the bucket {bucket}"):
        try:
            said = s3.head_bucket(Bucket=bucket, ExpectedBucketOwner=account)
        except ClientError as error:
            if _code(error) in MISSING:
                return None
            if _code(error) in FOREIGN:
                raise DeniedError(
                    f"the bucket {bucket} is not of account {account}, or it cannot be used "
                    "with these credentials",
                    "name a bucket of this account with --bucket, or ask for s3:ListBucket on it",
                ) from error
            raise
    return str(said.get("BucketRegion") or s3.meta.region_name)


def endpoint(bucket: str, region: str) -> str:
    """Where S3 answers for a bucket, by the ruleset that botocore carries for S3."""
    from botocore.endpoint_provider import EndpointProvider
    from botocore.loaders import create_loader

    loader = create_loader()
    provider = EndpointProvider(
        loader.load_service_model("s3", "endpoint-rule-set-1"), loader.load_data("partitions")
    )
    resolved = provider.resolve_endpoint(
        Bucket=bucket, Region=region, UseFIPS=False, UseDualStack=False, Accelerate=False
    )
    return str(resolved.url)


def _code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))
