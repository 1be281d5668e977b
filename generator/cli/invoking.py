"""What `classic invoke` does: the event to buildAmi, its records to people or programs."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from generator.classic.answer import Outcome, Record, outcome
from generator.cli import streams
from generator.cli.options import Asked
from generator.cli.sending import Wanted
from generator.errors import Exit, NoAnswerError
from generator.findings import Report
from generator.ports.automations import Execution
from generator.ports.functions import Answer, Functions
from generator.present.columns import columns
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
    follow: bool = False
    """Wait until the builds have ended."""


def run(place: Place, wanted: Wanted, asked: Asked) -> Exit:
    """Invoke the function and show its records; 1 when an image was not started.

    Raises:
        AccessError: when AWS cannot be asked, or does not let us ask.
        RemoteError: when the function fails as a whole.
    """
    region = place.region or os.environ.get("AWS_REGION") or None
    place = replace(place, region=region)
    answer = _invoke(place, wanted)
    done = outcome(answer.value, failed=answer.failed, function=place.function)
    if asked.findings != "json":
        streams.out("".join(f"{line}\n" for line in _lines(done, place)))
    ended: dict[str, Execution] = {}
    interrupted = place.follow and _interrupted(done, place, ended)
    if asked.findings == "json":
        more = {"interrupted": True} if interrupted else {}
        streams.out(f"{_as_json(done, wanted.report, ended, more)}\n")
    if interrupted:
        return Exit.INTERRUPTED
    built = all(execution.succeeded for execution in ended.values())
    return Exit.DONE if built and not done.failed else Exit.FAILED


def _interrupted(done: Outcome, place: Place, ended: dict[str, Execution]) -> bool:
    """Follow the builds; True when the user stopped that, which stops none of them."""
    from generator.aws import automations
    from generator.cli import following

    try:
        port = automations.connect(place.region, place.profile)
        following.to_the_end(done.started, port, ended)
    except KeyboardInterrupt:
        _tell_interrupted(done, place, ended)
        return True
    return False


def _tell_interrupted(done: Outcome, place: Place, ended: Mapping[str, Execution]) -> None:
    """What goes on, and how to watch it."""
    ids = {str(each["executionId"]): each["image"] for each in done.started if each["executionId"]}
    going = {one: image for one, image in ids.items() if one not in ended}
    ways = [(_look(one, place), f"# watch {harmless(image)}") for one, image in going.items()]
    streams.err("\ninterrupted; the builds go on\n" if going else "\ninterrupted\n")
    streams.err("".join(f"{line}\n" for line in columns(ways, "  ")))


def _invoke(place: Place, wanted: Wanted) -> Answer:
    try:
        return _functions(place).invoke(place.function, wanted.event)
    except NoAnswerError as error:
        raise NoAnswerError(error.message, _LOOK_FIRST) from error


def _functions(place: Place) -> Functions:
    from generator.aws import functions

    return functions.connect(place.region, place.profile)


def _as_json(
    done: Outcome, report: Report, ended: Mapping[str, Execution], more: Mapping[str, object]
) -> str:
    """The findings' document with the records in it, so that programs read one shape."""
    import json

    from generator.present.json_report import dump, show_json

    started = [
        {**record, **_end(ended.get(str(record.get("executionId"))))} for record in done.started
    ]
    records = {"started": started, "failed": done.failed}
    return dump({**json.loads(show_json(report)), **records, **more})


def _end(execution: Execution | None) -> dict[str, object]:
    """What following an execution adds to its record."""
    if execution is None:
        return {}
    outputs = {name: list(values) for name, values in execution.outputs.items()}
    return {"ended": execution.status, "failure": execution.failure, "outputs": outputs}


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
    return f"execution {execution}, see `{_look(str(execution), place)}`"


def _look(execution: str, place: Place) -> str:
    """The command that shows an execution."""
    words = ["aws", "ssm", "get-automation-execution", "--automation-execution-id", execution]
    if place.region:
        words += ["--region", place.region]
    if place.profile:
        words += ["--profile", place.profile]
    return shlex.join(words)
