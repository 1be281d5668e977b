"""What an action gets, and what it gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.awstoe.model import Step
from generator.rehearse.chaining import Value
from generator.rehearse.loops import Iteration
from generator.rehearse.model import Data, DocumentResult, Outputs, Place
from generator.rehearse.scope import Scope
from generator.rehearse.session import Session
from generator.rehearse.shell import Shell


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an action ended well."""

    outputs: Outputs = ()
    again: bool = False
    """It asks for a reboot, after which its step runs again."""
    reboot: bool = False
    """It asks for a reboot, after which the next step runs."""


@dataclass(slots=True)
class Work:
    """One run of an action."""

    session: Session
    scope: Scope
    place: Place
    step: Step
    shell: Shell
    iteration: Iteration | None
    inputs: tuple[Data, ...]
    """Of each mapping that the step gives; expressions are replaced."""
    inner: list[DocumentResult] = field(default_factory=list)
    """Documents that it ran, also when it fails."""

    @property
    def value(self) -> Value:
        """What expressions stand for."""
        return self.scope.value(self.iteration)

    @property
    def entries(self) -> list[Given]:
        """The mappings, easy to read."""
        return [Given(each) for each in self.inputs if isinstance(each, dict)]


@dataclass(frozen=True, slots=True)
class Given:
    """One mapping of inputs."""

    data: Mapping[str, Data]

    def text(self, name: str, default: str = "") -> str:
        """A text; the default when it is not given, or nothing is given for it."""
        found = self.data.get(name)
        return found if isinstance(found, str) and found else default

    def path(self, name: str) -> str:
        """A path that no program takes for an option."""
        found = self.text(name)
        return f"./{found}" if found.startswith("-") else found

    def flag(self, name: str, *, default: bool) -> bool:
        """True or false, as it is written."""
        return self.text(name, str(default)).lower() == "true"

    def texts(self, name: str) -> list[str]:
        """A list of texts."""
        found = self.data.get(name)
        return [each for each in found if isinstance(each, str)] if isinstance(found, list) else []

    def pairs(self, name: str) -> dict[str, str]:
        """A list of name and value."""
        found = self.data.get(name)
        entries = [each for each in found if isinstance(each, dict)] if found else []
        pairs = [(each.get("name"), each.get("value")) for each in entries]
        return {
            key: value for key, value in pairs if isinstance(key, str) and isinstance(value, str)
        }
