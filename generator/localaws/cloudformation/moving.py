"""What every operation on a stack needs: simulated time, and an end in any case."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from generator.localaws.clock import clock
from generator.localaws.cloudformation.events import turn
from generator.localaws.cloudformation.stack import Operation, Stack
from generator.localaws.cloudformation.walk import Job, Walk, reason_of

SECONDS = 4.0
"""How long a step takes on one resource; made up."""
FAILED = {
    "CREATE": "CREATE_FAILED",
    "UPDATE": "UPDATE_FAILED",
    "UPDATE_ROLLBACK": "UPDATE_ROLLBACK_FAILED",
    "ROLLBACK": "ROLLBACK_FAILED",
    "DELETE": "DELETE_FAILED",
    "UPDATE_COMPLETE_CLEANUP": "UPDATE_COMPLETE",
    "UPDATE_ROLLBACK_COMPLETE_CLEANUP": "UPDATE_ROLLBACK_COMPLETE",
}
"""What a stack becomes when the local AWS itself fails while it is in that state."""


class Moving:
    """An operation under way; at its end it calls whoever waits for the stack."""

    def __init__(self, stack: Stack, operation: Operation) -> None:
        self._stack, self._operation = stack, operation
        self._walk: Walk | None = None
        self._ended: list[Callable[[], None]] = []
        self._gone = False
        self._stopped = ""
        operation.run = self
        stack.operations.append(operation)

    def then(self, what: Callable[[], None]) -> None:
        """Call it when the operation is over."""
        self._ended.append(what)

    def abandon(self) -> None:
        """Leave everything as it is: another operation takes over."""
        self._gone = True
        if self._walk is not None:
            self._walk.abandon()

    def _soon(self, what: Callable[[], None]) -> None:
        clock.later(self._seconds() / 4, self._guarded(what), f"stack {self._stack.name}")

    def _seconds(self) -> float:
        return 0.0 if self._operation.express else SECONDS

    def _guarded(self, what: Callable[[], None]) -> Callable[[], None]:
        """Never leave the stack in progress, whatever goes wrong in here."""

        def guarded() -> None:
            if self._gone:
                return
            try:
                what()
            except Exception as error:  # noqa: BLE001  # the stack shows it as its reason
                state = self._stack.status.removesuffix("_IN_PROGRESS")
                self._gone = True
                self._over(FAILED.get(state, "UPDATE_FAILED"), reason_of(error), ok=False)

        return guarded

    def _run(
        self,
        jobs: Mapping[str, Job],
        order: Mapping[str, set[str]],
        done: Callable[[tuple[str, ...]], None],
        *,
        stops: bool,
    ) -> None:
        def ended(failed: tuple[str, ...]) -> None:
            self._walk = None
            self._guarded(lambda: done(failed))()

        walk = Walk(
            jobs, dict(order), ended, stops=stops, seconds=self._seconds(), guarded=self._guarded
        )
        self._walk = walk
        walk.start()

    def _over(self, status: str, reason: str = "", *, ok: bool = True) -> None:
        turn(self._stack, status, reason)
        self._operation.status = "SUCCEEDED" if ok else "FAILED"
        self._operation.ended, self._operation.run = clock.now(), None
        waiting, self._ended = self._ended, []
        for what in waiting:
            what()
