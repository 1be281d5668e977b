"""What a rule sees, and what it yields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from generator.findings import Path
from generator.library.documents import Documents
from generator.payload.image import Image
from generator.payload.model import Payload
from generator.payload.nodes import Mapping as Tree


@dataclass(frozen=True, slots=True)
class Subject:
    """One payload with everything a rule may ask about."""

    payload: Payload
    tree: Tree
    """The payload's text as a tree, defaults worked in, for rules about all of it."""
    factory_name: str
    documents: Documents
    today: date
    folder: str = ""
    """Where the payload lies, as users name it."""
    pins: Mapping[str, str] = field(default_factory=dict)
    """Bootstrap URL -> digest, of the lock beside the payload."""

    def images(self) -> Iterator[tuple[Path, Image]]:
        """Every image with its path."""
        for position, image in enumerate(self.payload.amis):
            yield ("amis", position), image


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a rule noticed: where in the payload, and what."""

    path: Path
    message: str
    hint: str = ""
    at_key: bool = False
    """Point at the key rather than at its value."""
    within: tuple[int, int] | None = None
    """Offsets into the value's text, when only a part of it is meant."""
    also: tuple[Path, str] | None = None
    """A second place that explains it, and what is there."""
