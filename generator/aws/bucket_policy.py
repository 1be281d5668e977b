"""The policy of a bucket, by boto3."""

from __future__ import annotations

from typing import Any

from botocore.exceptions import ClientError

from generator.aws.failures import translated
from generator.aws.session import client


class S3BucketPolicy:
    """The port `BucketPolicy`, by boto3."""

    def __init__(self, s3: Any, bucket: str) -> None:
        self._client = s3
        self._bucket = bucket

    def text(self) -> str:
        """The policy (GetBucketPolicy)."""
        with translated(f"read the policy of the bucket {self._bucket}"):
            try:
                return str(self._client.get_bucket_policy(Bucket=self._bucket)["Policy"])
            except ClientError as error:
                if _none(error):
                    return ""
                raise

    def public(self) -> bool:
        """What S3 thinks of it (GetBucketPolicyStatus)."""
        with translated(f"ask who may read the bucket {self._bucket}"):
            try:
                said = self._client.get_bucket_policy_status(Bucket=self._bucket)
            except ClientError as error:
                if _none(error):
                    return False
                raise
        return bool(said["PolicyStatus"].get("IsPublic"))


def connect(bucket: str, region: str | None, profile: str | None) -> S3BucketPolicy:
    """The policy of a bucket.

    Raises:
        AccessError: without a region, for an unknown profile or a broken configuration.
    """
    return S3BucketPolicy(client("s3", region, profile), bucket)


def _none(error: ClientError) -> bool:
    return bool(error.response.get("Error", {}).get("Code") == "NoSuchBucketPolicy")
