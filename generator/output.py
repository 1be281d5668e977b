"""Writes rendered files: each whole or not at all, and says what became of it.

A file is written beside its target and flushed to disk (staged), and moved over it when all
files of the run are staged (committed). So a kill at any moment leaves each old file or its new
one, and an error in the last payload leaves everything as it was. What a killed run left behind
is swept by the next.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from generator.errors import OutputError

_LEFTOVER = ".amifactory-"
_RUN = os.getpid()
"""Of the process that started the run; forked workers keep it."""


class Outcome(StrEnum):
    """What a write does."""

    CREATED = "created"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Staged:
    """A file that is about to be what it should be."""

    path: Path
    outcome: Outcome
    waiting: Path | None = None
    """The new content beside the target; None when there is nothing to do."""


def compare(path: Path, text: str) -> Staged:
    """What writing the text would do; touches nothing.

    Raises:
        OutputError: when the file is there but cannot be read, or is a symbolic link.
    """
    with _said(path):
        return Staged(path, _outcome(path, text.encode()))


def stage(path: Path, text: str) -> Staged:
    """Put the text beside its target, on disk; nothing to do when the target has it.

    Raises:
        OutputError: when the folder cannot be written, or the target is a symbolic link.
    """
    data = text.encode()
    with _said(path):
        outcome = _outcome(path, data)
        if outcome is Outcome.SAME:
            return Staged(path, outcome)
        path.parent.mkdir(parents=True, exist_ok=True)
        return Staged(path, outcome, _beside(path, data))


def commit(staged: Iterable[Staged]) -> None:
    """Move every staged file over its target.

    Raises:
        OutputError: when a target cannot be replaced; those before it are.
    """
    for each in staged:
        if each.waiting is not None:
            with _said(each.path):
                each.waiting.replace(each.path)


def discard(staged: Iterable[Staged]) -> None:
    """Remove what was staged, after an error."""
    for each in staged:
        if each.waiting is not None:
            with contextlib.suppress(OSError):
                each.waiting.unlink(missing_ok=True)


def sweep(folder: Path) -> None:
    """Remove what killed runs left in the folder, unless its writer is still at work."""
    for leftover in folder.glob(f"{_LEFTOVER}*-*"):
        if not _alive(leftover.name.removeprefix(_LEFTOVER).partition("-")[0]):
            with contextlib.suppress(OSError):
                leftover.unlink(missing_ok=True)


def _outcome(path: Path, data: bytes) -> Outcome:
    if path.is_symlink():
        raise OutputError(
            f"{path} is a symbolic link", "remove it, or write to another folder with --output"
        )
    if not path.exists():
        return Outcome.CREATED
    return Outcome.SAME if path.read_bytes() == data else Outcome.CHANGED


def _beside(path: Path, data: bytes) -> Path:
    handle, name = tempfile.mkstemp(prefix=f"{_LEFTOVER}{_RUN}-", dir=path.parent)
    waiting = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        waiting.chmod(0o666 & ~_umask())
    except BaseException:
        waiting.unlink(missing_ok=True)
        raise
    return waiting


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current


def _alive(process: str) -> bool:
    try:
        os.kill(int(process), 0)
    except (ValueError, ProcessLookupError):
        return False
    except PermissionError:
        return True
    return True


@contextlib.contextmanager
def _said(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise OutputError(
            f"cannot write {path}: {reason}", "choose another folder with --output"
        ) from error
