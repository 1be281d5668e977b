"""A template that is to be published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.publish.keys import sha256


@dataclass(frozen=True, slots=True)
class Template:
    """A template that is to be published."""

    name: str
    """Of the file, and of its stack unless another is asked for."""
    text: str
    capabilities: tuple[str, ...] = ()
    """What whoever launches it has to acknowledge."""
    parameters: tuple[str, ...] = ()
    """Names of its parameters."""
    regions: tuple[str, ...] = ()
    """Where it can be launched; the one region of a payload that pins it."""
    tags: Mapping[str, str] = field(default_factory=dict)
    """Tags of its stack."""

    @property
    def data(self) -> bytes:
        """What is uploaded."""
        return self.text.encode()

    @property
    def digest(self) -> str:
        """SHA-256 in hex digits."""
        return sha256(self.data)
