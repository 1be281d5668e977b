"""Programs of this host that machines are made with."""

from __future__ import annotations

import os
import shutil

SYSTEM = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


def find(name: str) -> str | None:
    """Where a program lies; also those that only root's PATH has."""
    return shutil.which(name) or shutil.which(name, path=SYSTEM)


def missing(*names: str) -> tuple[str, ...]:
    """Which of them are not installed."""
    return tuple(name for name in names if find(name) is None)


def is_root() -> bool:
    """Whether this process is root."""
    return hasattr(os, "geteuid") and os.geteuid() == 0
