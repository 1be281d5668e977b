"""Writes rendered files: each whole or not at all, and says what became of it.

Files of one run are written into a folder of its own beside their targets and flushed to disk
(staged), and moved over them when all are there (committed). So a kill at any moment leaves
each old file or its new one, and an error in the last payload leaves everything as it was.
The run holds a lock on that folder while it lives, so the next one can tell and sweeps what a
killed run left behind.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import secrets
import shutil
import stat
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from generator.errors import OutputError

STAGING = ".amifactory-staging-"
"""How the names of staging folders begin."""

_ELSEWHERE = "choose another folder with --output"


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
    """The new content in the staging folder; None when there is nothing to do."""


@contextlib.contextmanager
def staging(folder: Path) -> Iterator[Path]:
    """A place to stage files for the folder, which is made when it is missing.

    Afterwards nothing is left of it, and nothing of the folder either when it was made here and
    nothing was committed.

    Raises:
        OutputError: when the folder cannot be made or written.
    """
    missing = [each for each in (folder, *folder.parents) if not os.path.lexists(each)]
    try:
        with _said(folder):
            _make(folder)
            sweep(folder)
            place, lock = _locked_place(folder)
        try:
            yield place
        finally:
            shutil.rmtree(place, ignore_errors=True)
            os.close(lock)
    finally:
        _remove_empty(missing)


def compare(path: Path, text: str) -> Staged:
    """What writing the text would do; touches nothing.

    Raises:
        OutputError: when what is there cannot be read, or is no ordinary file.
    """
    with _said(path):
        return Staged(path, _outcome(path, text.encode()))


def stage(path: Path, text: str, place: Path) -> Staged:
    """Put the text into the staging folder, on disk; nothing to do when the target has it.

    Raises:
        OutputError: when the disk is full, or the target is no ordinary file.
    """
    data = text.encode()
    with _said(path):
        outcome = _outcome(path, data)
        if outcome is Outcome.SAME:
            return Staged(path, outcome)
        waiting = place / secrets.token_hex(8)
        _write(waiting, data, like=path if outcome is Outcome.CHANGED else None)
        return Staged(path, outcome, waiting)


def commit(staged: Iterable[Staged]) -> None:
    """Move every staged file over its target.

    Raises:
        OutputError: when a target cannot be replaced; those before it are.
    """
    for each in staged:
        if each.waiting is not None:
            with _said(each.path):
                each.waiting.replace(each.path)


def sweep(folder: Path) -> None:
    """Remove the staging folders of runs that were killed; those at work hold theirs locked."""
    for leftover in folder.glob(f"{STAGING}*"):
        with contextlib.suppress(OSError):
            lock = _open(leftover)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(leftover, ignore_errors=True)
            finally:
                os.close(lock)


def _make(folder: Path) -> None:
    if folder.is_symlink() and not folder.exists():
        raise OutputError(
            f"{folder} is a symbolic link to {folder.readlink()}, which is not there", _ELSEWHERE
        )
    if folder.exists() and not folder.is_dir():
        raise OutputError(f"{folder} is a file, expected a folder", _ELSEWHERE)
    folder.mkdir(parents=True, exist_ok=True)


def _locked_place(folder: Path) -> tuple[Path, int]:
    """A new staging folder that is locked, and still there: a sweep may come in between."""
    while True:
        place = Path(tempfile.mkdtemp(prefix=STAGING, dir=folder))
        lock = _open(place)
        with contextlib.suppress(OSError):  # a file system without locks: nobody sweeps there
            fcntl.flock(lock, fcntl.LOCK_EX)
        if place.exists():
            return place, lock
        os.close(lock)


def _open(folder: Path) -> int:
    return os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)


def _remove_empty(folders: Iterable[Path]) -> None:
    for folder in folders:
        with contextlib.suppress(OSError):
            folder.rmdir()


def _outcome(path: Path, data: bytes) -> Outcome:
    try:
        found = path.lstat()
    except FileNotFoundError:
        return Outcome.CREATED
    if stat.S_ISLNK(found.st_mode):
        raise OutputError(
            f"{path} is a symbolic link", "remove it, or write to another folder with --output"
        )
    if not stat.S_ISREG(found.st_mode):
        what = "a folder" if stat.S_ISDIR(found.st_mode) else "no ordinary file"
        raise OutputError(
            f"cannot write {path}: it is {what}",
            "rename it, or write to another folder with --output",
        )
    same = found.st_size == len(data) and path.read_bytes() == data
    return Outcome.SAME if same else Outcome.CHANGED


def _write(waiting: Path, data: bytes, like: Path | None) -> None:
    """Write a new file and flush it to disk, with the permissions of the one it replaces."""
    with waiting.open("xb") as stream:
        stream.write(data)
        stream.flush()
        if like is not None:
            os.fchmod(stream.fileno(), stat.S_IMODE(like.stat().st_mode) & 0o777)
        os.fsync(stream.fileno())


@contextlib.contextmanager
def _said(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
        hint = f"free some space, or {_ELSEWHERE}" if full else _ELSEWHERE
        raise OutputError(f"cannot write {path}: {reason}", hint) from error
