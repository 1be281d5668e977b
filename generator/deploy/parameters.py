"""Values of a stack's parameters, before AWS is asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.deploy.outcome import RefusedError
from generator.plan.target import Target
from generator.ports.stacks import Stack


def kept(target: Target, stack: Stack | None, deployed: Mapping[str, Any]) -> tuple[str, ...]:
    """Parameters that keep the value the stack has.

    Those that somebody chose before, and nobody chooses now. A value that is the default of the
    template that is deployed was not chosen: it follows the new template's default.
    """
    if stack is None:
        return ()
    before = _defaults(deployed)
    declared = target.template.get("Parameters") or {}
    return tuple(
        name
        for name in declared
        if name in stack.parameters
        and name not in target.parameters
        and ("Default" not in declared[name] or stack.parameters[name] != before.get(name))
    )


def values(target: Target, stack: Stack | None, keep: tuple[str, ...]) -> dict[str, str]:
    """What every parameter will be: given, kept or the template's default.

    Raises:
        RefusedError: for the first that has no value.
    """
    was = stack.parameters if stack else {}
    found = {
        **_defaults(target.template),
        **{name: was[name] for name in keep},
        **target.parameters,
    }
    for name in target.template.get("Parameters") or {}:
        if name not in found:
            raise RefusedError(
                f"the template of {target.name} needs a value for its parameter {name}",
                f"add --parameter {name}=VALUE",
            )
    return found


def _defaults(template: Mapping[str, Any]) -> dict[str, str]:
    declared: Mapping[str, Any] = template.get("Parameters") or {}
    return {name: str(each["Default"]) for name, each in declared.items() if "Default" in each}
