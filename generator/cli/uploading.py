"""Where templates go that are too large for a request."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from threading import Lock

from generator.ports.place import Place
from generator.ports.store import Store

YAML = "application/yaml"


def uploader(
    place: Place, bucket: str | None, say: Callable[[str], None]
) -> Callable[[str, bytes], str]:
    """Uploads a template of a stack; gives the URL by which CloudFormation reads it.

    Without a bucket it is ours for this account and region, which is made when it is missing.
    """
    turn = Lock()

    @cache
    def store() -> Store:
        from generator.aws import store as stores
        from generator.aws import template_bucket

        if bucket:
            return stores.connect(bucket, place.account, place.region, place.profile or None)
        found, made = template_bucket.connect(place)
        if made:
            say(
                f"made the bucket {found.bucket} for templates over 51,200 bytes: private, and "
                f"what is in it expires after {template_bucket.DAYS} days"
            )
        return found

    def upload(name: str, data: bytes) -> str:
        with turn:
            there = store()
        key = f"templates/{name}/{hashlib.sha256(data).hexdigest()}.yaml"
        there.put(key, data, YAML)
        return there.url(key)

    return upload
