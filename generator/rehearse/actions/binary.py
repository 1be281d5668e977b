"""ExecuteBinary: a program with its arguments."""

from __future__ import annotations

from generator.ports.machine import Ran
from generator.rehearse.failing import StepFailedError
from generator.rehearse.work import Outcome, Work

REBOOT = 194
"""Exit code that asks for a reboot, after which the same step runs again."""
_RUN = 'exec "$0" "$@"'
"""A shell looks for the program, so that one that is not there fails its step."""


def execute(work: Work) -> Outcome:
    """Run the program."""
    [given] = work.entries
    words = (given.text("path"), *given.texts("arguments"))
    ran = work.shell.run("/bin/sh", "-c", _RUN, *words)
    if ran.code == REBOOT:
        return Outcome(again=True)
    if ran.code != 0:
        raise StepFailedError(f"{words[0]} ended with exit code {ran.code}", code=ran.code)
    return Outcome(stdout(ran))


def stdout(ran: Ran) -> tuple[dict[str, str], ...]:
    """What a program wrote, as the output of its step: without the last end of line.

    An output of which a part was thrown away is none, so that nothing goes on with half of it.
    """
    return () if ran.cut else ({"stdout": ran.stdout.rstrip("\r\n")},)
