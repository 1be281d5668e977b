"""What a change set does to each resource, with both templates beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from generator.plan import origins, stateful
from generator.plan.differences import Difference
from generator.plan.origins import Template
from generator.plan.references import referred
from generator.plan.resource_differences import own_differences, resource_differences
from generator.ports.stacks import Change


class Action(StrEnum):
    """What becomes of a resource."""

    ADD = "add"
    CHANGE = "change"
    REPLACE = "replace"
    MAY_REPLACE = "may replace"
    """AWS decides when it knows the values that the change depends on."""
    REMOVE = "remove"
    IMPORT = "import"
    UNKNOWN = "unknown"
    """AWS cannot tell before (ChangeAction: Dynamic)."""
    SYNC = "sync"
    """Only what CloudFormation knows of it (ChangeAction: SyncWithActual)."""


@dataclass(frozen=True, slots=True)
class ResourceChange:
    """What becomes of one resource, and why."""

    action: Action
    logical_id: str
    type: str
    physical_id: str = ""
    image: str = ""
    """To which it belongs; empty for what images share."""
    pointer: str = ""
    """Key of the payload that it comes from."""
    origin: str = ""
    """`web.yaml:6`, where that key is."""
    forced_by: tuple[str, ...] = ()
    """Properties whose change replaces it."""
    differences: tuple[Difference, ...] = ()
    lost: str = ""
    """What is lost with the old one; empty when nothing is, or the old one stays."""
    kept: bool = False
    """The old one stays in the account, and the stack knows it no longer."""
    only_tags: bool = False
    """Nothing but tags of the stack changes, which CloudFormation hands on to its resources."""

    @property
    def quiet(self) -> bool:
        """True when the template's own words on it do not change: it does what it did."""
        return self.only_metadata or self.only_tags

    @property
    def guarded(self) -> bool:
        """True when it has to be asked for by name (--allow-replace)."""
        goes = self.action in (Action.REPLACE, Action.MAY_REPLACE, Action.REMOVE)
        return goes and (bool(self.lost) or self.type in stateful.GUARDED)

    @property
    def only_metadata(self) -> bool:
        """True when nothing in AWS changes but the template's notes on it."""
        return self.action is Action.SYNC or bool(
            self.action is Action.CHANGE
            and self.differences
            and all(each.property == "Metadata" for each in self.differences)
        )

    @property
    def direct(self) -> bool:
        """True when its own text changes, not only what it refers to."""
        return self.action in (Action.ADD, Action.REMOVE, Action.IMPORT) or any(
            each.known and each.property != "Metadata" for each in self.differences
        )


@dataclass(frozen=True, slots=True)
class Templates:
    """The template that is deployed, and the one that is to be."""

    before: Template
    after: Template

    def resource(self, logical_id: str) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
        """A resource in both; empty where it is not."""
        return (
            origins.resources(self.before).get(logical_id) or {},
            origins.resources(self.after).get(logical_id) or {},
        )


def resource_changes(
    changes: tuple[Change, ...], templates: Templates, origin: Mapping[str, str]
) -> tuple[ResourceChange, ...]:
    """Every change, in the order of the new template, then what goes.

    A resource that AWS may replace because it refers to another one is replaced for certain
    when the other one is: its new Arn is another one. `origin` is the place in the payload of
    each resource. AWS says Conditional there, since it does
    not follow the values (ResourceChange: Replacement).
    """
    told = {each.logical_id: each for each in changes}
    sure = _sure(told, templates)
    names = {**origins.images(templates.before), **origins.images(templates.after)}
    order = [*origins.resources(templates.after), *origins.resources(templates.before), *told]
    return tuple(
        _change(told[logical_id], templates, origin, names, sure=logical_id in sure)
        for logical_id in dict.fromkeys(order)
        if logical_id in told
    )


def _sure(told: Mapping[str, Change], templates: Templates) -> frozenset[str]:
    """Resources that are replaced for certain."""
    found = {name for name, each in told.items() if each.replacement == "True"}
    while True:
        more = {
            name
            for name, each in told.items()
            if name not in found and each.replacement == "Conditional"
            if any(_depends(each, prop, found, templates) for prop in _forcing(each))
        }
        if not more:
            return frozenset(found)
        found |= more


def _depends(change: Change, prop: str, replaced: set[str], templates: Templates) -> bool:
    properties = templates.resource(change.logical_id)[1].get("Properties") or {}
    return not replaced.isdisjoint(referred(properties.get(prop)))


def _forcing(change: Change) -> tuple[str, ...]:
    """Properties whose change makes, or may make, another resource."""
    forcing = [each for each in change.properties if each.recreation not in ("", "Never")]
    return tuple(dict.fromkeys(_property(each.path) for each in forcing))


def _property(path: str) -> str:
    parts = path.strip("/").split("/")
    return parts[1] if parts[0] == "Properties" and len(parts) > 1 else parts[0]


def _change(
    change: Change,
    templates: Templates,
    origin: Mapping[str, str],
    images: Mapping[str, str],
    *,
    sure: bool,
) -> ResourceChange:
    before, after = templates.resource(change.logical_id)
    action = _action(change, sure=sure)
    replaced = action in (Action.REPLACE, Action.MAY_REPLACE)
    goes = replaced or action is Action.REMOVE
    pointer = origins.pointer(after or before)
    return ResourceChange(
        action=action,
        logical_id=change.logical_id,
        type=change.type,
        physical_id=change.physical_id,
        image=images.get(change.logical_id, ""),
        pointer=pointer,
        origin=origin.get(change.logical_id, ""),
        forced_by=_forcing(change) if replaced else (),
        differences=resource_differences(change, before, after),
        lost=stateful.loss(change.type, policy(change, before)) if goes else "",
        kept=goes and policy(change, before) in stateful.KEEPING,
        only_tags=action is Action.CHANGE and _only_tags(change, before, after),
    )


def _only_tags(change: Change, before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Told by AWS, and not said in the templates."""
    told = [each.path.removeprefix("/Properties") for each in change.properties]
    tags = all(path == "/Tags" or path.startswith("/Tags/") for path in told)
    return bool(told) and tags and not any(own_differences(before, after))


_ACTIONS = {
    "Add": Action.ADD,
    "Remove": Action.REMOVE,
    "Import": Action.IMPORT,
    "SyncWithActual": Action.SYNC,
    "Modify": Action.CHANGE,
    "Dynamic": Action.UNKNOWN,
}


def _action(change: Change, *, sure: bool) -> Action:
    """ChangeAction and Replacement as one; an action of tomorrow is an unknown one."""
    action = _ACTIONS.get(change.action, Action.UNKNOWN)
    if action is Action.CHANGE and change.replacement in ("True", "Conditional"):
        return Action.REPLACE if sure else Action.MAY_REPLACE
    return action


def policy(change: Change, before: Mapping[str, Any]) -> str:
    """What becomes of the old resource: as AWS says, else as the deployed template does.

    RetainExceptOnCreate keeps what a finished creation made (DeletionPolicy attribute).
    """
    if change.policy:
        return change.policy
    key = "DeletionPolicy" if change.action == "Remove" else "UpdateReplacePolicy"
    said = str(before.get(key, ""))
    return "Retain" if said == "RetainExceptOnCreate" else said
