"""A root file system that the user gives: a folder, or a tar file of one."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from generator.sandbox import cache
from generator.sandbox.host_root import host_root
from generator.sandbox.root import Root, told_by
from generator.sandbox.unavailable import UnavailableError


def given_root(path: Path, *, user: bool) -> Root:
    """The root file system at a path; a tar file is unpacked once.

    Raises:
        UnavailableError: when there is none.
    """
    if path.is_dir():
        folder = path.resolve()
        if folder == Path("/"):
            return host_root()
        if not any(os.path.lexists(folder / name) for name in ("bin/sh", "usr/bin/sh")):
            said = f"{path} is no root file system: it has no /bin/sh"
            raise UnavailableError(said, "give the folder that would be /, or a tar file of it")
        return Root(folder, f"{told_by(folder)} ({path})")
    try:
        key = f"given-{_digest(path)}"
    except OSError as error:
        said = f"no root file system at {path}: {(error.strerror or str(error)).lower()}"
        raise UnavailableError(said, "give a folder, a tar file, debian or host") from error

    folder = cache.keep(key, lambda _: path.resolve(), user=user)
    return Root(folder, f"{told_by(folder)} ({path.name})")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:32]
