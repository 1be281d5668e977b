"""A root file system that machines are made of; it is never written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from generator.sandbox.layers import MOUNT_POINTS


def mount_points(folder: Path) -> None:
    """A cover that only has what is mounted over, so that mounting changes nothing."""
    folder.mkdir(mode=0o755)
    for name in MOUNT_POINTS:
        (folder / name).mkdir()


@dataclass(frozen=True, slots=True)
class Root:
    """Where it lies, what it is, and what is put over it."""

    folder: Path
    about: str
    """Debian 12, or this host."""
    cover: Callable[[Path], None] = mount_points
    """Makes a folder with what lies over the root file system, below what a machine writes."""
    own: bool = False
    """It is this host's own /: no other layer may lie in it (overlapping layers are refused)."""
    note: str = ""
    """What whoever rehearses has to know of it."""


def told_by(folder: Path) -> str:
    """What a root file system calls itself: os-release(5)."""
    for file in ("etc/os-release", "usr/lib/os-release"):
        try:
            lines = (folder / file).read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            continue
        values = dict(line.partition("=")[::2] for line in lines)
        name = values.get("PRETTY_NAME", "").strip("\"'")
        if name:
            return name
    return folder.name or "/"
