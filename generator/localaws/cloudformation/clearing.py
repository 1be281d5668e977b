"""Operations on a stack that delete resources."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from generator.localaws.cloudformation.dependencies import needs
from generator.localaws.cloudformation.moving import Moving
from generator.localaws.cloudformation.removing import Removing, keeps
from generator.localaws.cloudformation.scopes import Live, scope_of
from generator.localaws.cloudformation.stack import Resource, Stack, Version


class Clearing(Moving):
    """Deletes resources, those that need others first."""

    def _remove_all(
        self, done: Callable[[tuple[str, ...]], None], kept: frozenset[str], *, creating: bool
    ) -> None:
        stack = self._stack
        leaving = [(one, False) for one in stack.resources.values()]
        leaving += [(one, True) for one in stack.leftovers]
        self._remove(leaving, order_of(stack, stack.version), done, kept=kept, creating=creating)

    def _remove(  # what deletions differ in
        self,
        leaving: list[tuple[Resource, bool]],
        order: Mapping[str, set[str]],
        done: Callable[[tuple[str, ...]], None],
        *,
        kept: frozenset[str] = frozenset(),
        creating: bool = False,
    ) -> None:
        """Delete resources (each with whether it was replaced), those that need others first."""
        jobs: dict[str, Removing] = {}
        named: dict[str, list[str]] = {}
        for number, (one, replaced) in enumerate(leaving):
            keep = one.logical_id in kept or keeps(
                one, self._operation, replaced=replaced, creating=creating
            )
            jobs[f"{one.logical_id} {number}"] = Removing(self._stack, one, keep=keep)
            named.setdefault(one.logical_id, []).append(f"{one.logical_id} {number}")
        first: dict[str, set[str]] = {key: set() for key in jobs}
        for name, needed in order.items():
            for key in (key for other in needed for key in named.get(other, ())):
                first[key] |= set(named.get(name, ()))
        self._run(jobs, first, done, stops=False)


def order_of(stack: Stack, version: Version) -> Mapping[str, set[str]]:
    """What each resource of a version needs; nothing is known when it cannot be said."""
    try:
        return needs(version.template, scope_of(stack, version, Live(stack)))
    except Exception:  # noqa: BLE001  # an export it imports may be gone; deletion goes on
        return {}
