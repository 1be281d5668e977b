"""Whose a stack is."""

from __future__ import annotations

from generator.deploy.change_sets import SHELL
from generator.deploy.outcome import RefusedError
from generator.plan.origins import FACTORY_TAG, Template, payload
from generator.plan.target import Target
from generator.ports.stacks import Stack


def other_file(target: Target, deployed: Template) -> str:
    """That a stack was deployed from another payload, as a sentence; empty when it was not."""
    before, now = payload(deployed), payload(target.template)
    if not before or not now or before == now:
        return ""
    return f"was deployed from {before}, and this is {now}"


def check_owner(target: Target, stack: Stack) -> None:
    """A name can be taken: our template would remove whatever a stack of others holds.

    Raises:
        RefusedError: it is not this factory's.
    """
    ours, theirs = target.tags.get(FACTORY_TAG), stack.tags.get(FACTORY_TAG)
    if ours in (None, theirs) or stack.status == SHELL:
        return
    whose = f"belongs to the factory {theirs}" if theirs else "was not made by amifactory"
    raise RefusedError(
        f"the stack {stack.name} is there already and {whose}; deploying would replace what is "
        "in it",
        "choose another name with --stack-name, or let deploy take it over with --allow-replace",
    )
