"""The last operation on a stack, among all of its events."""

from __future__ import annotations

from collections.abc import Sequence

from generator.ports.stacks import Event

BEGINNINGS = (
    "CREATE_IN_PROGRESS",
    "UPDATE_IN_PROGRESS",
    "DELETE_IN_PROGRESS",
    "IMPORT_IN_PROGRESS",
)
"""States of the stack itself with which somebody's operation begins; what follows from it, such
as a rollback, begins otherwise. A change set alone (REVIEW_IN_PROGRESS) is no operation."""


def last_operation(events: Sequence[Event], arn: str) -> tuple[str, tuple[Event, ...]]:
    """(id of the event before it, its events), oldest first; all events when none begins one."""
    begins = [
        position
        for position, event in enumerate(events)
        if event.physical_id == arn and event.status in BEGINNINGS
    ]
    start = begins[-1] if begins else 0
    return (events[start - 1].id if start else "", tuple(events[start:]))
