"""A build as people watch it: a tree of its workflows and steps, or a line for each change.

Pieces of text carry a style by name; with no style they say the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from generator.operate.follow import Change, Look, Run, changes
from generator.operate.states import GONE_WRONG, ended, told
from generator.ports.builds import Build, LogLine, Step, Workflow
from generator.present.elapsed import clock, spell
from generator.present.foreign import harmless


class Piece(NamedTuple):
    """Some text of one style: "", bold, dim, green, yellow or red."""

    text: str
    style: str = ""


Line = tuple[Piece, ...]

MARKS = {
    "PENDING": ("·", "dim"),
    "RUNNING": ("▸", "yellow"),
    "COMPLETED": ("✓", "green"),
    "SKIPPED": ("-", "dim"),
    "FAILED": ("✗", "red"),
    "CANCELLED": ("✗", "red"),
    "ROLLBACK_IN_PROGRESS": ("✗", "red"),
    "ROLLBACK_COMPLETED": ("✗", "red"),
}
"""State of a workflow or a step -> its mark and style."""
UNSAID = frozenset(("COMPLETED", "RUNNING", "PENDING"))
"""States that their mark tells well enough beside a time."""


def headline(build: Build) -> str:
    """Name and version."""
    return harmless(f"{build.name} {build.version}")


def took(look: Look) -> float | None:
    """Seconds from the order of a build, or from its retry, to the end of its last step."""
    ends = [run.workflow.ended for run in look.runs if run.workflow.ended]
    ends += [step.ended for run in look.runs for step in run.steps if step.ended]
    if not ends or look.began is None:
        return None
    return max(0.0, (max(ends) - look.began).total_seconds())


def tree(look: Look, tail: Sequence[LogLine], now: datetime) -> Iterator[Line]:
    """The build as it is now, with the last lines of its log.

    While it runs, steps of workflows that went well are left out: terminals have few lines.
    """
    build = look.build
    yield _title(look, now)
    for run in look.runs:
        yield (Piece("  "), *_state(run.workflow, _run_name(run), now))
        if ended(build) or run.workflow.status != "COMPLETED":
            for step in run.steps:
                yield (Piece("    "), *_state(step, _step_name(step), now))
    if tail and not ended(build):
        yield (Piece("  log", "dim"),)
        for line in tail:
            yield (Piece(f"  | {harmless(line.text)}", "dim"),)


def _title(look: Look, now: datetime) -> Line:
    build = look.build
    style = "red" if build.status in GONE_WRONG else "green" if ended(build) else "yellow"
    since = took(look) if ended(build) else _since(look.began, None, now)
    time = "" if since is None else f"  {spell(since)}"
    state = Piece(build.status.lower(), style)
    return (Piece(headline(build), "bold"), Piece("  "), state, Piece(time, "dim"))


def _state(what: Workflow | Step, name: str, now: datetime) -> Line:
    never = what.status == "CANCELLED" and what.started is None
    mark, style = MARKS["SKIPPED"] if never else MARKS.get(what.status, ("?", ""))
    seconds = _since(what.started, what.ended, now)
    said = [] if what.status in UNSAID else [what.status.lower().replace("_", " ")]
    if seconds is not None and what.status != "PENDING":
        said.append(spell(seconds))
    faint = "dim" if what.status == "PENDING" else ""
    end = Piece(f"  {', '.join(said)}" if said else "", style if style == "red" else "dim")
    return (Piece(f"{mark} ", style), Piece(name, faint), end)


def _since(start: datetime | None, end: datetime | None, now: datetime) -> float | None:
    return None if start is None else ((end or now) - start).total_seconds()


def _run_name(run: Run) -> str:
    workflow = run.workflow
    kind = workflow.type.lower()
    return harmless(f"{kind} ({workflow.name})" if workflow.name else kind)


def _step_name(step: Step) -> str:
    again = f", attempt {step.attempt}" if step.attempt > 1 else ""
    return harmless(f"{step.name}{again}")


LOG = 5
"""Place of the log within a moment, see `_place`."""


def news(last: Look | None, look: Look, now: datetime) -> Iterator[str]:
    """What is new between two looks, a line each, in the order of time.

    States of the build carry no time: its end comes last, and the others first.
    """
    found = [change for change in changes(last, look) if _worth(change)]
    moments = [change.at for change in found if change.at] + [line.at for line in look.lines]
    end = ended(look.build)
    own = max(moments, default=now) if end else min(moments, default=now)
    said = [
        (_place(change, own, end=end), change_line(change, own, now, look.began))
        for change in found
    ]
    said += [((line.at, LOG), log_line(line)) for line in look.lines]
    yield from (text for _, text in sorted(said, key=lambda one: one[0]))
    yield from (f"note: {harmless(note)}" for note in look.notes)


def _worth(change: Change) -> bool:
    """Steps that never began are no news: they were not needed, or their workflow failed."""
    step = change.step
    return step is None or step.started is not None or step.status not in ("SKIPPED", "CANCELLED")


def _place(change: Change, own: datetime, *, end: bool) -> tuple[datetime, int]:
    """Where a change stands: by time, and within a moment by what leads to what.

    What went well ends, then something begins, then comes the log, then the failure it tells of.
    """
    what = change.step or change.workflow
    if what is None:
        return own, 8 if end else 2
    if what.ended is None:
        rank = 4 if change.step else 3
    else:
        rank = (6 if what.status == "FAILED" else 0) + (0 if change.step else 1)
    return change.at or own, rank


def change_line(change: Change, own: datetime, now: datetime, began: datetime | None) -> str:
    """One change in one line: how long after the build's start, what, and its state.

    `own` is the moment of changes that carry none.
    """
    build = change.build
    at = f"{clock(_since(began, change.at or own, now) or 0):>7}  "
    if change.workflow is None:
        return f"{at}{headline(build)} {told(build)}"
    if change.step is None:
        place = change.workflow.name or change.workflow.type.lower()
        return harmless(f"{at}  {place} {_verb(change.workflow, now, why='')}")
    place = f"{change.workflow.name or change.workflow.type.lower()} > {_step_name(change.step)}"
    return harmless(f"{at}  {place} {_verb(change.step, now, why=change.step.message)}")


def _verb(what: Workflow | Step, now: datetime, why: str) -> str:
    state = what.status.lower().replace("_", " ")
    seconds = _since(what.started, what.ended, now)
    over = what.ended is not None and seconds is not None
    time = f" after {spell(seconds or 0)}" if over and what.status != "SKIPPED" else ""
    return f"{state}{time}{f': {why}' if why and what.status == 'FAILED' else ''}"


def log_line(line: LogLine) -> str:
    """A line of the log, told apart from what we say ourselves."""
    return f"         | {harmless(line.text)}".rstrip()
