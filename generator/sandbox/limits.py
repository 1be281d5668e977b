"""What a machine may use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

KIB, MIB, GIB = 2**10, 2**20, 2**30


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one machine; a program that reaches one is ended, or its call fails."""

    processes: int = 512
    """At the same time, threads included."""
    memory: int = 4 * GIB
    """Bytes of all processes and of files in memory; without a cgroup, of each process."""
    file_size: int = 8 * GIB
    """Bytes of one file."""
    open_files: int = 4096
    disk: int = 16 * GIB
    """Bytes by which the disk may fill while a program runs."""
    kept: int = MIB
    """Bytes that are kept of each output of a program; the rest is read and dropped."""
    lines: int = 20_000
    """Lines of each output of a program that are told while it runs."""
    output: int = 256 * MIB
    """Bytes that a program may write to its outputs before it is ended."""
    shared: int = 64 * MIB
    """Bytes of /dev/shm."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """When everything has to be over, by a clock that never goes back."""

    now: Callable[[], float]
    end: float | None = None

    def left(self) -> float | None:
        """Seconds until then, at least 0; None without end."""
        return None if self.end is None else max(0.0, self.end - self.now())
