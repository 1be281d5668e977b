"""What a rehearsal tells while it runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from generator.ports.machine import Stream
from generator.rehearse.model import (
    DocumentResult,
    PhaseResult,
    Place,
    Stage,
    StageResult,
    StepResult,
)


@dataclass(frozen=True, slots=True)
class StageBegan:
    """A machine is there; documents of this stage begin."""

    stage: Stage
    machine: str
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StageEnded:
    """The last document of the stage has ended."""

    result: StageResult


@dataclass(frozen=True, slots=True)
class DocumentBegan:
    """A document begins."""

    stage: Stage
    document: str
    file: str
    depth: int = 0


@dataclass(frozen=True, slots=True)
class DocumentEnded:
    """A document has ended."""

    stage: Stage
    result: DocumentResult
    depth: int = 0


@dataclass(frozen=True, slots=True)
class PhaseBegan:
    """A phase begins."""

    stage: Stage
    document: str
    phase: str
    depth: int = 0


@dataclass(frozen=True, slots=True)
class PhaseEnded:
    """A phase has ended."""

    stage: Stage
    document: str
    result: PhaseResult
    depth: int = 0


@dataclass(frozen=True, slots=True)
class StepBegan:
    """A step begins; its condition has not been looked at."""

    place: Place
    action: str
    line: int


@dataclass(frozen=True, slots=True)
class StepEnded:
    """A step has ended, or was skipped."""

    place: Place
    result: StepResult


@dataclass(frozen=True, slots=True)
class Iterating:
    """An iteration of a step's loop begins."""

    place: Place
    index: int
    value: str


@dataclass(frozen=True, slots=True)
class Retrying:
    """An attempt of a step failed, and another one begins."""

    place: Place
    attempt: int
    """The one that begins; the first is 1."""
    of: int
    message: str


@dataclass(frozen=True, slots=True)
class Output:
    """A line that a program of the step wrote, without its end."""

    place: Place
    stream: Stream
    line: str


@dataclass(frozen=True, slots=True)
class Rebooted:
    """The machine was rebooted for a step."""

    place: Place
    times: int
    """In this stage, this one included."""
    again: bool
    """Whether the same step runs again."""


Event: TypeAlias = (
    StageBegan
    | StageEnded
    | DocumentBegan
    | DocumentEnded
    | PhaseBegan
    | PhaseEnded
    | StepBegan
    | StepEnded
    | Iterating
    | Retrying
    | Output
    | Rebooted
)
Listen: TypeAlias = Callable[[Event], None]
