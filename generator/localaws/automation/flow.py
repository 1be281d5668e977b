"""Which outputs a step can count on: those of steps that succeeded on every way to it.

Ways lead forward only; a step that fails or is cancelled gives no outputs to where it leads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from generator.localaws.automation.model import Runbook, Step, jump
from generator.localaws.automation.values import references

Ways = Callable[[Step], tuple[str | None, ...]]


def problems(
    runbook: Runbook, ways: Ways, outputs: Callable[[Step], frozenset[str]]
) -> Iterator[str]:
    """References to what is not there on some way, steps no way leads to, ways that lead back.

    `ways` gives the steps that may follow a success, `outputs` what a step then has to offer.
    """
    order = list(runbook.steps)
    known: dict[str, frozenset[str]] = {order[0]: frozenset(runbook.parameters)}
    for step in runbook.steps.values():
        if step.name not in known:
            yield f"step {step.name}: no way leads to it"
            continue
        for name in sorted(set(references(step.inputs))):
            if ":" not in name and name not in known[step.name]:
                yield f"step {step.name}: {name} is not there on every way to it"
        for target, offered in _edges(step, known[step.name], ways, outputs):
            if target not in runbook.steps:
                yield f"step {step.name}: leads to {target}, which does not exist"
            elif order.index(target) <= order.index(step.name):
                yield f"step {step.name}: leads back to {target}"
            known[target] = known[target] & offered if target in known else offered
    yield from _output_problems(runbook, outputs)


def _edges(
    step: Step, known: frozenset[str], ways: Ways, outputs: Callable[[Step], frozenset[str]]
) -> Iterator[tuple[str, frozenset[str]]]:
    offered = frozenset(f"{step.name}.{name}" for name in outputs(step))
    yield from ((target, known | offered) for target in ways(step) if target is not None)
    for target in (jump(step.on_failure), jump(step.on_cancel)):
        if target is not None:
            yield target, known


def _output_problems(runbook: Runbook, outputs: Callable[[Step], frozenset[str]]) -> Iterator[str]:
    offered: Mapping[str, frozenset[str]] = {
        step.name: outputs(step) for step in runbook.steps.values()
    }
    for name in runbook.outputs:
        step, _, output = name.partition(".")
        if output not in offered.get(step, ()):
            yield f"runbook: output {name} does not exist"
    if set(references(runbook.assume_role)) - set(runbook.parameters):
        yield f"runbook: assumeRole {runbook.assume_role} is no parameter"
