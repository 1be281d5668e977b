"""What a deployment needs from outside, and what it tells while it runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from generator.ports.place import Place
from generator.ports.stacks import Event, Order, Stacks

if TYPE_CHECKING:
    from generator.deploy.draft import Draft


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence for whoever watches."""

    stack: str
    text: str


@dataclass(frozen=True, slots=True)
class Began:
    """A change is under way in AWS, and goes on there without us."""

    stack: str
    resources: int
    """How many change."""
    doing: str
    """creating, updating or deleting."""


@dataclass(frozen=True, slots=True)
class Happened:
    """An event of the stack."""

    stack: str
    event: Event


@dataclass(frozen=True, slots=True)
class Ended:
    """The change is over."""

    stack: str
    status: str


News = Said | Began | Happened | Ended


@dataclass(frozen=True, slots=True)
class World:
    """The world outside, as a deployment sees it."""

    place: Place
    stacks: Stacks
    upload: Callable[[str, bytes], str]
    """A stack's name and its template to the URL by which CloudFormation reads it."""
    ask: Callable[[str], bool]
    """A question to the user; what stands for an answer is decided outside."""
    review: Callable[[Draft], None]
    """Show what would change."""
    tell: Callable[[News], None]
    sleep: Callable[[float], None]
    """Wait so many seconds; may raise KeyboardInterrupt."""
    token: Callable[[], str]
    """A random word of letters and digits, never the same twice."""
    jitter: Callable[[], float] = lambda: 1.0
    """By what a pause is multiplied, so that many tools do not ask at once."""
    poll: float = 2.0
    """Seconds between two looks while something happens."""
    pending: dict[str, Order] = field(default_factory=dict)
    """Change sets that were asked for and neither executed nor undone, by their stacks' names."""

    def say(self, stack: str, text: str) -> None:
        """Tell a sentence."""
        self.tell(Said(stack, text))
