"""Automations in memory: the port `Automations`."""

from __future__ import annotations

from collections.abc import Sequence

from generator.ports.automations import Execution


class FakeAutomations:
    """Executions that go on by one stage with each look at them; the last stage stays."""

    def __init__(self, *stages: Sequence[Execution]) -> None:
        """One sequence of stages an execution."""
        self._stages = {each[0].id: list(each) for each in stages}

    def execution(self, execution_id: str) -> Execution:
        """The stage it is at."""
        stages = self._stages[execution_id]
        return stages.pop(0) if len(stages) > 1 else stages[0]
