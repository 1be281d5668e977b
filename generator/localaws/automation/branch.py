"""The action branch: conditions on text, alone or joined by Or."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from generator.localaws.automation.model import Step
from generator.localaws.automation.shape import Field, Shape
from generator.localaws.automation.world import Attempt, Doing

BRANCH: Shape = {"Choices": Field(list, required=True), "Default": Field(str)}
_OPERATORS: Mapping[str, Callable[[str, str], bool]] = {
    "StringEquals": str.__eq__,
    "StartsWith": str.startswith,
}


def check(step: Step) -> Iterator[str]:
    """What is wrong with a step."""
    for choice in step.inputs["Choices"]:
        if "NextStep" not in choice:
            yield "a choice has no NextStep"
        yield from _condition_problems({k: v for k, v in choice.items() if k != "NextStep"})


def _condition_problems(condition: Mapping[str, Any]) -> Iterator[str]:
    if set(condition) == {"Or"}:
        for part in condition["Or"]:
            yield from _condition_problems(part)
        return
    operators = condition.keys() - {"Variable"}
    if "Variable" not in condition or len(operators) != 1 or not operators <= _OPERATORS.keys():
        yield f"a choice has {', '.join(sorted(condition))}"


def choose(attempt: Attempt) -> Doing[Mapping[str, Any]]:
    """Where to go on, as NextStep: where the first choice that holds says, or the default."""
    yield from ()
    for choice in attempt.inputs["Choices"]:
        if _holds(choice):
            return {"NextStep": choice["NextStep"]}
    default = attempt.inputs.get("Default")
    return {} if default is None else {"NextStep": default}


def _holds(condition: Mapping[str, Any]) -> bool:
    if "Or" in condition:
        return any(_holds(part) for part in condition["Or"])
    name = next(name for name in condition if name in _OPERATORS)
    return _OPERATORS[name](condition["Variable"], condition[name])
