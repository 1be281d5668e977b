"""Automations are followed to their end."""

from __future__ import annotations

from generator.operate.executions import ExecutionEnded, StepEnded, follow
from generator.ports.automations import Execution, StepRun
from tests.fakes.automations import FakeAutomations


def execution(name: str, status: str, *steps: tuple[str, str]) -> Execution:
    runs = tuple(StepRun(f"{name}-{step}", step, "aws:sleep", state) for step, state in steps)
    return Execution(name, "Document", status, steps=runs)


def test_each_step_is_told_once_and_the_end_last() -> None:
    begun = execution("one", "InProgress", ("launch", "Success"), ("wait", "InProgress"))
    ended = execution("one", "Success", ("launch", "Success"), ("wait", "Success"))
    waits: list[None] = []

    news = list(follow(["one"], FakeAutomations([begun, begun, ended]), lambda: waits.append(None)))

    assert [
        StepEnded("one", begun.steps[0]),
        StepEnded("one", ended.steps[1]),
        ExecutionEnded(ended),
    ] == news
    assert 2 == len(waits)


def test_several_go_on_side_by_side() -> None:
    """One that has ended is not asked for again."""
    short = execution("short", "Failed", ("launch", "Failed"))
    long = execution("long", "Success")
    automations = FakeAutomations([short], [execution("long", "Pending"), long])

    news = list(follow(["short", "long"], automations, lambda: None))

    assert [StepEnded("short", short.steps[0]), ExecutionEnded(short), ExecutionEnded(long)] == news


def test_nothing_to_follow_asks_nothing() -> None:
    assert [] == list(follow([], FakeAutomations(), lambda: None))
