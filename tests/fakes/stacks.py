"""CloudFormation in memory: the port `Stacks`, small and scripted.

A change set compares templates property by property. An execution is a queue of events of which
every look at `events` lets one happen, so that whoever waits sees a stack on its way. What is to
go wrong is said before, in `failing` (logical id -> reason) and `raises` (method -> error).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from generator.aws.template_text import parsed
from generator.errors import RemoteError
from generator.plan.differences import same
from generator.plan.references import referred
from generator.ports.stacks import (
    Change,
    ChangeSet,
    Event,
    Order,
    PropertyChange,
    Resource,
    Stack,
)

START = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
OWN = "AWS::CloudFormation::Stack"
EMPTY = (
    "The submitted information didn't contain changes. "
    "Submit different information to create a change set."
)
ANEW = ("AWS::ImageBuilder::Component", "AWS::ImageBuilder::ImageRecipe")
"""Types that are replaced whenever anything but their tags changes; others by their names."""
NAMES = ("Name", "LogGroupName", "RoleName", "BucketName")


@dataclass
class Held:
    """A stack, its template, its change sets, and what is still to happen to it."""

    stack: Stack
    template: Mapping[str, Any] = field(default_factory=dict)
    change_sets: dict[str, tuple[ChangeSet, Order]] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    queue: deque[tuple[str, str, str, str]] = field(default_factory=deque)
    """(logical id, type, status, reason)"""
    then: Mapping[str, Any] | None = None
    """The template when all goes well."""


class FakeStacks:
    """Stacks by name; remembers every write."""

    def __init__(self, templates: Mapping[str, str] | None = None) -> None:
        """`templates` are those that were uploaded, by URL."""
        self.held: dict[str, Held] = {}
        self.gone: dict[str, Stack] = {}
        self.templates = dict(templates or {})
        self.failing: dict[str, str] = {}
        self.raises: dict[str, Exception] = {}
        self.policies: dict[str, Mapping[str, Any]] = {}
        self.writes: list[tuple[str, str]] = []
        self.policies: dict[str, Mapping[str, Any]] = {}
        self.refuses = ""
        """Why no change set can be made."""
        self.waits = 1
        """Looks at a change set until it is ready."""
        self._numbers = count(1)
        self._pending: dict[str, int] = {}

    def add(
        self,
        name: str,
        template: Mapping[str, Any] | None = None,
        status: str = "CREATE_COMPLETE",
        **more: Any,
    ) -> Stack:
        """Have a stack."""
        stack = Stack(arn=self._arn(name), name=name, status=status, changed=START, **more)
        self.held[name] = Held(stack, template or {})
        return stack

    def find(self, stack: str) -> Stack | None:
        """By name or ARN."""
        self._maybe_raise("find")
        held = self._held(stack)
        return held.stack if held else self.gone.get(stack)

    def tagged(self, key: str) -> tuple[Stack, ...]:
        """Those with the tag."""
        self._maybe_raise("tagged")
        return tuple(held.stack for held in self.held.values() if key in held.stack.tags)

    def shells(self) -> tuple[Stack, ...]:
        """Those that are empty."""
        found = [held.stack for held in self.held.values()]
        return tuple(each for each in found if each.status == "REVIEW_IN_PROGRESS")

    def template(self, stack: str) -> Mapping[str, Any]:
        """What is deployed."""
        self._maybe_raise("template")
        return self._there(stack).template

    def prepare(self, order: Order) -> str:
        """A change set, and its empty stack."""
        self._write("prepare", order.stack)
        wanted = parsed(order.body.text or self.templates[order.body.url])
        if order.creates and not self._held(order.stack):
            self.add(order.stack, status="REVIEW_IN_PROGRESS")
        held = self._there(order.stack)
        arn = f"arn:aws:cloudformation:eu-west-1:123456789012:changeSet/{order.name}/{self._next()}"
        changes = tuple(changes_between(held.template, wanted))
        status, reason = ("CREATE_COMPLETE", "") if changes else ("FAILED", EMPTY)
        if self.refuses:
            status, reason, changes = "FAILED", self.refuses, ()
        made = ChangeSet(arn, order.name, status, reason, "AVAILABLE", changes)
        held.change_sets[arn] = (made, order)
        self._pending[arn] = self.waits
        held.then = wanted
        return arn

    def change_set(self, arn: str) -> ChangeSet | None:
        """In progress for some looks, then ready."""
        self._maybe_raise("change_set")
        found = next((h.change_sets[arn] for h in self.held.values() if arn in h.change_sets), None)
        if found is None:
            return None
        if self._pending[arn] > 0:
            self._pending[arn] -= 1
            return replace(found[0], status="CREATE_IN_PROGRESS", reason="", changes=())
        return found[0]

    def change_sets(self, stack: str) -> tuple[ChangeSet, ...]:
        """Those of a stack."""
        held = self._held(stack)
        return (
            tuple(replace(made, changes=()) for made, _ in held.change_sets.values())
            if held
            else ()
        )

    def execute(self, change_set: str, token: str, *, keep_failed: bool = False) -> None:
        """Begin; `events` lets it happen."""
        self._write("execute", change_set)
        held = next(held for held in self.held.values() if change_set in held.change_sets)
        made, order = held.change_sets.pop(change_set)
        verb = "CREATE" if order.creates else "UPDATE"
        parameters = {**held.stack.parameters, **order.parameters}
        held.stack = replace(held.stack, tags=dict(order.tags), parameters=parameters)
        held.queue.extend(self._happens(made, verb, held.stack.name, keep=keep_failed))
        self._step(held, token)

    def discard(self, change_set: str) -> None:
        """Forget it."""
        self._write("discard", change_set)
        for held in self.held.values():
            held.change_sets.pop(change_set, None)

    def delete(self, stack: str, token: str, retain: tuple[str, ...] = (), role: str = "") -> None:  # noqa: ARG002  # the port's
        """Begin to delete; one that only a change set made goes at once."""
        self._write("delete", stack)
        held = self._held(stack)
        if held is None:
            return
        name = held.stack.name
        held.queue.append((name, OWN, "DELETE_IN_PROGRESS", ""))
        for logical_id, resource in _resources(held.template).items():
            if logical_id in self.failing and logical_id not in retain:
                reason = self.failing[logical_id]
                held.queue.append((logical_id, resource["Type"], "DELETE_FAILED", reason))
                held.queue.append((name, OWN, "DELETE_FAILED", reason))
                break
            held.queue.append((logical_id, resource["Type"], "DELETE_COMPLETE", ""))
        else:
            held.queue.append((name, OWN, "DELETE_COMPLETE", ""))
        self._step(held, token)
        if not held.template:
            self._step(held, token)

    def rollback(self, stack: str, token: str) -> None:
        """Begin to roll back."""
        self._write("rollback", stack)
        held = self._there(stack)
        created = held.stack.status.startswith("CREATE")
        verb = "ROLLBACK" if created else "UPDATE_ROLLBACK"
        held.queue.append((held.stack.name, OWN, f"{verb}_IN_PROGRESS", ""))
        held.queue.append((held.stack.name, OWN, f"{verb}_COMPLETE", ""))
        self._step(held, token)

    def events(self, stack: str, after: str = "") -> tuple[Event, ...]:
        """Let one thing happen, and tell what is new."""
        self._maybe_raise("events")
        held = self._held(stack)
        if held is None:
            return ()
        if held.queue:
            self._step(held, "")
        ids = [event.id for event in held.events]
        return tuple(held.events[ids.index(after) + 1 if after in ids else 0 :])

    def last_event(self, stack: str) -> str:
        """Of the newest event; nothing happens by looking."""
        held = self._held(stack)
        return held.events[-1].id if held and held.events else ""

    def resources(self, stack: str) -> tuple[Resource, ...]:
        """Those of the template, all whole."""
        held = self._held(stack)
        return tuple(
            Resource(name, f"{name.lower()}-1", each["Type"], "CREATE_COMPLETE")
            for name, each in _resources(held.template if held else {}).items()
        )

    def protect(self, stack: str, *, protected: bool) -> None:
        """Switch."""
        self._write("protect", stack)
        held = self._there(stack)
        held.stack = replace(held.stack, protected=protected)

    def policy(self, stack: str) -> Mapping[str, Any]:
        """As it was set."""
        return self.policies.get(stack, {})

    def set_policy(self, stack: str, policy: Mapping[str, Any]) -> None:
        """Set it."""
        self._write("set_policy", stack)
        self.policies[stack] = policy

    def validation(self, change_set: str) -> tuple[tuple[str, str], ...]:  # noqa: ARG002  # the port's
        """Nothing is ever wrong."""
        return ()

    def _happens(
        self, made: ChangeSet, verb: str, name: str, *, keep: bool
    ) -> Iterator[tuple[str, str, str, str]]:
        yield name, OWN, f"{verb}_IN_PROGRESS", "User Initiated"
        for change in made.changes:
            if change.action == "Remove":
                continue
            own = "CREATE" if change.action == "Add" else "UPDATE"
            yield change.logical_id, change.type, f"{own}_IN_PROGRESS", ""
            if change.logical_id in self.failing:
                reason = self.failing[change.logical_id]
                yield change.logical_id, change.type, f"{own}_FAILED", reason
                yield from _failed(verb, name, change.logical_id, keep=keep)
                return
            yield change.logical_id, change.type, f"{own}_COMPLETE", ""
        if verb == "UPDATE":
            yield name, OWN, "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", ""
        for change in made.changes:
            if change.action == "Remove":
                yield change.logical_id, change.type, "DELETE_COMPLETE", ""
        yield name, OWN, f"{verb}_COMPLETE", ""

    def _step(self, held: Held, token: str) -> None:
        logical_id, kind, status, reason = held.queue.popleft()
        number = self._next()
        held.events.append(
            Event(
                id=f"event-{number:04}",
                at=START + timedelta(seconds=number),
                logical_id=logical_id,
                type=kind,
                status=status,
                reason=reason,
                physical_id=held.stack.arn if kind == OWN else "",
                stack=held.stack.arn,
                token=token,
            )
        )
        if kind != OWN:
            return
        held.stack = replace(held.stack, status=status, reason=reason)
        if status in ("CREATE_COMPLETE", "UPDATE_COMPLETE") and held.then is not None:
            held.template, held.then = held.then, None
            outputs = {name: f"value-of-{name}" for name in held.template.get("Outputs") or {}}
            held.stack = replace(held.stack, outputs=outputs)
        if status == "DELETE_COMPLETE":
            self.gone[held.stack.arn] = self.held.pop(held.stack.name).stack

    def _held(self, stack: str) -> Held | None:
        found = (held for held in self.held.values() if stack in (held.stack.name, held.stack.arn))
        return next(found, None)

    def _there(self, stack: str) -> Held:
        held = self._held(stack)
        if held is None:
            raise RemoteError(f"Stack with id {stack} does not exist (ValidationError)")
        return held

    def _write(self, method: str, subject: str) -> None:
        self._maybe_raise(method)
        self.writes.append((method, subject))

    def _maybe_raise(self, method: str) -> None:
        if method in self.raises:
            raise self.raises[method]

    def _arn(self, name: str) -> str:
        return f"arn:aws:cloudformation:eu-west-1:123456789012:stack/{name}/{self._next()}"

    def _next(self) -> int:
        return next(self._numbers)


def changes_between(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    """What CloudFormation would say, less values it alone knows."""
    old, new = _resources(before), _resources(after)
    replaced: set[str] = set()
    for name, resource in new.items():
        if name not in old:
            yield Change("Add", name, resource["Type"])
        elif change := _modified(name, old[name], resource, replaced):
            if change.replacement != "False":
                replaced.add(name)
            yield change
    for name, resource in old.items():
        if name not in new:
            yield Change("Remove", name, resource["Type"], f"{name.lower()}-1")


def _modified(
    name: str, old: Mapping[str, Any], new: Mapping[str, Any], replaced: set[str]
) -> Change | None:
    """Resources stand after those they refer to, as templates of ours have them."""
    before, after = old.get("Properties") or {}, new.get("Properties") or {}
    found, worst = [], "False"
    for key in dict.fromkeys((*after, *before)):
        forcing = key != "Tags" if new["Type"] in ANEW else key in NAMES
        recreation = "Always" if forcing else "Never"
        if not same(before.get(key), after.get(key)):
            worst = "True" if forcing else worst
            found.append(PropertyChange(f"/Properties/{key}", "old", "new", recreation))
        elif referred(after.get(key)) & replaced:
            worst = "Conditional" if forcing and worst == "False" else worst
            later = "{{changeSet:KNOWN_AFTER_APPLY}}"
            found.append(PropertyChange(f"/Properties/{key}", "old", later, recreation))
    if not same(old.get("Metadata"), new.get("Metadata")):
        found.append(PropertyChange("/Metadata", None, None, "Never"))
    if not found:
        return None
    return Change("Modify", name, new["Type"], f"{name.lower()}-1", worst, "", tuple(found))


def _failed(
    verb: str, name: str, logical_id: str, *, keep: bool
) -> Iterator[tuple[str, str, str, str]]:
    said = f"The following resource(s) failed: [{logical_id}]."
    if keep:
        yield name, OWN, f"{verb}_FAILED", said
        return
    way = "ROLLBACK" if verb == "CREATE" else "UPDATE_ROLLBACK"
    yield name, OWN, f"{way}_IN_PROGRESS", f"{said} Rollback requested by user."
    yield name, OWN, f"{way}_COMPLETE", ""


def _resources(template: Mapping[str, Any]) -> Mapping[str, Any]:
    return template.get("Resources") or {}
