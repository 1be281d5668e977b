"""Amazon S3: a bucket for templates."""

from __future__ import annotations

from typing import Protocol


class Store(Protocol):
    """One bucket."""

    bucket: str

    def put(self, key: str, data: bytes, content_type: str) -> bool:
        """Write an object that nobody else can read; False when the key is there already.

        Keys hold a digest of their content, so what is there is never written over.
        """

    def replace(self, key: str, data: bytes, content_type: str) -> None:
        """Write an object over what is there."""

    def get(self, key: str) -> bytes | None:
        """An object's content; None when there is none."""

    def url(self, key: str) -> str:
        """The https URL by which CloudFormation reads an object; never that of an emulator."""
