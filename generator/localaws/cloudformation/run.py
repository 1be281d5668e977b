"""One operation on a stack, from its first event to its last."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from generator.localaws.clock import clock
from generator.localaws.cloudformation import exports, stack_policy
from generator.localaws.cloudformation.clearing import Clearing, order_of
from generator.localaws.cloudformation.dependencies import needs
from generator.localaws.cloudformation.events import turn
from generator.localaws.cloudformation.handlers import FailedError
from generator.localaws.cloudformation.making import Making
from generator.localaws.cloudformation.outputs import outputs_of
from generator.localaws.cloudformation.scopes import Live, scope_of
from generator.localaws.cloudformation.stack import Before, Version
from generator.localaws.cloudformation.undoing import Undoing
from generator.localaws.emulated import Emulated

EMULATES = (
    Emulated(
        "A creation that fails is rolled back, kept or deleted; an update that fails is rolled back"
        " or kept; what is replaced or gone is deleted after the update",
        "CloudFormation User Guide, stack failure options and update behaviors",
    ),
    Emulated(
        "With Mode EXPRESS resources complete at once, and their clean-up as well",
        "unverified",
    ),
)

EXPRESS = "Deployment mode EXPRESS: resources go on stabilizing after this"


class Run(Clearing):
    """An operation on a stack."""

    def create(self, version: Version) -> None:
        """Make everything that the stack's template says."""
        self._stack.version = version
        turn(self._stack, "CREATE_IN_PROGRESS", "User Initiated")
        self._soon(lambda: self._make(version, self._created))

    def update(self, version: Version) -> None:
        """Bring the stack to another version."""
        stack = self._stack
        if stack.before is None:  # else a failed update was kept, and what was before it counts
            was = dict(stack.resources)
            stack.before = Before(stack.version, was, dict(stack.outputs), stack.imports)
        stack.version, stack.updated = version, clock.now()
        turn(stack, "UPDATE_IN_PROGRESS", "User Initiated")
        self._soon(lambda: self._begin_update(version))

    def delete(self, retain: Iterable[str] = ()) -> None:
        """Delete everything that has no policy against it."""
        stack, kept = self._stack, frozenset(retain)
        was, reason = stack.status, stack.reason
        turn(stack, "DELETE_IN_PROGRESS", "User Initiated")
        try:
            exports.check(stack, ())
        except FailedError as error:
            said = f"Delete canceled. {error}"
            self._soon(lambda: self._over(was, f"{said}. {reason}".strip(" ."), ok=False))
            return
        self._soon(lambda: self._remove_all(self._deleted, kept, creating=False))

    def roll_back(self, reason: str = "") -> None:
        """Go back to what the stack was before a creation or update that failed."""
        if self._stack.before is None:
            turn(self._stack, "ROLLBACK_IN_PROGRESS", reason)
            self._soon(lambda: self._remove_all(self._rolled_back, frozenset(), creating=True))
        else:
            turn(self._stack, "UPDATE_ROLLBACK_IN_PROGRESS", reason)
            self._soon(self._undo)

    def go_on(self, skipped: Iterable[str]) -> None:
        """Continue an update rollback that failed, leaving some resources as they are."""
        turn(self._stack, "UPDATE_ROLLBACK_IN_PROGRESS", "User Initiated")
        self._soon(lambda: self._undo(frozenset(skipped)))

    def cancel(self) -> None:
        """Stop an update and roll it back."""
        walk = self._walk
        if walk is not None:
            walk.cancel()

    def time_out(self) -> None:
        """Fail a creation that is still under way."""
        if self._walk is not None and self._stack.status == "CREATE_IN_PROGRESS":
            self._stopped = "Stack creation time exceeded the specified timeout."
            self._walk.cancel()

    def _begin_update(self, version: Version) -> None:
        stack = self._stack
        dropped = (
            one for name, one in stack.resources.items() if name not in version.template.resources
        )
        refused = [
            said
            for one in dropped
            if (
                said := stack_policy.refusal(
                    stack.policy, "Update:Delete", one.logical_id, one.type
                )
            )
        ]
        if refused or stack.status != "UPDATE_IN_PROGRESS":
            self._updated((), " ".join(refused))
        else:
            self._make(version, self._updated)

    def _make(self, version: Version, done: Callable[[tuple[str, ...], str], None]) -> None:
        imports: set[str] = set()
        scope = scope_of(self._stack, version, Live(self._stack), imports)
        order = needs(version.template, scope)
        jobs = {name: Making(self._stack, version, scope, name) for name in order}

        def finished(failed: tuple[str, ...]) -> None:
            reason = self._stopped
            moving = self._stack.status in ("CREATE_IN_PROGRESS", "UPDATE_IN_PROGRESS")
            if not failed and not reason and moving:
                reason = self._output(version, imports)
            done(failed, reason)

        self._run(jobs, order, finished, stops=True)

    def _output(self, version: Version, imports: set[str]) -> str:
        """Set the stack's outputs; gives why that cannot be done."""
        try:
            scope = scope_of(self._stack, version, Live(self._stack), imports)
            found = outputs_of(scope)
            exports.check(self._stack, found)
        except Exception as error:  # noqa: BLE001  # a wrong output fails the stack
            return str(getattr(error, "message", "") or error)
        self._stack.outputs = {one.key: one for one in found}
        self._stack.imports = frozenset(imports)
        return ""

    def _created(self, failed: tuple[str, ...], reason: str) -> None:
        if not failed and not reason:
            self._over("CREATE_COMPLETE", EXPRESS if self._operation.express else "")
            return
        said = reason or _listed("create", failed)
        action = "DO_NOTHING" if self._operation.keep_failed else self._operation.on_failure
        if action == "DO_NOTHING":
            self._over("CREATE_FAILED", said, ok=False)
        elif action == "DELETE":
            turn(self._stack, "DELETE_IN_PROGRESS", f"{said} Deletion requested by user.")
            self._remove_all(self._deleted, frozenset(), creating=True)
        else:
            turn(self._stack, "ROLLBACK_IN_PROGRESS", f"{said} Rollback requested by user.")
            self._remove_all(self._rolled_back, frozenset(), creating=True)

    def _updated(self, failed: tuple[str, ...], reason: str) -> None:
        stack = self._stack
        if not failed and not reason and stack.status == "UPDATE_IN_PROGRESS":
            turn(stack, "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS")
            self._clean(self._cleaned)
            return
        said = reason or self._failures(failed)
        if stack.status != "UPDATE_IN_PROGRESS":  # cancelled
            self._soon(self._undo)
        elif self._operation.keep_failed:
            self._over("UPDATE_FAILED", said, ok=False)
        else:
            turn(stack, "UPDATE_ROLLBACK_IN_PROGRESS", said)
            self._soon(self._undo)

    def _failures(self, failed: tuple[str, ...]) -> str:
        kinds = {"create": "CREATE_FAILED", "update": "UPDATE_FAILED"}
        resources = self._stack.resources
        found = {
            verb: tuple(name for name in failed if resources[name].status == status)
            for verb, status in kinds.items()
        }
        return " ".join(_listed(verb, names) for verb, names in found.items() if names)

    def _clean(self, done: Callable[[tuple[str, ...]], None]) -> None:
        """Delete what was replaced, and what the new template does not have."""
        stack = self._stack
        before = stack.before
        wanted = set(needs(stack.version.template, scope_of(stack, stack.version, Live(stack))))
        dropped = [one for name, one in stack.resources.items() if name not in wanted]
        leaving = [(one, True) for one in stack.leftovers] + [(one, False) for one in dropped]
        order = order_of(stack, before.version if before else stack.version)
        self._remove(leaving, order, done)

    def _cleaned(self, failed: tuple[str, ...]) -> None:
        del failed  # AWS tries thrice, then leaves them; the stack is complete all the same
        self._stack.leftovers.clear()
        self._stack.before = None
        self._over("UPDATE_COMPLETE", EXPRESS if self._operation.express else "")

    def _undo(self, skipped: frozenset[str] = frozenset()) -> None:
        stack, before = self._stack, self._stack.before
        if before is None:
            msg = "there is nothing to roll back to"
            raise FailedError(msg)
        for name in skipped & set(before.resources):
            stack.resources[name] = before.resources[name]
            before.resources[name].status = "UPDATE_COMPLETE"
        jobs = {
            name: Undoing(stack, before, name) for name in before.resources if name not in skipped
        }
        self._run(jobs, order_of(stack, before.version), self._undone, stops=True)

    def _undone(self, failed: tuple[str, ...]) -> None:
        stack, before = self._stack, self._stack.before
        if failed or before is None:
            self._over("UPDATE_ROLLBACK_FAILED", _listed("update", failed), ok=False)
            return
        new = stack.version
        stack.version, stack.outputs, stack.imports = (
            before.version,
            dict(before.outputs),
            before.imports,
        )
        turn(stack, "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS")
        added = [one for name, one in stack.resources.items() if name not in before.resources]
        leaving = [(one, False) for one in (*added, *stack.leftovers)]
        self._remove(leaving, order_of(stack, new), self._cleaned_back, creating=True)

    def _cleaned_back(self, failed: tuple[str, ...]) -> None:
        del failed  # as in _cleaned
        self._stack.leftovers.clear()
        self._stack.before = None
        self._over("UPDATE_ROLLBACK_COMPLETE", ok=self._operation.type != "UPDATE_STACK")

    def _rolled_back(self, failed: tuple[str, ...]) -> None:
        if failed:
            self._over("ROLLBACK_FAILED", _listed("delete", failed), ok=False)
        else:
            self._over("ROLLBACK_COMPLETE", ok=self._operation.type != "CREATE_STACK")

    def _deleted(self, failed: tuple[str, ...]) -> None:
        if failed:
            self._over("DELETE_FAILED", _listed("delete", failed), ok=False)
            return
        self._stack.outputs, self._stack.imports = {}, frozenset()
        self._stack.deleted = clock.now()
        self._over("DELETE_COMPLETE", ok=self._operation.type == "DELETE_STACK")


def _listed(verb: str, failed: tuple[str, ...]) -> str:
    names = ", ".join(one.split(" ")[0] for one in failed)
    return f"The following resource(s) failed to {verb}: [{names}]."
