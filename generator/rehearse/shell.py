"""Programs of one attempt of a step: they share its time, and a failing one fails it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.ports.machine import Command, Ran, Stream, Watch
from generator.rehearse.events import Output
from generator.rehearse.failing import StepFailedError
from generator.rehearse.model import Place
from generator.rehearse.session import Session

ASIDE = 60.0
"""Seconds for what is not part of a step: writing its script, asking what failed."""
SHOWN = 300
"""Characters of a program's last line in a message."""


@dataclass(slots=True)
class Shell:
    """Runs programs in the machine, as long as the step may take."""

    session: Session
    place: Place
    timeout: int
    """Seconds for all of them; -1 without end."""
    spent: float = 0.0
    _quiet: Watch = field(default=lambda _stream, _line: None, repr=False)

    def run(
        self,
        *words: str,
        stdin: bytes = b"",
        environment: Mapping[str, str] | None = None,
        aloud: bool = True,
        counted: bool = True,
    ) -> Ran:
        """Run a program to its end.

        `aloud` tells what it writes; what is not `counted` is no part of the step's time.

        Raises:
            StepFailedError: when the time is up, or the machine ended it.
        """
        if any("\0" in word for word in words):
            raise StepFailedError("a NUL character cannot be given to a program")
        left = self._left() if counted else ASIDE
        command = Command(words, stdin, left, self.session.folder, environment or {})
        ran = self.session.machine.run(command, self._tell if aloud else self._quiet)
        self.spent += ran.seconds if counted else 0
        if ran.timed_out:
            raise self._late()
        if ran.ended:
            raise StepFailedError(f"it was ended: {ran.ended}", code=ran.code)
        return ran

    def do(
        self,
        script: str,
        *arguments: str,
        stdin: bytes = b"",
        counted: bool = True,
    ) -> str:
        """Run a script of ours with arguments, and give what it writes.

        Raises:
            StepFailedError: when it fails, saying what it wrote last; or what `run` raises.
        """
        words = ("/bin/sh", "-c", script, "sh", *arguments)
        ran = self.run(*words, stdin=stdin, aloud=False, counted=counted)
        if ran.code != 0:
            raise StepFailedError(_said(ran), code=ran.code)
        if ran.cut:
            raise StepFailedError("it gives more than is kept of an output")
        return ran.stdout

    def holds(self, script: str, *arguments: str) -> bool:
        """Whether a script of ours ends with 0."""
        return self.run("/bin/sh", "-c", script, "sh", *arguments, aloud=False).code == 0

    def tell(self, text: str) -> None:
        """Put a text on the console."""
        for line in text.splitlines():
            self._tell("stdout", line)

    def _tell(self, stream: Stream, line: str) -> None:
        self.session.listen(Output(self.place, stream, line))

    def _left(self) -> float | None:
        """Seconds that are left; None without end."""
        left = None if self.timeout < 0 else self.timeout - self.spent
        if left is not None and left <= 0:
            raise self._late()
        return left

    def _late(self) -> StepFailedError:
        return StepFailedError(f"timed out after {self.timeout} seconds")


def _said(ran: Ran) -> str:
    """The last line that a program wrote, or that it failed."""
    lines = [line for line in ran.stderr.splitlines() if line.strip()]
    return lines[-1].strip()[:SHOWN] if lines else f"exit code {ran.code}"
