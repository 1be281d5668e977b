"""What an operation on a stack set does in one account and region, by the clock."""

from __future__ import annotations

from collections.abc import Callable

from generator.localaws.clock import clock
from generator.localaws.cloudformation import engine, names
from generator.localaws.cloudformation.exceptions import CloudFormationError
from generator.localaws.cloudformation.handlers import FailedError
from generator.localaws.cloudformation.stack import STACK, Stack
from generator.localaws.cloudformation.stack_set import Instance, Operation, Place, StackSet
from generator.localaws.cloudformation.stack_sets_access import permitted
from generator.localaws.cloudformation.versions import Wanted
from generator.localaws.emulated import Emulated

EMULATES = (
    Emulated(
        "A stack that failed to be created by a stack set is deleted and made anew when it is"
        " tried again; texts of results; how long an operation takes to begin",
        "unverified",
    ),
)

SECONDS = 2.0
"""Between two looks at a stack; also until an operation begins."""
_AGAIN = ("ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED", "DELETE_FAILED")
_GOOD = ("CREATE_COMPLETE", "UPDATE_COMPLETE")


class Work:
    """An operation's part in one account and region."""

    def __init__(
        self,
        owner: StackSet,
        operation: Operation,
        place: Place,
        done: Callable[[Place, str], None],
    ) -> None:
        """`done` gets the place, and why it failed."""
        self._owner, self._operation, self._place, self._done = owner, operation, place, done

    @property
    def _instance(self) -> Instance:
        return self._owner.instances[self._place]

    def begin(self) -> None:
        """Start what the stack needs."""
        self._instance.detailed, self._instance.operation = "RUNNING", self._operation.id
        try:
            permitted(self._owner, self._place[0])
            if self._operation.action == "DELETE":
                self._delete()
            else:
                self._make()
        except (FailedError, CloudFormationError) as error:
            self._fail(str(getattr(error, "message", "") or error))

    def _make(self) -> None:
        """Create the stack, update it, or make it anew when it never came to be."""
        stack = self._stack()
        if stack is None:
            self._create()
        elif stack.status in _AGAIN:
            engine.delete_stack(stack)
            clock.later(SECONDS, self._gone_then_create)
        else:
            self._update(stack)

    def _create(self) -> None:
        account, region = self._place
        name = f"StackSet-{self._owner.name}-{names.token()}"
        made = engine.create_stack(account, region, name, self._wanted())
        self._instance.stack = made.arn
        clock.later(SECONDS, self._look)

    def _wanted(self) -> Wanted:
        owner = self._owner
        return Wanted(
            text=owner.text,
            parameters=owner.parameters | dict(self._instance.overrides),
            tags=owner.tags,
            capabilities=owner.capabilities,
        )

    def _update(self, stack: Stack) -> None:
        try:
            engine.update_stack(stack, self._wanted())
        except CloudFormationError as error:
            if engine.NO_UPDATES not in str(error.message):
                raise
            self._succeed()
        else:
            clock.later(SECONDS, self._look)

    def _delete(self) -> None:
        stack = self._stack()
        if stack is None or self._operation.retain:
            self._forget()
            return
        engine.delete_stack(stack)
        clock.later(SECONDS, self._look_gone)

    def _look(self) -> None:
        stack = self._stack()
        if stack is not None and stack.busy:
            clock.later(SECONDS, self._look)
        elif stack is not None and stack.status in _GOOD:
            self._succeed()
        else:
            self._fail(cause(stack))

    def _look_gone(self) -> None:
        stack = self._stack()
        if stack is None:
            self._forget()
        elif stack.busy:
            clock.later(SECONDS, self._look_gone)
        else:
            self._instance.status = "INOPERABLE"
            self._fail(cause(stack))

    def _gone_then_create(self) -> None:
        stack = self._stack()
        if stack is not None and stack.busy:
            clock.later(SECONDS, self._gone_then_create)
        elif stack is not None:
            self._fail(cause(stack))
        else:
            try:
                self._create()
            except CloudFormationError as error:
                self._fail(str(error.message))

    def _stack(self) -> Stack | None:
        """The stack, unless it was never made or is gone."""
        found = (
            engine.backend(*self._place).find(self._instance.stack)
            if self._instance.stack
            else None
        )
        return found if found is not None and found.alive else None

    def _succeed(self) -> None:
        self._instance.status, self._instance.detailed = "CURRENT", "SUCCEEDED"
        self._instance.reason = ""
        self._done(self._place, "")

    def _fail(self, reason: str) -> None:
        instance = self._instance
        instance.detailed, instance.reason = "FAILED", reason
        if instance.status != "INOPERABLE":
            instance.status = "OUTDATED"
        self._done(self._place, reason)

    def _forget(self) -> None:
        del self._owner.instances[self._place]
        left = {each.unit for each in self._owner.instances.values()}
        self._owner.units[:] = [unit for unit in self._owner.units if unit in left]
        self._done(self._place, "")


def cause(stack: Stack | None) -> str:
    """Why a stack failed, as a result says it: its first resource that did."""
    events = stack.events if stack else []
    for event in events:
        if event.status.endswith("_FAILED") and event.type != STACK:
            return (
                f"ResourceLogicalId:{event.logical_id}, ResourceType:{event.type}, "
                f"ResourceStatusReason:{event.reason}."
            )
    return (stack.reason or stack.status) if stack else "The stack was deleted"
