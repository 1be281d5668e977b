"""Automations that are followed to their end, several at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from generator.ports.automations import Automations, Execution, StepRun


@dataclass(frozen=True, slots=True)
class StepEnded:
    """A step of an execution has ended."""

    execution: str
    step: StepRun


@dataclass(frozen=True, slots=True)
class ExecutionEnded:
    """An execution has ended."""

    execution: Execution


def follow(
    ids: Iterable[str], automations: Automations, wait: Callable[[], None]
) -> Iterator[StepEnded | ExecutionEnded]:
    """What happens to executions, as it is seen; `wait` comes between two looks.

    Raises:
        AccessError, RemoteError: when AWS does not tell; the executions go on.
    """
    told: dict[str, set[str]] = {each: set() for each in ids}
    while told:
        for each in tuple(told):
            execution = automations.execution(each)
            yield from _news(execution, told[each])
            if execution.over:
                del told[each]
                yield ExecutionEnded(execution)
        if told:
            wait()


def _news(execution: Execution, told: set[str]) -> Iterator[StepEnded]:
    for step in execution.steps:
        if step.over and step.id not in told:
            told.add(step.id)
            yield StepEnded(execution.id, step)
