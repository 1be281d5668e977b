"""What an operation does to one resource: bring it back to what it was."""

from __future__ import annotations

from collections.abc import Callable

from generator.localaws.cloudformation.events import say
from generator.localaws.cloudformation.stack import Before, Stack
from generator.localaws.cloudformation.steps import (
    CANCELLED,
    asked_of,
    copied,
    fault,
    handler_of,
    waiting,
)
from generator.localaws.cloudformation.walk import Ended


class Undoing:
    """Bring one resource back to what it was before an update."""

    def __init__(self, stack: Stack, before: Before, logical_id: str) -> None:
        self._stack, self._was = stack, before.resources[logical_id]
        self._now = stack.resources.get(logical_id)
        self._touched = False

    def begin(self) -> bool:
        """See what became of it."""
        now, was = self._now, self._was
        if now is None or (now is was and now.status != "UPDATE_FAILED"):
            return False
        if now.physical_id != was.physical_id:
            if now is not was:
                self._stack.leftovers.append(now)
            self._stack.leftovers = [one for one in self._stack.leftovers if one is not was]
            self._stack.resources[was.logical_id] = was
            self._now = was
        else:
            self._touched = now is not was
        say(self._stack, self._now or was, "UPDATE_IN_PROGRESS")
        return True

    def act(self) -> Callable[[Ended], None] | None:
        """Update it with its old properties, when it was updated."""
        fault(self._was, "ROLLBACK")
        if not self._touched or self._now is None:
            return None
        back = copied(self._was)
        asked = asked_of(self._stack, back, self._was.properties)
        back.made = handler_of(back.type).update(asked, self._now.made, self._now.properties)
        self._stack.resources[back.logical_id] = self._now = back
        return waiting(back)

    def finish(self) -> bool:
        """Say so."""
        now = self._now or self._was
        now.properties = self._was.properties
        say(self._stack, now, "UPDATE_COMPLETE")
        return True

    def fail(self, reason: str) -> None:
        """Say why not."""
        say(self._stack, self._now or self._was, "UPDATE_FAILED", reason)

    def cancel(self) -> None:
        """Say that it is not waited for."""
        self.fail(CANCELLED.format("update"))
