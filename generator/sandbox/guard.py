"""Watches what a running program uses of the host, where the kernel sets no limit of its own."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from generator.sandbox.limits import GIB, Limits

FREE = GIB
"""Bytes that the disk keeps free in any case."""
INODES = 0.02
"""Share of the disk's inodes that stays free."""


def tasks() -> int:
    """Processes and threads of this host; 0 where the system does not say (proc(5), loadavg)."""
    try:
        fourth = Path("/proc/loadavg").read_text(encoding="ascii").split()[3]
        return int(fourth.partition("/")[2])
    except (OSError, ValueError, IndexError):
        return 0


@dataclass(slots=True)
class Guard:
    """One program's use of the disk, and of processes when no cgroup counts them."""

    folder: Path
    limits: Limits
    counting: bool
    _free: int = field(init=False)
    _tasks: int = field(init=False)

    def __post_init__(self) -> None:
        self._free = self._left()
        self._tasks = tasks() if self.counting else 0

    def complaint(self) -> str:
        """Why the program has to end now; empty while it may go on."""
        if self.counting and tasks() > self._tasks + self.limits.processes:
            return f"more than {self.limits.processes} processes"
        left = self._left()
        if self._free - left > self.limits.disk:
            return f"more than {self.limits.disk / GIB:g} GiB written"
        if left < min(FREE, self._free // 2):
            return "the disk is nearly full"
        return "the disk is nearly full of files" if self._crowded() else ""

    def _left(self) -> int:
        disk = os.statvfs(self.folder)
        return disk.f_bavail * disk.f_frsize

    def _crowded(self) -> bool:
        disk = os.statvfs(self.folder)
        return disk.f_files > 0 and disk.f_favail < disk.f_files * INODES
