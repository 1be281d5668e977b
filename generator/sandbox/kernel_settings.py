"""Kernel settings of a machine: a copy of /proc/sys, so that sysctl(8) can write and read them.

The kernel is the host's and stays as it is; a document that sets what exists is not failed for
it, and what it wrote is read back. Only settings that images usually change are copied.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

HERE = Path("/proc/sys")
COPIED = (
    *("kernel", "kernel/random", "kernel/yama", "vm", "fs", "fs/inotify", "net/core", "net/ipv4"),
    *("net/ipv4/conf/all", "net/ipv4/conf/default", "net/ipv6"),
    *("net/ipv6/conf/all", "net/ipv6/conf/default"),
)
"""Folders, not what is in folders of them."""

LONGEST = 4096


def copy(folder: Path, source: Path = HERE) -> None:
    """Copy settings and their values; what cannot be read is there, empty."""
    for name in COPIED:
        if (source / name).is_dir():
            (folder / name).mkdir(parents=True, exist_ok=True)
            for file in (source / name).iterdir():
                if file.is_file() and not file.is_symlink():
                    _copy(file, folder / name / file.name)


def _copy(file: Path, to: Path) -> None:
    made = os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    try:
        with suppress(OSError):
            value = os.open(file, os.O_RDONLY | os.O_NONBLOCK)
            try:
                os.write(made, os.read(value, LONGEST))
            finally:
                os.close(value)
    finally:
        os.close(made)
