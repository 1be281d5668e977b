"""Objects in S3 that others wrote: bootstrap scripts."""

from __future__ import annotations

from typing import Any

from generator.aws.failures import translated
from generator.aws.session import client
from generator.errors import AccessError
from generator.ports.scripts import MOST_BYTES


class S3Scripts:
    """The port `Scripts` for s3:// URLs, by boto3."""

    def __init__(self, s3_client: Any) -> None:
        self._client = s3_client

    def fetch(self, url: str) -> bytes:
        """The object as it is now; `url` is s3://bucket/key."""
        bucket, _, key = url.removeprefix("s3://").partition("/")
        with translated(f"read {url}"):
            answer = self._client.get_object(Bucket=bucket, Key=key)
            if answer["ContentLength"] > MOST_BYTES:
                answer["Body"].close()
                raise AccessError(f"{url} is larger than {MOST_BYTES} bytes: no script")
            data: bytes = answer["Body"].read()
        return data


def connect(region: str | None, profile: str | None) -> S3Scripts:
    """Scripts in the buckets that these credentials may read.

    Raises:
        AccessError: for an unknown profile or a broken configuration.
    """
    return S3Scripts(client("s3", region or "us-east-1", profile))
