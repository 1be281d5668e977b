"""How far a stack is: what there is to do, what is done, what is in flight."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from generator.deploy.world import Began, Ended, Happened, News
from generator.ports.stacks import Event
from generator.present.events import failed, own

WIDTH = 20
"""Cells of the bar."""
IN_FLIGHT = 3
"""Names that are shown; the others are counted."""


@dataclass(slots=True)
class Progress:
    """One stack's change, as its events tell."""

    stack: str
    doing: str
    total: int
    done: set[str] = field(default_factory=set)
    flight: dict[str, str] = field(default_factory=dict)
    """Logical id -> status."""
    told: dict[str, str] = field(default_factory=dict)
    """Logical id -> last status, also of the stack itself."""
    turned: bool = False
    """Something failed: what follows is rolling back."""
    ended: str = ""
    """Status at the end."""
    first: datetime | None = None
    last: datetime | None = None

    @property
    def seconds(self) -> float:
        """Since the first event, by AWS's clock."""
        return (self.last - self.first).total_seconds() if self.first and self.last else 0.0

    def happened(self, event: Event) -> bool:
        """One more event; False for one that says what the last one of its resource said.

        CloudFormation tells twice that a resource is in progress: when it begins, and when it
        knows the physical id.
        """
        new = self.told.get(event.logical_id) != event.status
        self.told[event.logical_id] = event.status
        self._count(event)
        return new

    def _count(self, event: Event) -> None:
        self.first = self.first or event.at
        self.last = event.at
        if own(event):
            self.turned = self.turned or "ROLLBACK" in event.status
            return
        self.turned = self.turned or failed(event)
        if event.status.endswith("_IN_PROGRESS"):
            self.flight[event.logical_id] = event.status
            return
        self.flight.pop(event.logical_id, None)
        self.done.add(event.logical_id)

    def bar(self) -> str:
        """As in [######--------------]  3/12."""
        total = max(self.total, len(self.done), 1)
        filled = WIDTH * len(self.done) // total
        return f"[{'#' * filled}{'-' * (WIDTH - filled)}] {self.count()}"

    def count(self) -> str:
        """As in  3/12."""
        total = max(self.total, len(self.done), 1)
        return f"{len(self.done):>{len(str(total))}}/{total}"

    def in_flight(self) -> str:
        """Names of what is being worked on."""
        names = list(self.flight)
        more = f" and {len(names) - IN_FLIGHT} more" if len(names) > IN_FLIGHT else ""
        return ", ".join(names[:IN_FLIGHT]) + more


class Board:
    """The progress of all stacks, by their names.

    Looked at from other threads than tell it the news: a look takes its list in one step.
    """

    def __init__(self) -> None:
        self.stacks: dict[str, Progress] = {}

    def tell(self, news: News) -> bool:
        """Take the news in; False for an event that says nothing new."""
        if isinstance(news, Began):
            self.stacks[news.stack] = Progress(news.stack, news.doing, news.resources)
        found = self.stacks.get(news.stack)
        if found and isinstance(news, Ended):
            found.ended = news.status
        return found.happened(news.event) if found and isinstance(news, Happened) else True

    def seconds(self, stack: str) -> float:
        """Since the change of a stack began, by AWS's clock."""
        return self.stacks[stack].seconds if stack in self.stacks else 0.0

    def running(self) -> tuple[Progress, ...]:
        """Those that go on in AWS."""
        return tuple(each for each in list(self.stacks.values()) if not each.ended)

    def over(self) -> tuple[Progress, ...]:
        """Those that were seen to change, and came to an end."""
        return tuple(each for each in list(self.stacks.values()) if each.ended and each.first)
