"""The two streams: results on standard output, everything for people's eyes on standard error."""

from __future__ import annotations

import contextlib
import io
import os
import sys

from generator.errors import OutputError


def prepare() -> None:
    """Print UTF-8 whatever the locale says, as templates are; and never stumble over a name."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def out(text: str) -> None:
    """Print a result; a reader who has gone has seen enough.

    Raises:
        OutputError: when standard output is closed or cannot take more.
    """
    if sys.stdout is None:
        raise OutputError("standard output is closed", "send it to a file or a terminal")
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        silence()
    except OSError as error:
        silence()
        reason = (error.strerror or str(error)).lower()
        raise OutputError(
            f"cannot write to standard output: {reason}", "send it somewhere else"
        ) from error


def err(text: str) -> None:
    """Print for people; when nobody can read it, that is no reason to fail."""
    if sys.stderr is not None:
        with contextlib.suppress(OSError):
            sys.stderr.write(text)
            sys.stderr.flush()


def silence() -> None:
    """Let what is still buffered go nowhere, so that Python does not complain at its end."""
    with contextlib.suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
