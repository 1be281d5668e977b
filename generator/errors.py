"""Every way in which a command cannot go on.

    AmiFactoryError                 message, hint, exit code
    ├─ UnreadableError        4     this machine cannot read a file the user named
    ├─ OutputError            4     this machine cannot write where the user asked
    ├─ LintUnavailableError   4     a lint engine cannot run on this machine
    └─ LibraryError           4     the library is not where it belongs (`library/locate.py`)

Findings about the user's text are values (`findings.py`), collected and shown at once;
errors are raised once and caught once, at the command line's one door.
"""

from __future__ import annotations

from enum import IntEnum
from typing import ClassVar


class Exit(IntEnum):
    """Exit codes of every command."""

    DONE = 0
    FAILED = 1
    """AWS tried and failed."""
    USAGE = 2
    FINDINGS = 3
    """The user's files have errors."""
    MACHINE = 4
    """This machine or account cannot."""
    CHANGES = 5
    """There are changes (`--check`)."""
    BUG = 70
    INTERRUPTED = 130


class AmiFactoryError(Exception):
    """A command cannot go on; `message` says what happened, `hint` what to do next."""

    exit_code: ClassVar[Exit] = Exit.FAILED

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UnreadableError(AmiFactoryError):
    """A file the user named cannot be read."""

    exit_code = Exit.MACHINE


class OutputError(AmiFactoryError):
    """The output cannot be written."""

    exit_code = Exit.MACHINE


class LintUnavailableError(AmiFactoryError):
    """A lint engine cannot run on this machine."""

    exit_code = Exit.MACHINE
