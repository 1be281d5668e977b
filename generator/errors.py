"""Every way in which a command cannot go on.

    AmiFactoryError                 message, hint, exit code
    ├─ UnreadableError        4     this machine cannot read a file the user named
    ├─ OutputError            4     this machine cannot write where the user asked
    ├─ LintUnavailableError   4     a lint engine cannot run on this machine
    ├─ LibraryError           4     the library is not where it belongs (`library/locate.py`)
    ├─ LocalAwsError          4     the local AWS cannot run, or is not there, on this machine
    ├─ AccessError            4     this machine or account cannot use AWS as asked
    │  ├─ NoCredentialsError        nobody is signed in, or not any more
    │  ├─ NoRegionError             no region, or one that AWS does not have
    │  ├─ DeniedError               AWS does not permit it
    │  ├─ NotFoundError             what is asked for is not in this account and region
    │  ├─ ThrottledError            too many requests
    │  ├─ UnreachableError          the request never arrived
    │  └─ NoAnswerError             the request may have arrived
    └─ RemoteError            1     AWS tried and failed

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
    HUNG_UP = 129
    """By SIGHUP, the terminal closed: cleaned up as after Ctrl-C."""
    INTERRUPTED = 130
    """By Ctrl-C, or an answer that was no."""
    TERMINATED = 143
    """By SIGTERM, as a CI cancels: cleaned up as after Ctrl-C."""


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


class LocalAwsError(AmiFactoryError):
    """The local AWS (emulated, without an account) cannot run or be reached on this machine."""

    exit_code = Exit.MACHINE


class AccessError(AmiFactoryError):
    """AWS cannot be used as asked from this machine, or by this account."""

    exit_code = Exit.MACHINE


class NoCredentialsError(AccessError):
    """There are no credentials, or AWS does not accept them."""


class NoRegionError(AccessError):
    """There is no region, or AWS does not have it."""


class DeniedError(AccessError):
    """AWS does not permit it to these credentials."""


class NotFoundError(AccessError):
    """What is asked for is not in this account and region."""


class ThrottledError(AccessError):
    """Too many requests, also after waiting."""


class UnreachableError(AccessError):
    """The request never arrived."""


class NoAnswerError(AccessError):
    """No answer came; what was asked for may have happened all the same."""


class RemoteError(AmiFactoryError):
    """AWS tried and failed."""
