"""Templates in buckets of anybody's, by boto3."""

from __future__ import annotations

from typing import Any

from botocore.exceptions import ClientError

from generator.aws.failures import translated
from generator.aws.session import client
from generator.errors import RemoteError

MOST = 1_000_000
"""Bytes; CloudFormation reads no larger template, so neither do we."""
MISSING = ("NoSuchKey", "NoSuchBucket", "NoSuchVersion", "404")


class S3Published:
    """The port `Published`, by boto3."""

    def __init__(self, s3: Any) -> None:
        self._client = s3

    def fetch(self, bucket: str, key: str, version: str = "") -> bytes | None:
        """An object's content (GetObject).

        Raises:
            AccessError: when S3 does not let these credentials read it.
            RemoteError: when it is larger than any template.
        """
        named = {"VersionId": version} if version else {}
        with translated(f"read s3://{bucket}/{key}"):
            try:
                said = self._client.get_object(Bucket=bucket, Key=key, **named)
            except ClientError as error:
                if error.response.get("Error", {}).get("Code") in MISSING:
                    return None
                raise
            data: bytes = said["Body"].read(MOST + 1)
        if len(data) > MOST:
            raise RemoteError(f"s3://{bucket}/{key} has more than {MOST:,} bytes: no template")
        return data


def connect(region: str | None, profile: str | None) -> S3Published:
    """Buckets that these credentials may read.

    Raises:
        AccessError: without a region, for an unknown profile or a broken configuration.
    """
    return S3Published(client("s3", region, profile))
