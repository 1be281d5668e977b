"""Root file systems that were made, in the user's cache, each by what it was made of."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from generator.sandbox.launch import unshared
from generator.sandbox.removing import removed
from generator.sandbox.tools import find
from generator.sandbox.unavailable import UnavailableError

WITHOUT = ("./dev/*", "dev/*")
"""A machine has its own /dev, and a plain user cannot make devices."""


def folder() -> Path:
    """Where they lie: $XDG_CACHE_HOME/amifactory/roots."""
    home = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(home).expanduser() / "amifactory" / "roots"


def cached(key: str) -> Path | None:
    """The root file system of a key; None when it was not made yet."""
    root = folder() / key / "root"
    return root if root.is_dir() else None


def keep(key: str, make: Callable[[Path], Path], *, user: bool) -> Path:
    """Make a root file system of the tar file that `make` gives, unless it is there.

    It is there whole or not at all: it is renamed into its place once it is complete.

    Raises:
        UnavailableError: when it cannot be made or kept.
    """
    there = cached(key)
    if there is not None:
        return there
    making = folder() / f".{key}.{os.getpid()}"
    try:
        making.mkdir(mode=0o755, parents=True)
        unpack(make(making), making / "root", user=user)
        (making / "root.tar").unlink(missing_ok=True)
        with suppress(OSError):  # another process was quicker
            making.rename(folder() / key)
    except OSError as error:
        said = f"cannot keep a root file system in {folder()}: {error.strerror or error}"
        raise UnavailableError(said, "set XDG_CACHE_HOME to a folder of yours") from error
    finally:
        if making.exists():
            removed(making, user=user)
    return folder() / key / "root"


def unpack(tar: Path, root: Path, *, user: bool) -> None:
    """Unpack a tar file with owners as they are.

    Raises:
        UnavailableError: when tar cannot.
    """
    root.mkdir(mode=0o755)
    words = ["tar", "-xf", str(tar), "-C", str(root), "--numeric-owner", "-p", "--xattrs"]
    words += [f"--exclude={pattern}" for pattern in WITHOUT]
    words[0] = find("tar") or "tar"
    ran = subprocess.run(
        [*(unshared(user=True) if user else []), *words],
        check=False,
        stdin=subprocess.DEVNULL,
        capture_output=True,
    )
    if ran.returncode != 0:
        said = ran.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
        raise UnavailableError(f"cannot unpack {tar.name}: {said or 'tar failed'}")
