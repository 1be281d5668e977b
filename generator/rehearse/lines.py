"""Events as the lines of console.log and application.log: time, level, what happened."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from generator.findings import one_line
from generator.rehearse.events import (
    DocumentBegan,
    DocumentEnded,
    Event,
    Iterating,
    Output,
    PhaseBegan,
    PhaseEnded,
    Rebooted,
    Retrying,
    StageBegan,
    StageEnded,
    StepBegan,
    StepEnded,
)
from generator.rehearse.model import Stage, Status

_LONG = {"stdout": "Stdout", "stderr": "Stderr"}


def stage_of(event: Event) -> Stage:
    """The stage in which something happened."""
    match event:
        case StageEnded(result):
            return result.name
        case StageBegan() | DocumentBegan() | DocumentEnded() | PhaseBegan() | PhaseEnded():
            return event.stage
        case _:
            return event.place.stage


def console(told: Iterable[tuple[datetime, Event]]) -> Iterator[str]:
    """Lines of console.log."""
    for when, event in told:
        if said := _console(event):
            yield _line(when, *said)


def traced(told: Iterable[tuple[datetime, Event]]) -> Iterator[str]:
    """Lines of application.log: those of console.log, and what happened between them."""
    for when, event in told:
        if said := _console(event) or _between(event):
            yield _line(when, *said)


def _line(when: datetime, level: str, said: str) -> str:
    moment = when.astimezone(UTC)
    return f"{moment:%Y-%m-%d %H:%M:%S}.{moment.microsecond // 1000:03} {level} {one_line(said)}\n"


def _console(event: Event) -> tuple[str, str] | None:
    match event:
        case StepEnded(result=result) if result.status in (Status.FAILED, Status.IGNORED):
            return "Error", f"{result.action}: {result.message}"
        case _:
            said = _info(event)
            return ("Info", said) if said is not None else None


def _info(event: Event) -> str | None:
    said: str | None = None
    match event:
        case DocumentBegan():
            said = f"Document {event.file or event.document}"
        case PhaseBegan():
            said = f"Phase {event.phase}"
        case StepBegan():
            said = f"Step {event.place.step}"
        case Output():
            said = f"{_LONG[event.stream]}: {event.line}"
        case Rebooted():
            said = "Executor: System has rebooted successfully"
        case StepEnded():
            said = f"{event.result.action}: FINISHED EXECUTION"
        case StageEnded(result):
            failed = result.status is Status.FAILED
            how = "with failure - Execution failed!" if failed else "successfully"
            said = f"TOE has completed execution {how}"
    return said


def _between(event: Event) -> tuple[str, str] | None:
    match event:
        case StageBegan():
            return "Debug", f"Stage {event.stage} on {event.machine}"
        case Iterating():
            return "Debug", f"Iteration {event.index}: {event.value}"
        case Retrying():
            return "Debug", f"Attempt {event.attempt} of {event.of} after: {event.message}"
        case PhaseEnded(result=result):
            return "Debug", f"Phase {result.name} ended: {result.status.value}"
        case DocumentEnded(result=ended):
            return "Debug", f"Document {ended.file or ended.name} ended: {ended.status.value}"
    return None
