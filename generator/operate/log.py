"""The log of a build, whole or that of one step."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from generator.errors import NotFoundError
from generator.operate.follow import Run
from generator.operate.result import AFTER
from generator.ports.builds import Build, LogLine, Logs, Step


def whole(build: Build, logs: Logs) -> tuple[LogLine, ...]:
    """Every line, in the order of time.

    Image Builder writes one stream a build, named as its version (user guide, monitor-cwlogs).

    Raises:
        AccessError: when the log may not be read.
        RemoteError: when AWS fails.
    """
    found: list[LogLine] = []
    for stream in _streams(build, logs):
        lines, _ = logs.lines(build.log_group, stream)
        found += lines
    return tuple(sorted(found, key=lambda line: line.at))


def of_step(lines: Iterable[LogLine], runs: Sequence[Run], name: str) -> tuple[LogLine, ...]:
    """What was logged while a step ran; lines carry no name of their step.

    Raises:
        NotFoundError: when no step of this name ran; the hint lists those that did.
    """
    steps = [step for run in runs for step in run.steps]
    wanted = [step for step in steps if step.name.lower() == name.lower()]
    if not any(step.started for step in wanted):
        names = ", ".join(dict.fromkeys(step.name for step in steps if step.started))
        hint = f"it has {names}" if names else "AWS knows no steps of it (any more)"
        what = f'the step "{name}" did not run' if wanted else f'the build has no step "{name}"'
        raise NotFoundError(what, hint)
    return tuple(line for line in lines if any(_during(line, step) for step in wanted))


def _streams(build: Build, logs: Logs) -> Sequence[str]:
    names = logs.streams(build.log_group, build.version)
    return [name for name in names if name == build.version or name.startswith(f"{build.version}/")]


def _during(line: LogLine, step: Step) -> bool:
    begun = step.started is not None and step.started <= line.at
    return begun and (step.ended is None or line.at <= step.ended + AFTER)
