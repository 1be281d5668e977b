"""An operation on a stack set: so many accounts of a region at a time, region after region."""

from __future__ import annotations

from generator.localaws.clock import clock
from generator.localaws.cloudformation.stack_set import Operation, Place, Result, StackSet
from generator.localaws.cloudformation.stack_sets_work import SECONDS, Work
from generator.localaws.emulated import Emulated

EMULATES = (
    Emulated(
        "An operation on a stack set works in its accounts region after region or in all of them,"
        " so many at a time, and stops in a region when more fail than are tolerated",
        "CloudFormation API Reference, StackSetOperationPreferences",
    ),
)

INTOLERABLE = "Cancelled since failure tolerance has exceeded"
STOPPED = "Cancelled since the operation was stopped"


class StackSetRun:
    """One operation under way."""

    def __init__(self, owner: StackSet, operation: Operation) -> None:
        self._owner, self._operation = owner, operation
        self._waves: dict[str, list[Place]] = {}

    def start(self) -> None:
        """Let the clock begin it."""
        for place in self._operation.results:
            self._waves.setdefault(place[1], []).append(place)
        clock.later(SECONDS, self._go_on, f"stack set {self._owner.name}")

    def _go_on(self) -> None:
        """Begin what may begin now; end when nothing is left."""
        for region in self._regions():
            self._begin(region)
        if not self._open():
            self._end()
        elif not self._busy() and self._idle():
            clock.later(SECONDS, self._go_on)

    def _regions(self) -> list[str]:
        """Those at work: all, or the first that is not done."""
        wanted = self._operation.preferences
        order = {region: at for at, region in enumerate(wanted.order)}
        regions = sorted(self._waves, key=lambda region: (order.get(region, len(order)), region))
        open_ = [
            each
            for each in regions
            if any(self._result(p).status in _OPEN for p in self._waves[each])
        ]
        return open_ if wanted.parallel else open_[:1]

    def _begin(self, region: str) -> None:
        places = self._waves[region]
        results = [self._result(place) for place in places]
        if sum(r.status == "FAILED" for r in results) > self._operation.preferences.tolerated(
            len(places)
        ):
            self._operation.reason = ""
            self._cancel(INTOLERABLE)
            return
        free = self._operation.preferences.together(len(places))
        free -= sum(r.status == "RUNNING" for r in results)
        waiting = [place for place in places if self._result(place).status == "PENDING"]
        for place in waiting[: max(free, 0)]:
            self._result(place).status = "RUNNING"
            Work(self._owner, self._operation, place, self._ended).begin()

    def _ended(self, place: Place, reason: str) -> None:
        """One account and region is done, well or not."""
        result = self._result(place)
        result.status, result.reason = ("FAILED", reason) if reason else ("SUCCEEDED", "")
        clock.later(0, self._go_on)

    def stop(self) -> None:
        """Begin nothing more; what is under way ends."""
        self._operation.status = "STOPPING"
        self._cancel(STOPPED)

    def _cancel(self, reason: str) -> None:
        for place, result in self._operation.results.items():
            if result.status == "PENDING":
                result.status, result.reason = "CANCELLED", reason
                instance = self._owner.instances.get(place)
                if instance is not None:
                    instance.detailed, instance.reason = "CANCELLED", reason

    def _result(self, place: Place) -> Result:
        return self._operation.results[place]

    def _open(self) -> bool:
        return any(each.status in _OPEN for each in self._operation.results.values())

    def _busy(self) -> bool:
        return any(each.status == "RUNNING" for each in self._operation.results.values())

    def _idle(self) -> bool:
        return any(each.status == "PENDING" for each in self._operation.results.values())

    def _end(self) -> None:
        operation = self._operation
        if operation.ended is not None:
            return
        operation.ended = clock.now()
        intolerable = any(each.reason == INTOLERABLE for each in operation.results.values())
        for places in self._waves.values():
            failed = sum(self._result(place).status == "FAILED" for place in places)
            intolerable |= failed > operation.preferences.tolerated(len(places))
        if operation.status == "STOPPING":
            operation.status = "STOPPED"
        else:
            operation.status = "FAILED" if intolerable else "SUCCEEDED"


_OPEN = ("PENDING", "RUNNING")
