"""What `classic invoke` does: the event to buildAmi, its records to people or programs."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator
from dataclasses import dataclass

from generator.classic.answer import Outcome, Record, outcome
from generator.cli import streams
from generator.cli.options import Asked
from generator.cli.sending import Wanted
from generator.errors import Exit, NoAnswerError
from generator.findings import Report
from generator.ports.functions import Answer, Functions
from generator.present.foreign import harmless, line_start

_LOOK_FIRST = (
    "builds may have started all the same: look at `aws ssm describe-automation-executions` "
    "before you try again"
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where buildAmi is."""

    function: str
    region: str | None = None
    profile: str | None = None


def run(place: Place, wanted: Wanted, asked: Asked) -> Exit:
    """Invoke the function and show its records; 1 when an image was not started.

    Raises:
        AccessError: when AWS cannot be asked, or does not let us ask.
        RemoteError: when the function fails as a whole.
    """
    region = place.region or os.environ.get("AWS_REGION") or None
    place = Place(place.function, region, place.profile)
    answer = _invoke(place, wanted)
    done = outcome(answer.value, failed=answer.failed, function=place.function)
    if asked.findings == "json":
        streams.out(f"{_as_json(done, wanted.report)}\n")
    else:
        streams.out("".join(f"{line}\n" for line in _lines(done, place)))
    return Exit.FAILED if done.failed else Exit.DONE


def _invoke(place: Place, wanted: Wanted) -> Answer:
    try:
        return _functions(place).invoke(place.function, wanted.event)
    except NoAnswerError as error:
        raise NoAnswerError(error.message, _LOOK_FIRST) from error


def _functions(place: Place) -> Functions:
    from generator.aws import functions

    return functions.connect(place.region, place.profile)


def _as_json(done: Outcome, report: Report) -> str:
    """The findings' document with the records in it, so that programs read one shape."""
    import json

    from generator.present.json_report import dump, show_json

    return dump({**json.loads(show_json(report)), "started": done.started, "failed": done.failed})


def _lines(done: Outcome, place: Place) -> Iterator[str]:
    """One line for each image, and its notes below."""
    for record in done.started:
        yield line_start(f"started {record['image']}: {_execution(record, place)}")
        yield from _notes(record)
    for record in done.failed:
        faults = "; ".join(map(str, record.get("faults", [])))
        yield line_start(f"failed  {record['image']}: {faults}")
        yield from _notes(record)


def _notes(record: Record) -> Iterator[str]:
    return (harmless(f"  note: {note}") for note in record.get("notes", []))


def _execution(record: Record, place: Place) -> str:
    execution = record.get("executionId")
    if not execution:
        return "execution of an earlier attempt"
    words = ["aws", "ssm", "get-automation-execution", "--automation-execution-id", str(execution)]
    if place.region:
        words += ["--region", place.region]
    if place.profile:
        words += ["--profile", place.profile]
    return f"execution {execution}, see `{shlex.join(words)}`"
