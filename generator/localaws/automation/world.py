"""What steps act on, and what an action is given of the step it runs for."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from generator.localaws.automation.model import Step

Waits = float | Callable[[], Any]
"""What a step waits for: seconds to pass, or work to be done that is none of the clock's."""

Answer = TypeVar("Answer")
Doing = Generator[Waits, Any, Answer]
"""Something that takes time: it yields what it waits for, is sent what work gave, and returns."""


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
    seconds: float = 0
    """How long it took."""


class World(Protocol):
    """What steps act on."""

    def call(self, service: str, api: str, request: Mapping[str, Any]) -> Mapping[str, Any]:
        """An AWS API call. Raises botocore's ClientError.

        Calls of `lambda` run somebody's code: they come as work that is none of the clock's.
        """

    def run_command(self, command: Command) -> CommandResult:
        """Run a command until it ends."""

    def run_script(self, script: str, handler: str, payload: Any) -> Any:
        """Call the handler of a Python script; whatever it raises fails the step.

        Comes as work that is none of the clock's.
        """

    def now(self) -> float:
        """Seconds on a clock of any origin."""


class Attempt(Protocol):
    """One try of a step."""

    step: Step
    inputs: Mapping[str, Any]
    """The step's inputs, with every reference replaced."""
    world: World

    def pause(self, seconds: float = ...) -> Doing[None]:
        """Wait; does not return when the step's time is up or the run is cancelled."""

    def outside(self, work: Callable[[], Answer]) -> Doing[Answer]:
        """Have work done that is none of the clock's, in no simulated time."""
