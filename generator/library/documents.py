"""The documents one payload uses: those of the library, and files beside the payload."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from generator.library.model import LONGEST

_ENOUGH = 4 * LONGEST + 4
"""Bytes that hold more characters than a document may have, whatever they are."""


@dataclass(frozen=True, slots=True)
class Attached:
    """A file beside the payload: its text, or why there is none."""

    file: str
    text: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Script:
    """A bootstrap script beside the payload: its bytes, or why there are none."""

    file: str
    data: bytes = b""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Documents:
    """Files beside one payload by the name the payload gives them."""

    attached: Mapping[str, Attached] = field(default_factory=dict)
    scripts: Mapping[str, Script] = field(default_factory=dict)

    def script(self, name: str) -> Script:
        """The script, or a problem that says why it cannot be had."""
        return self.scripts.get(name, Script(name, problem="it was not read"))

    def file(self, name: str) -> Attached:
        """The file, or a problem that says why it cannot be had."""
        return self.attached.get(name, Attached(name, problem="it was not read"))


def attach(folder: Path, names: Iterable[str], scripts: Iterable[str] = ()) -> Documents:
    """Read the files a payload names; none from outside of the payload's folder."""
    return Documents(
        {name: _attach(folder, name) for name in sorted(set(names))},
        {name: _script(folder, name) for name in sorted(set(scripts))},
    )


class _ProblemError(Exception):
    """Why a file cannot be had."""


def _attach(folder: Path, name: str) -> Attached:
    try:
        data = _data(folder, name)
        # What is too long to be used may be cut inside a character.
        return Attached(name, data.decode("utf-8", "ignore" if len(data) == _ENOUGH else "strict"))
    except UnicodeDecodeError:
        return Attached(name, problem="it is not UTF-8 text")
    except _ProblemError as problem:
        return Attached(name, problem=str(problem))


def _script(folder: Path, name: str) -> Script:
    try:
        return Script(name, _data(folder, name))
    except _ProblemError as problem:
        return Script(name, problem=str(problem))


def _data(folder: Path, name: str) -> bytes:
    """The bytes of a file, as many as could be of use."""
    home = folder.resolve()
    try:
        path = (home / name).resolve()
        if not path.is_relative_to(home):
            raise _ProblemError(f"it lies outside of the payload's folder {folder}")
        return _read(path)
    except FileNotFoundError as error:
        raise _ProblemError("there is no such file") from error
    except RuntimeError as error:  # what pathlib says before Python 3.13
        raise _ProblemError("its links lead in a circle") from error
    except OSError as error:
        raise _ProblemError((error.strerror or str(error)).lower()) from error


def _read(path: Path) -> bytes:
    """Nothing is waited for: a pipe without a writer would keep the program for ever."""
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise _ProblemError("it is no ordinary file")
        with os.fdopen(handle, "rb", closefd=False) as stream:
            return stream.read(_ENOUGH)
    finally:
        os.close(handle)
