"""Which files a machine has changed: what lies in the upper folder of its overlay.

Linux, Documentation/filesystems/overlayfs.rst: a removed file is a character device 0/0 there,
a folder that was made or replaced is marked opaque. Links are never followed.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

MOST = 200_000
"""Files after which the list ends; whoever makes more has made his point."""
_OPAQUE = ("trusted.overlay.opaque", "user.overlay.opaque")


def changed(upper: Path, lower: Sequence[Path] = ()) -> tuple[str, ...]:
    """Paths in the machine of files that are new, changed or gone, sorted.

    A folder is told when it is new and empty, with a slash at its end. `lower` are the layers
    below.
    """
    found: list[str] = []
    for path in _entries(upper, lower):
        found.append(path)
        if len(found) >= MOST:
            break
    return tuple(sorted(found))


def _entries(upper: Path, lower: Sequence[Path]) -> Iterator[str]:
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        # Too deep to be named (PATH_MAX), or not ours to read: told by its folder.
        entries = _listed(f"{upper}{folder}")
        if entries is None or (not entries and folder and _new(upper, lower, folder)):
            yield f"{folder}/"
            continue
        for entry in entries:
            path = f"{folder}/{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                waiting.append(path)
            else:
                yield path


def _listed(folder: str) -> list[os.DirEntry[str]] | None:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError:
        return None


def _new(upper: Path, lower: Sequence[Path], folder: str) -> bool:
    """Whether no layer below has this folder, or what it has in it is gone."""
    return _opaque(f"{upper}{folder}") or not any(
        os.path.lexists(f"{layer}{folder}") for layer in lower
    )


def _opaque(folder: str) -> bool:
    for name in _OPAQUE:
        with suppress(OSError):
            if os.getxattr(folder, name, follow_symlinks=False) == b"y":
                return True
    return False
