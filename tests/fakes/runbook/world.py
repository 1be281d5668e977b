"""What steps act on, and what an action is given of the step it runs for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from tests.fakes.runbook.model import Step


class StepFailedError(Exception):
    """The step's action did not succeed."""


@dataclass(frozen=True, slots=True)
class Command:
    """A Run Command sent by a step."""

    step: str
    document: str
    instance_ids: tuple[str, ...]
    parameters: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CommandResult:
    """How a command ended on its instances."""

    status: str
    """Success, Failed, TimedOut, Cancelled: ssm CommandInvocationStatus."""
    response_code: int
    output: str


class World(Protocol):
    """What steps act on."""

    def call(self, service: str, api: str, request: Mapping[str, Any]) -> Mapping[str, Any]:
        """An AWS API call. Raises botocore's ClientError."""

    def run_command(self, command: Command) -> CommandResult:
        """Run a command until it ends."""

    def run_script(self, script: str, handler: str, payload: Any) -> Any:
        """Call the handler of a Python script; whatever it raises fails the step."""

    def now(self) -> float:
        """Seconds on a clock of any origin."""

    def sleep(self, seconds: float) -> None:
        """Let time pass."""


class Attempt(Protocol):
    """One try of a step."""

    step: Step
    inputs: Mapping[str, Any]
    """The step's inputs, with every reference replaced."""
    world: World

    def pause(self) -> None:
        """Wait a moment; does not return when the step's time is up or the run is cancelled."""
