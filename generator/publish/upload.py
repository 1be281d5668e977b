"""Puts templates into a bucket."""

from __future__ import annotations

from dataclasses import dataclass

from generator.errors import RemoteError
from generator.ports.store import Store
from generator.publish.keys import key_of, latest_key
from generator.publish.template import Template

CONTENT_TYPE = "application/yaml"
"""RFC 9512."""


@dataclass(frozen=True, slots=True)
class Uploaded:
    """A template that is in a bucket."""

    bucket: str
    key: str
    url: str
    new: bool
    """False when it was there already."""
    latest: str = ""
    """Key of the copy that moves; empty when none was asked for."""


def upload(template: Template, store: Store, prefix: str, *, latest: bool = False) -> Uploaded:
    """Put a template under its digest, and over the moving copy when that is wanted.

    What is there already is read back: its key promises a content, and others may write to the
    bucket too.

    Raises:
        AccessError: when the bucket is not there, or not for us.
        RemoteError: when S3 fails, or another content lies under the digest.
    """
    key = key_of(prefix, template.name, template.digest)
    new = store.put(key, template.data, CONTENT_TYPE)
    if not new and store.get(key) != template.data:
        raise RemoteError(
            f"s3://{store.bucket}/{key} is not the template that its name promises",
            "somebody wrote over it: find out who may write to the bucket, delete the object, "
            "and publish again",
        )
    moving = latest_key(prefix, template.name) if latest else ""
    if moving and store.get(moving) != template.data:
        store.replace(moving, template.data, CONTENT_TYPE)
    return Uploaded(store.bucket, key, store.url(key), new, moving)
