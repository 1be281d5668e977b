"""What a lock holds."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

FILE = "amifactory.lock"
"""The name of a lock; it lies beside the payloads it is for."""


@dataclass(frozen=True, slots=True)
class Pin:
    """One script as it was when somebody looked at it."""

    url: str
    sha256: str
    size: int
    """Bytes."""
    fetched: date


@dataclass(frozen=True, slots=True)
class Lock:
    """The scripts of the payloads in one folder, by URL."""

    pins: Mapping[str, Pin] = field(default_factory=dict)


def pin(url: str, data: bytes, today: date) -> Pin:
    """The pin of a script that was fetched."""
    return Pin(url, hashlib.sha256(data).hexdigest(), len(data), today)
