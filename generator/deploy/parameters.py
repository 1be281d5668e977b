"""Values of a stack's parameters, before AWS is asked."""

from __future__ import annotations

from collections.abc import Mapping

from generator.deploy.outcome import RefusedError
from generator.plan import parameters
from generator.plan.target import Target
from generator.ports.stacks import Stack


def complete(values: Mapping[str, str], target: Target) -> Mapping[str, str]:
    """The values themselves, when no parameter is without one.

    Raises:
        RefusedError: for the first that has none.
    """
    for name in target.template.get("Parameters") or {}:
        if name not in values:
            raise RefusedError(
                f"the template of {target.name} needs a value for its parameter {name}",
                f"add --parameter {name}=VALUE",
            )
    return values


def planned(
    target: Target, stack: Stack | None, deployed: Mapping[str, object]
) -> tuple[tuple[str, ...], Mapping[str, str]]:
    """Parameters that keep their value, and what every parameter will be.

    Raises:
        RefusedError: for the first that has no value.
    """
    keep = parameters.kept(target, stack, deployed) if stack else ()
    return keep, complete(parameters.values(target, stack, deployed), target)
