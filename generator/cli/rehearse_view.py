"""A rehearsal as people watch it, and what the view learns of bootstrap scripts on the way."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from generator.cli.rehearse_bootstrap import explained, line_of
from generator.present.foreign import harmless
from generator.present.rehearsal import MARKS, took
from generator.rehearse.events import (
    DocumentBegan,
    Event,
    Iterating,
    Output,
    PhaseBegan,
    Rebooted,
    Retrying,
    StageBegan,
    StepBegan,
    StepEnded,
)
from generator.rehearse.model import Place, Result, StepResult


@dataclass(slots=True)
class View:
    """Prints each event as it comes, a line or more; passes on what is for others to hear too."""

    write: Callable[[str], None]
    further: Callable[[Event], None] = lambda _: None
    _lines: dict[Place, tuple[int, str]] = field(default_factory=dict)
    """Line and command of a bootstrap script that failed last."""

    def __call__(self, event: Event) -> None:
        """Show an event."""
        if isinstance(event, Output):
            told = line_of(event.line)
            if told is not None:
                self._lines[event.place] = told
                return
        self.further(event)
        for line in _lines(event):
            self.write(f"{line}\n")

    def explained(self, result: Result, scripts: Mapping[str, str]) -> Result:
        """The result, its failure at the line of the bootstrap script."""
        failure = result.failure
        if failure is None:
            return result
        told = explained(failure, scripts, self._lines.get(failure.place))
        return replace(result, failure=told)


def _lines(event: Event) -> Iterator[str]:
    match event:
        case StageBegan():
            yield f"{event.stage} stage on {harmless(event.machine)}"
        case DocumentBegan():
            yield f"{_in(event.depth)}{harmless(event.document)} ({harmless(event.file)})"
        case PhaseBegan():
            yield f"{_in(event.depth)}  {harmless(event.phase)}"
        case StepBegan():
            yield f"{_at(event.place)}▸ {harmless(event.place.step)} ({event.action})"
        case Output():
            yield f"{_at(event.place)}  | {harmless(event.line)}".rstrip()
        case Iterating():
            yield f"{_at(event.place)}  with {harmless(event.value)}"
        case Retrying():
            said = f"attempt {event.attempt} of {event.of} after: {harmless(event.message)}"
            yield f"{_at(event.place)}  {said}"
        case Rebooted():
            again = ", the step runs again" if event.again else ""
            yield f"{_at(event.place)}  rebooted{again}"
        case StepEnded():
            yield f"{_at(event.place)}{_ended(event.place, event.result)}"


def _in(depth: int) -> str:
    return "  " + "      " * depth


def _at(place: Place) -> str:
    return f"{_in(place.depth)}    "


def _ended(place: Place, result: StepResult) -> str:
    why = f": {harmless(result.message)}" if result.message else ""
    return f"{MARKS[result.status]} {harmless(place.step)}  {took(result.seconds)}{why}"
