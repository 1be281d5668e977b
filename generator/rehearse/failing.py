"""How an action says that it failed; caught where its step is run."""

from __future__ import annotations


class StepFailedError(Exception):
    """An attempt of a step failed; never leaves this room."""

    def __init__(
        self, message: str, *, code: int | None = None, line: int = 0, command: str = ""
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        """Exit code of the program that failed."""
        self.line = line
        """In the document; 0 when it is not known."""
        self.command = command
        """The line of the user's script that failed; empty when it is not known."""
        self.iteration: int | None = None
