"""What `classic invoke --follow` does: the builds that were started, to their end."""

from __future__ import annotations

import time
from collections.abc import Sequence

from generator.classic.answer import Record
from generator.cli import streams
from generator.cli.remote import poll_seconds
from generator.operate.executions import ExecutionEnded, StepEnded, follow
from generator.ports.automations import Automations, Execution
from generator.present.foreign import harmless, line_start


def to_the_end(
    records: Sequence[Record], automations: Automations, ended: dict[str, Execution]
) -> None:
    """Follow the executions of started images; each that has ended gets into `ended`, by its id.

    Raises:
        AccessError, RemoteError: when AWS does not tell; the builds go on.
    """
    images = {str(each["executionId"]): each["image"] for each in records if each["executionId"]}
    for news in follow(images, automations, lambda: time.sleep(poll_seconds())):
        match news:
            case StepEnded(execution, step):
                failure = f": {step.failure}" if step.failure else ""
                _say(line_start(f"  {images[execution]}: {step.name} {step.status}{failure}"))
            case ExecutionEnded(execution):
                ended[execution.id] = execution
                _say(line_start(f"{images[execution.id]}: {_end(execution)}"))


def _end(execution: Execution) -> str:
    if execution.succeeded:
        return " ".join(value for values in execution.outputs.values() for value in values)
    return f"{execution.status}: {harmless(execution.failure) or 'no reason is given'}"


def _say(line: str) -> None:
    streams.err(f"{line}\n")
