"""Values of a stack's parameters: what they were, and what they will be."""

from __future__ import annotations

from collections.abc import Mapping

from generator.plan.origins import Template
from generator.plan.target import Target
from generator.ports.stacks import Stack


def kept(target: Target, stack: Stack, deployed: Template) -> tuple[str, ...]:
    """Parameters that keep the value the stack has.

    Those that somebody chose before, and nobody chooses now. A value that is the default of the
    template that is deployed was not chosen: it follows the new template's default.
    """
    before = defaults(deployed)
    declared = target.template.get("Parameters") or {}
    return tuple(
        name
        for name in declared
        if name in stack.parameters
        and name not in target.parameters
        and ("Default" not in declared[name] or stack.parameters[name] != before.get(name))
    )


def values(target: Target, stack: Stack | None, deployed: Template) -> dict[str, str]:
    """What each parameter will be; one without a value is left out."""
    before = (
        {name: stack.parameters[name] for name in kept(target, stack, deployed)} if stack else {}
    )
    return {**defaults(target.template), **before, **target.parameters}


def defaults(template: Template) -> dict[str, str]:
    """The values that a template gives by itself."""
    declared: Mapping[str, Mapping[str, object]] = template.get("Parameters") or {}
    return {name: str(each["Default"]) for name, each in declared.items() if "Default" in each}
