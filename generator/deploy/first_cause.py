"""The first cause of a failure, among the events that followed from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from generator.deploy import causes
from generator.deploy.outcome import Failure
from generator.ports.stacks import Event, Stack, Stacks

STACK = "AWS::CloudFormation::Stack"
DEEPEST = 5
"""Levels of nested stacks that are followed."""
_CANCELLED = (
    "resource creation cancelled",
    "resource update cancelled",
    "resource deletion cancelled",
)


def first_cause(
    stacks: Stacks,
    stack: Stack,
    events: Sequence[Event],
    origins: Mapping[str, str] | None = None,
) -> Failure:
    """What failed first, in the order of time; the stack's own reason when nothing else is known.

    `origins` gives the payload's line of each resource.
    """
    found = _first(events, stack.arn)
    if found is None:
        return Failure(reason=stack.reason or stack.status, hint=causes.hint(stack.reason))
    inner = _innermost(stacks, found)
    return Failure(
        reason=inner.reason or f"AWS gives no reason ({inner.status})",
        logical_id=inner.logical_id,
        type=inner.type,
        place=(origins or {}).get(found.logical_id, ""),
        cancelled=len({each.logical_id for each in events if _cancelled(each)}),
        hint=causes.hint(inner.reason),
    )


def _first(events: Iterable[Event], arn: str) -> Event | None:
    return next(
        (
            each
            for each in events
            if each.status.endswith("_FAILED") and not _cancelled(each) and each.physical_id != arn
        ),
        None,
    )


def _innermost(stacks: Stacks, event: Event) -> Event:
    """Of a nested stack, what failed in it: its own event only says that something did."""
    for _ in range(DEEPEST):
        if event.type != STACK or not event.physical_id.startswith("arn:"):
            break
        inner = _first(stacks.events(event.physical_id), event.physical_id)
        if inner is None:
            break
        event = inner
    return event


def _cancelled(event: Event) -> bool:
    return event.status.endswith("_FAILED") and event.reason.lower().startswith(_CANCELLED)
