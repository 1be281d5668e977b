"""StackSets in memory: the port `StackSets`, with what fails told beforehand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from generator.errors import AmiFactoryError
from generator.ports.stack_sets import (
    Instance,
    Operation,
    OperationInProgressError,
    StackSet,
    StackSetOrder,
    Targets,
)


class FakeStackSets:
    """One account and region; an operation is over at the second look at it."""

    def __init__(self, *, failing: Iterable[tuple[str, str]] = ()) -> None:
        self.failing = dict(failing)
        """Account -> why it fails."""
        self.sets: dict[str, StackSet] = {}
        self.stacks: dict[str, dict[str, Instance]] = {}
        self.operations: dict[str, Operation] = {}
        self.looks: dict[str, int] = {}
        self.calls: list[tuple[str, ...]] = []
        """What was asked for, without what only looks."""
        self.busy = 0
        """So many times another operation is in the way."""
        self.errors: dict[str, AmiFactoryError] = {}
        """Method -> what it raises, once."""
        self.units: dict[str, tuple[str, ...]] = {}
        """Accounts of an organizational unit."""

    def find(self, name: str) -> StackSet | None:
        """As the port says."""
        return self.sets.get(name)

    def create(self, order: StackSetOrder, token: str) -> None:
        """As the port says."""
        self._said("create", order.name, token)
        self.sets[order.name] = _made(order)
        self.stacks[order.name] = {}

    def update(self, order: StackSetOrder, operation: str) -> None:
        """As the port says."""
        self._begin("update", operation)
        units = self.sets[order.name].units
        self.sets[order.name] = replace(_made(order), units=units)
        self._run(order.name, "UPDATE", operation, self.stacks[order.name].values())

    def add(self, name: str, managed: str, targets: Targets, operation: str) -> None:
        """As the port says."""
        self._begin("add", operation, *targets.accounts, *targets.units)
        old = self.sets[name]
        self.sets[name] = replace(old, units=(*old.units, *targets.units))
        places = [(account, "") for account in targets.accounts]
        places += [(a, unit) for unit in targets.units for a in self.units.get(unit, ())]
        made = [Instance(a, targets.regions[0], "", unit=unit) for a, unit in places]
        self._run(name, "CREATE", operation, made)
        del managed

    def remove(self, name: str, managed: str, targets: Targets, operation: str) -> None:
        """As the port says."""
        self._begin("remove", operation, *targets.accounts, *targets.units)
        stacks = self.stacks[name]
        gone = [
            each
            for each in stacks.values()
            if each.account in targets.accounts or each.unit in targets.units
        ]
        self._run(name, "DELETE", operation, gone)
        del managed

    def delete(self, name: str) -> None:
        """As the port says."""
        self._said("delete", name)
        self.sets.pop(name, None)

    def instances(self, name: str) -> tuple[Instance, ...]:
        """As the port says."""
        return tuple(self.stacks[name].values())

    def operation(self, name: str, operation: str) -> Operation:
        """As the port says; still under way at the first look."""
        self._raise("operation")
        self.looks[operation] = self.looks.get(operation, 0) + 1
        found = self.operations[operation]
        if self.looks[operation] == 1:
            waiting = tuple(replace(each, status="RUNNING", reason="") for each in found.instances)
            return replace(found, status="RUNNING", failed=0, instances=waiting)
        del name
        return found

    def running(self, name: str) -> tuple[str, ...]:
        """As the port says."""
        del name
        return tuple(id_ for id_ in self.operations if self.looks.get(id_, 0) < 2)

    def _said(self, *call: str) -> None:
        self.calls.append(call)
        self._raise(call[0])

    def _raise(self, method: str) -> None:
        if method in self.errors:
            raise self.errors.pop(method)

    def _begin(self, *call: str) -> None:
        self._said(*call)
        if self.busy:
            self.busy -= 1
            raise OperationInProgressError("cannot: another operation is under way")

    def _run(self, name: str, action: str, id_: str, places: Iterable[Instance]) -> None:
        results = []
        for each in tuple(places):
            why = self.failing.get(each.account, "")
            results.append(replace(each, status="FAILED" if why else "SUCCEEDED", reason=why))
            if action == "DELETE" and not why:
                del self.stacks[name][each.account]
            else:
                kept = replace(each, status="OUTDATED" if why else "CURRENT", reason=why)
                self.stacks[name][each.account] = kept
        failed = sum(each.status == "FAILED" for each in results)
        self.operations[id_] = Operation(id_, action, "SUCCEEDED", "", failed, tuple(results))


def _made(order: StackSetOrder) -> StackSet:
    return StackSet(
        name=order.name,
        arn=f"arn:aws:cloudformation:eu-west-1:123456789012:stackset/{order.name}:1",
        status="ACTIVE",
        managed=order.managed,
        template=order.body.text,
        parameters=order.parameters,
        tags=order.tags,
    )
