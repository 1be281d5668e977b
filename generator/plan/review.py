"""What a deployment would change: for each image in words, then by resource."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from generator.plan import conditions, origins, parameters
from generator.plan.differences import Difference, same
from generator.plan.image_changes import ImageChange, image_changes
from generator.plan.origins import Template
from generator.plan.resource_changes import Action, ResourceChange, Templates, resource_changes
from generator.plan.target import Target
from generator.ports.stacks import Change, ChangeSet, Stack

NO_CHANGES = ("didn't contain changes", "no updates are to be performed")
"""Parts of the reason, in lower case, of a change set that failed since nothing changes."""


@dataclass(frozen=True, slots=True)
class Review:
    """What a deployment would change in one stack."""

    target: Target
    creates: bool
    images: tuple[ImageChange, ...] = ()
    resources: tuple[ResourceChange, ...] = ()
    stack: tuple[Difference, ...] = ()
    """Differences of the stack itself: Outputs, Parameters, Tags."""
    counts: Mapping[Action, int] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """True when nothing is to be done."""
        return not self.creates and not self.resources and not self.stack

    @property
    def guarded(self) -> tuple[ResourceChange, ...]:
        """What holds things that cannot be made again: it goes only with `--allow-replace`."""
        return tuple(each for each in self.resources if each.guarded)


def nothing_changes(change_set: ChangeSet) -> bool:
    """Whether a change set failed only because there is nothing to change.

    AWS says so in words alone, and in several (see `NO_CHANGES`).
    """
    reason = change_set.reason.lower()
    return change_set.status == "FAILED" and any(said in reason for said in NO_CHANGES)


def creation(target: Target) -> Review:
    """The review of a stack that is not there: everything is added. Asks AWS nothing."""
    known = origins.resources(target.template)
    made = conditions.wanted(target.template, target.parameters)
    changes = tuple(Change("Add", name, str(known[name].get("Type", ""))) for name in made)
    return _review(target, Templates({}, target.template), changes, creates=True)


def review(
    target: Target,
    change_set: ChangeSet | None,
    deployed: Template,
    stack: Stack,
    values: Mapping[str, str] | None = None,
) -> Review:
    """The review of an update: what AWS says of it, in the light of both templates.

    No change set is one with nothing in it. `stack` is the stack as it is, for its parameters
    and tags; `values` are those that parameters will have, worked out when they are not given.
    """
    templates = Templates(deployed, target.template)
    if change_set is None or nothing_changes(change_set):
        return _review(target, templates, (), creates=False)
    found = _review(target, templates, change_set.changes, creates=False)
    return replace(found, stack=_stack(target, templates, stack, values))


def _review(
    target: Target,
    templates: Templates,
    told: tuple[Change, ...],
    *,
    creates: bool,
) -> Review:
    changes = resource_changes(told, templates, target.origins)
    return Review(
        target=target,
        creates=creates,
        images=image_changes(changes, templates, target.places),
        resources=changes,
        counts=Counter(each.action for each in changes),
    )


def _stack(
    target: Target, templates: Templates, stack: Stack, values: Mapping[str, str] | None
) -> tuple[Difference, ...]:
    """Differences of the stack itself."""
    if values is None:
        values = parameters.values(target, stack, templates.before)
    return (
        *_entries("Parameters", stack.parameters, values),
        *_entries("Tags", stack.tags, target.tags),
        *_entries("Outputs", templates.before.get("Outputs"), templates.after.get("Outputs")),
    )


def _entries(
    section: str, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None
) -> Iterator[Difference]:
    """Differences of a section, each entry as a whole."""
    old, new = before or {}, after or {}
    for name in dict.fromkeys((*new, *old)):
        if not same(old.get(name), new.get(name)):
            yield Difference(f"{section}.{name}", old.get(name), new.get(name))


def unchanged(
    target: Target, deployed: Template, stack: Stack, values: Mapping[str, str] | None = None
) -> bool:
    """Whether template, parameters and tags are what the stack has, so that AWS need not be asked.

    Values that AWS looks up anew (parameters of Systems Manager, macros) may differ all the same;
    a template with one of these is never taken for unchanged. Notes on lines count for nothing:
    a change of them alone is none (User Guide, "Metadata": it cannot be updated by itself).
    """
    if _looked_up(target.template):
        return False
    templates = Templates(deployed, target.template)
    equal = same(_deployable(deployed), _deployable(target.template))
    return equal and not _stack(target, templates, stack, values)


def _deployable(template: Template) -> dict[str, object]:
    return {key: section for key, section in template.items() if key != "Metadata"}


def _looked_up(template: Template) -> bool:
    declared = template.get("Parameters") or {}
    kinds = [str(each.get("Type", "")) for each in declared.values()]
    return "Transform" in template or any(kind.startswith("AWS::SSM::") for kind in kinds)
