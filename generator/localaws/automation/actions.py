"""The Automation actions that runbooks of this project use: what they take, give and do.

Source: Systems Manager User Guide, "Automation actions reference", one page an action.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generator.localaws.automation import branch, calls, commands, lambdas, pauses, states
from generator.localaws.automation.model import Step
from generator.localaws.automation.shape import Shape, misfits
from generator.localaws.automation.world import Attempt, Doing


@dataclass(frozen=True, slots=True)
class Action:
    """An action: what its steps take, what else is wrong with one, what it does and gives."""

    inputs: Shape
    check: Callable[[Step], Iterator[str]]
    run: Callable[[Attempt], Doing[Mapping[str, Any]]]
    outputs: frozenset[str] = frozenset()
    open: bool = False
    """True if an API decides what other inputs there are."""


def check(step: Step) -> Iterator[str]:
    """What is wrong with a step's action, inputs and outputs."""
    action = ACTIONS.get(step.action)
    if action is None:
        yield f"action {step.action} is not known"
        return
    fixed = {name: step.inputs[name] for name in step.inputs if name in action.inputs}
    problems = list(misfits(action.inputs, fixed if action.open else step.inputs, "inputs"))
    if step.outputs and step.action != "aws:executeAwsApi":
        problems.append(f"{step.action} takes no outputs")
    yield from problems or action.check(step)


def outputs(step: Step) -> frozenset[str]:
    """The outputs that a successful step has, or may have."""
    return ACTIONS[step.action].outputs | {output.name for output in step.outputs}


def ways(step: Step) -> tuple[str | None, ...]:
    """The steps that may follow when a step succeeds."""
    chosen = tuple(choice.get("NextStep") for choice in step.inputs.get("Choices", ()))
    default = step.inputs.get("Default", step.next)
    return chosen if step.is_end else (*chosen, default)


ACTIONS: Mapping[str, Action] = {
    "aws:executeAwsApi": Action(calls.CALL, calls.check, calls.execute, open=True),
    "aws:waitForAwsResourceProperty": Action(
        calls.LOOK, calls.check, calls.wait_for_property, open=True
    ),
    "aws:assertAwsResourceProperty": Action(
        calls.LOOK, calls.check, calls.assert_property, open=True
    ),
    "aws:changeInstanceState": Action(states.CHANGE, states.check, states.change),
    "aws:runCommand": Action(
        commands.COMMAND,
        commands.check_command,
        commands.run_command,
        outputs=frozenset({"Status", "ResponseCode", "Output"}),
    ),
    "aws:executeScript": Action(
        commands.SCRIPT,
        commands.check_script,
        commands.execute_script,
        outputs=frozenset({"Payload"}),
    ),
    "aws:branch": Action(branch.BRANCH, branch.check, branch.choose),
    "aws:sleep": Action(pauses.SLEEP, pauses.check, pauses.sleep),
    "aws:invokeLambdaFunction": Action(
        lambdas.INVOKE, lambdas.check, lambdas.invoke, outputs=lambdas.OUTPUTS
    ),
}
"""Every action that is known here."""
