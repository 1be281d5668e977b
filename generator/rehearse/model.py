"""What goes into a rehearsal and what comes out of it, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal, TypeAlias

from generator.awstoe.model import Document

Stage = Literal["build", "test"]
Data: TypeAlias = "str | list[Data] | dict[str, Data]"
"""Inputs as plain values."""
Outputs: TypeAlias = tuple[Mapping[str, str], ...]
"""What a step gives: one mapping, or one for each of its inputs."""


class Status(StrEnum):
    """How a step, a phase, a document, a stage or all of it ended.

    Image Builder User Guide, "Use looping constructs in AWSTOE", step fields.
    """

    SUCCESS = "Success"
    FAILED = "Failed"
    IGNORED = "IgnoredFailure"
    """A step failed whose onFailure is Ignore."""
    PARTLY = "SuccessWithIgnoredFailure"
    """All went well but for such steps."""
    SKIPPED = "Skipped"
    """The condition of a step did not hold; counts as success."""
    REFUSED = "Refused"
    """Nothing ran, since something in it cannot run in a rehearsal."""


@dataclass(frozen=True, slots=True)
class Use:
    """A document, and what whoever uses it gives it."""

    name: str
    """What the user calls it: the component's name, or the file."""
    file: str
    """Where the document can be opened; what lines refer to."""
    text: str
    """The document as it is written."""
    document: Document
    parameters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something that a rehearsal cannot run, known before anything has run."""

    document: str
    file: str
    line: int
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A step of a document, as it runs."""

    stage: Stage
    document: str
    phase: str
    step: str
    depth: int = 0
    """How many documents of ExecuteDocument it is inside of."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a step failed, and which command of the user's did."""

    place: Place
    file: str
    action: str
    message: str
    line: int
    """In the document: the failing command of a script when it is known, else the step."""
    command: str = ""
    """That line of the script; empty when it is not known."""
    code: int | None = None
    """Exit code of the program that failed."""
    iteration: int | None = None
    """Index of the loop's iteration."""


@dataclass(frozen=True, slots=True)
class StepResult:
    """A step that ran, or was skipped."""

    name: str
    action: str
    line: int
    status: Status
    started: datetime
    ended: datetime
    timeout: int
    """Seconds that it may take; -1 without end."""
    on_failure: str
    max_attempts: int
    message: str = ""
    inputs: tuple[Data, ...] = ()
    """As they were given to the action, of the last iteration."""
    outputs: Outputs = ()
    attempts: int = 0
    """How often it was tried; runs after a reboot it asked for do not count."""
    reboots: int = 0
    iterations: int | None = None
    """Of its loop, in the last attempt; None without a loop."""
    loop: str = ""
    """Its loop's name."""
    inner: tuple[DocumentResult, ...] = ()
    """What ExecuteDocument ran."""
    failure: Failure | None = None

    @property
    def seconds(self) -> float:
        """How long it took."""
        return (self.ended - self.started).total_seconds()


@dataclass(frozen=True, slots=True)
class PhaseResult:
    """A phase that ran."""

    name: str
    status: Status
    started: datetime
    ended: datetime
    steps: tuple[StepResult, ...]


@dataclass(frozen=True, slots=True)
class DocumentResult:
    """A document that ran, as far as one stage runs it."""

    name: str
    file: str
    description: str
    status: Status
    started: datetime
    ended: datetime
    phases: tuple[PhaseResult, ...]
    aborted: bool = False
    """Nothing runs after it."""


@dataclass(frozen=True, slots=True)
class StageResult:
    """A stage: the documents that ran on one machine."""

    name: Stage
    status: Status
    started: datetime
    ended: datetime
    documents: tuple[DocumentResult, ...]
    changed: tuple[str, ...] = ()
    """Paths of files that are new, changed or gone."""
    reboots: int = 0


@dataclass(frozen=True, slots=True)
class Result:
    """A rehearsal."""

    status: Status
    machine: str
    """What it ran on."""
    stages: tuple[StageResult, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    failure: Failure | None = None
    """The first one that counts."""

    @property
    def passed(self) -> bool:
        """Whether Image Builder would go on."""
        return self.status in (Status.SUCCESS, Status.PARTLY)
