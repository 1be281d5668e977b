"""What the library gives: component documents and the facts others need of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Platform = Literal["Linux", "Windows"]

LONGEST = 16_000
"""Characters of an inline document (Image Builder API, CreateComponent.data)."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that whoever uses the document may give; AWSTOE knows strings only."""

    name: str
    default: str | None
    """None: a value must be given."""
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFacts:
    """What a document says about itself."""

    name: str
    description: str
    parameters: tuple[Parameter, ...]
    phases: tuple[str, ...]

    @property
    def is_test(self) -> bool:
        """True when Image Builder makes it a TEST component: `test` is its only phase."""
        return self.phases == ("test",)


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentDocument(DocumentFacts):
    """A document of the library, ready to become a component."""

    platform: Platform
    version: str
    text: str
    """The document exactly as its file has it, or as it was rendered."""
