"""The real door of the engine over a machine that answers as it is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from textwrap import dedent, indent

import pytest

from generator.awstoe.check import check
from generator.rehearse.model import Result, Use
from generator.rehearse.run import rehearse
from tests.fakes.machine import FakeMachines

HEADER = "schemaVersion: 1.0\nphases:\n"


def ticking() -> Iterator[datetime]:
    """A clock that goes on by one second each time it is read."""
    moment = datetime(2026, 11, 22, 12, 0, 0, tzinfo=UTC)
    while True:
        yield moment
        moment += timedelta(seconds=1)


def use(text: str, parameters=None, name: str = "doc") -> Use:
    """A document without errors, as it is used."""
    text = dedent(text).lstrip("\n")
    checked = check(f"{name}.yaml", text.encode(), "Linux")
    assert [] == [each.message for each in checked.findings if each.severity.rank == 0]
    return Use(name, f"{name}.yaml", text, checked.document, parameters or {})


@dataclass
class Rehearsed:
    """What came of it."""

    result: Result
    machines: FakeMachines
    events: list[object] = field(default_factory=list)

    @property
    def steps(self) -> list[str]:
        """Every step that ended, as `phase.step status`."""
        return [
            f"{phase.name}.{step.name} {step.status}"
            for stage in self.result.stages
            for document in stage.documents
            for phase in document.phases
            for step in phase.steps
        ]

    @property
    def scripts(self) -> list[str]:
        """Scripts that were run, on all machines in order."""
        return [text for machine in self.machines.made for text in machine.scripts]

    def step(self, name: str):
        """The result of a step."""
        return next(
            step
            for stage in self.result.stages
            for document in stage.documents
            for phase in document.phases
            for step in phase.steps
            if step.name == name
        )


@pytest.fixture
def rehearsed():
    """Run documents, given as one text or as many uses."""

    def run(given, parameters=None, *, network=False, **answers) -> Rehearsed:
        uses = [use(given, parameters)] if isinstance(given, str) else given
        machines = FakeMachines(**answers)
        events: list[object] = []
        clock = ticking()
        result = rehearse(
            uses,
            machines,
            events.append,
            now=lambda: next(clock),
            network=network,
        )
        return Rehearsed(result, machines, events)

    return run


@pytest.fixture
def steps(rehearsed):
    """Run steps of a build phase, given as YAML of their list."""

    def run(text: str, **how) -> Rehearsed:
        body = indent(dedent(text).strip("\n"), "      ")
        return rehearsed(f"{HEADER}  - name: build\n    steps:\n{body}\n", **how)

    return run
