"""What a command that cannot go on says, and with which code it leaves."""

from __future__ import annotations

import contextlib
import errno
import shlex
from collections.abc import Sequence
from itertools import pairwise

import click

from generator.cli import streams
from generator.cli.options import Asked
from generator.errors import AmiFactoryError, Exit

_MACHINE = {
    errno.EDQUOT,
    errno.EIO,
    errno.EMFILE,
    errno.ENFILE,
    errno.ENOMEM,
    errno.ENOSPC,
    errno.EROFS,
}
"""What no program can help: it is told plainly, wherever it happens."""


class CommandLineError(AmiFactoryError):
    """The command line is wrong; `hint` names the help that is right."""

    exit_code = Exit.USAGE


class MachineError(AmiFactoryError):
    """The machine has not enough of something."""

    exit_code = Exit.MACHINE


class BugError(AmiFactoryError):
    """The program is wrong, not its user."""

    exit_code = Exit.BUG


def answer(error: Exception, asked: Asked, arguments: Sequence[str]) -> int:
    """Tell the error, in the format that was asked for too, and give the exit code."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        streams.err(f"{error.format_message()}\n")
        return Exit.USAGE
    said = _ours(error)
    if isinstance(said, CommandLineError) and _wants_json(arguments):
        asked.findings = "json"  # click may have stumbled before it came to the format
    _tell(said, asked)
    if isinstance(said, BugError):
        streams.err(_evidence(error, arguments))
    return said.exit_code


def _ours(error: Exception) -> AmiFactoryError:
    match error:
        case AmiFactoryError():
            return error
        case click.ClickException():
            return _usage(error)
        case OSError(errno=number) if number in _MACHINE:
            return MachineError(f"cannot go on: {(error.strerror or str(error)).lower()}")
        case FileNotFoundError(filename=None):  # of os.getcwd, which names no file
            return MachineError("the current folder is not there any more", "change to another")
        case MemoryError():
            return MachineError("cannot go on: out of memory", "name fewer files at a time")
    return BugError(
        "this is a bug in amifactory, not in your files",
        "report it with the text below; remove what is confidential",
    )


def _usage(error: click.ClickException) -> CommandLineError:
    message = error.format_message()
    ctx = getattr(error, "ctx", None)
    hint = f"`{ctx.command_path} --help` shows what it takes" if ctx else ""
    return CommandLineError(f"{message[:1].lower()}{message[1:]}".rstrip("."), hint)


def _wants_json(arguments: Sequence[str]) -> bool:
    option = "--findings" if arguments[:1] == ["generate"] else "--format"
    pairs = pairwise(arguments)
    return f"{option}=json" in arguments or (option, "json") in pairs


def _tell(error: AmiFactoryError, asked: Asked) -> None:
    """What was found before comes first, in its own format and place."""
    from generator.cli import reporting
    from generator.findings import Report
    from generator.present.foreign import harmless

    report = getattr(error, "report", None)
    if asked.findings == "json" or (report and reporting.has_news(report, asked)):
        with contextlib.suppress(AmiFactoryError):  # standard output may be what fails
            reporting.show(report or Report(), asked, error)
    if asked.aside and asked.findings == "json":
        return  # a program reads standard error
    for cause in getattr(error, "causes", (error,)):
        streams.err(f"error: {harmless(cause.message)}\n")
        if cause.hint:
            streams.err(f"  hint: {harmless(cause.hint)}\n")


def _evidence(error: Exception, arguments: Sequence[str]) -> str:
    """Version, command and traceback, fenced for pasting."""
    import traceback

    from generator.cli.version import version_line
    from generator.present.foreign import harmless

    report = "".join(traceback.format_exception(error))
    command = harmless(shlex.join(["amifactory", *arguments]))
    return f"\n```\n{version_line()}\n{command}\n{report}```\n"
