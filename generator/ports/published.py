"""Templates that somebody published."""

from __future__ import annotations

from typing import Protocol


class Published(Protocol):
    """Objects of any bucket that lets us read."""

    def fetch(self, bucket: str, key: str, version: str = "") -> bytes | None:
        """An object's content, or that of one of its versions; None when it is not there."""
