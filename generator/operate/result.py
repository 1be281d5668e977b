"""What a build came to: its AMIs and how to use them, or why it failed and what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby

from generator.errors import AmiFactoryError
from generator.operate.causes import hint_for
from generator.operate.follow import Look
from generator.operate.states import PHASES
from generator.ports.builds import Ami, Amis, Build, Failure, ImageFacts, LogLine, Parameter, Step

LAST_LINES = 12
"""Of the log, that are told of a failure."""
AFTER = timedelta(seconds=5)
"""The log of a step may come this much later than its end."""

AmisIn = Callable[[str], Amis]
"""The AMIs of a region."""


@dataclass(frozen=True, slots=True)
class Made:
    """One AMI that a build made."""

    ami: Ami
    facts: ImageFacts | None = None
    unknown: str = ""
    """Why EC2's facts about it are not known."""
    parameters: tuple[str, ...] = ()
    """Names of Systems Manager parameters that hold it now."""


@dataclass(frozen=True, slots=True)
class Success:
    """A build that made AMIs."""

    build: Build
    made: tuple[Made, ...]
    stale: tuple[tuple[Parameter, str], ...] = ()
    """Parameters of its distribution that do not hold it, and why."""
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A build that failed or was cancelled."""

    build: Build
    phase: str
    """build, test, distribution, ..."""
    workflow: str = ""
    step: Step | None = None
    failure: Failure = field(default_factory=Failure)
    why: str = ""
    lines: tuple[LogLine, ...] = ()
    """The last ones of the log."""
    hint: str = ""
    seconds: float | None = None


def success(
    build: Build, amis_in: AmisIn, home: str, account: str, seconds: float | None = None
) -> Success:
    """What a build made, as EC2 has it now; a region that cannot be asked is told in its place.

    `home` is the region of the build, which comes first; `account` the one that asks: EC2 tells
    launch permissions to an AMI's owner alone.
    """
    made: list[Made] = []
    stale: list[tuple[Parameter, str]] = []
    for region, amis in _by_region(build.amis, home):
        wanted = tuple(one for one in build.parameters if one.region == region)
        some, missed = _in_region(amis, wanted, amis_in, account)
        made += some
        stale += missed
    return Success(build, tuple(made), tuple(stale), seconds)


def _by_region(amis: Iterable[Ami], home: str) -> list[tuple[str, list[Ami]]]:
    found = sorted(amis, key=lambda one: (one.region != home, one.region, one.account))
    return [(region, list(some)) for region, some in groupby(found, key=lambda one: one.region)]


def _in_region(
    amis: Sequence[Ami], wanted: tuple[Parameter, ...], amis_in: AmisIn, account: str
) -> tuple[list[Made], list[tuple[Parameter, str]]]:
    own = tuple(one.id for one in amis if one.account in ("", account))
    try:
        port = amis_in(amis[0].region)
        facts = {one.id: one for one in port.describe(own)} if own else {}
        ours = tuple(one for one in wanted if one.account in ("", account))
        held = port.parameters(tuple(one.name for one in ours)) if ours else {}
    except AmiFactoryError as error:
        return [Made(one, unknown=error.message) for one in amis], []
    made = [_made(one, facts, held, account) for one in amis]
    return made, [(one, _stale(one, held)) for one in ours if held.get(one.name) not in own]


def _made(ami: Ami, facts: Mapping[str, ImageFacts], held: Mapping[str, str], account: str) -> Made:
    if ami.account not in ("", account):
        return Made(ami, unknown=f"{ami.account} owns it, and alone can tell who may launch it")
    if ami.id not in facts:
        return Made(ami, unknown="EC2 does not have it any more")
    names = tuple(name for name, value in held.items() if value == ami.id)
    return Made(ami, facts[ami.id], parameters=names)


def _stale(parameter: Parameter, held: Mapping[str, str]) -> str:
    value = held.get(parameter.name)
    return f"holds {value}" if value else "does not exist"


def breakdown(look: Look, lines: Sequence[LogLine], seconds: float | None = None) -> Breakdown:
    """Why a build failed, from its last look and its log."""
    build = look.build
    failure = build.failure or Failure()
    workflow, step = _failed(look, failure)
    last = _last(lines, step)
    why = _why(build, failure, step)
    told = "\n".join((build.reason, why, *(told for _, told in failure.regions)))
    hint = hint_for(told) or hint_for("\n".join(line.text for line in last))
    return Breakdown(
        build=build,
        phase=_phase(failure, workflow),
        workflow=workflow,
        step=step,
        failure=failure,
        why=why,
        lines=last,
        hint=hint if build.status == "FAILED" else "",
        seconds=seconds,
    )


def _failed(look: Look, failure: Failure) -> tuple[str, Step | None]:
    """The workflow and the step in which it failed, as far as AWS still knows."""
    for run in reversed(look.runs):
        named = run.workflow.id == failure.workflow
        for step in run.steps:
            if step.status == "FAILED" or (named and step.name == failure.step):
                return run.workflow.name or run.workflow.type.lower(), step
    return "", None


def _phase(failure: Failure, workflow: str) -> str:
    return PHASES.get(failure.status, failure.status.lower()) or workflow


def _why(build: Build, failure: Failure, step: Step | None) -> str:
    """What says most: the component's or the distribution's own message, then the step's."""
    said = (failure.message, step.message if step else "", build.reason)
    return next(filter(None, said), "")


def _last(lines: Sequence[LogLine], step: Step | None) -> tuple[LogLine, ...]:
    """The last lines until the step that failed had ended; clean-up comes after it."""
    until = step.ended if step else None
    before = [line for line in lines if _told_by(line, until)]
    return tuple((before or list(lines))[-LAST_LINES:])


def _told_by(line: LogLine, until: datetime | None) -> bool:
    return bool(line.text.strip()) and (until is None or line.at <= until + AFTER)
