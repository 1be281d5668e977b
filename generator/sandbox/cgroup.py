"""A control group for one machine: what limits processes and memory of all of it together.

Linux, Documentation/admin-guide/cgroup-v2.rst and cgroup-v1/{memory,pids}.rst. Where none can
be made, rlimits and `guard.py` have to do.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from generator.sandbox.limits import Limits

TOP = Path("/sys/fs/cgroup")
PREFIX = "amifactory-"


@dataclass(frozen=True, slots=True)
class Group:
    """One control group; with version 1 a folder in each hierarchy."""

    folders: tuple[Path, ...]

    @property
    def doors(self) -> tuple[str, ...]:
        """Files that a process writes its id into to come in."""
        return tuple(str(folder / "cgroup.procs") for folder in self.folders)

    def killed(self) -> int:
        """How many processes were ended because the memory was used up."""
        return sum(_killed(folder) for folder in self.folders)

    def close(self) -> None:
        """Remove it; the last of its processes may need a moment to go."""
        for folder in self.folders:
            for _ in range(20):
                _remove(folder)
                if not folder.exists():
                    break
                time.sleep(0.02)


def make(name: str, limits: Limits, top: Path = TOP, *, systemd: bool = False) -> Group | None:
    """A new group with these limits; None where this user or this host cannot.

    With `systemd` it is also one of systemd's own hierarchies, where systemd-nspawn would
    otherwise make groups beside those of the host.
    """
    folders: list[Path] = []
    try:
        for hierarchy, values in (*_settings(limits, top), *_unlimited(top, wanted=systemd)):
            folder = hierarchy / f"{PREFIX}{os.getpid()}-{name}"
            folder.mkdir()
            folders.append(folder)
            for file, value in values.items():
                _write(folder / file, value)
    except OSError:
        Group(tuple(folders)).close()
        return None
    return Group(tuple(folders)) if folders else None


def _settings(limits: Limits, top: Path) -> Iterator[tuple[Path, dict[str, str]]]:
    memory, processes = str(limits.memory), str(limits.processes)
    if (top / "cgroup.controllers").exists():
        values = {"memory.max": memory, "?memory.swap.max": "0", "pids.max": processes}
        yield top, values
    elif (top / "pids").is_dir() and (top / "memory").is_dir():
        yield top / "pids", {"pids.max": processes}
        # Memory and swap together has to be set after memory, and only where swap is counted.
        values = {"memory.limit_in_bytes": memory, "?memory.memsw.limit_in_bytes": memory}
        yield top / "memory", values


def _unlimited(top: Path, *, wanted: bool) -> Iterator[tuple[Path, dict[str, str]]]:
    for name in ("systemd", "unified"):
        if wanted and (top / name / "cgroup.procs").exists():
            yield top / name, {}


def _remove(folder: Path) -> None:
    """Remove a group and those that were made in it, as far as they are empty."""
    for path, _folders, _files in os.walk(folder, topdown=False):
        with suppress(OSError):
            Path(path).rmdir()


def _write(file: Path, value: str) -> None:
    """Set a limit; one with a question mark is set where it exists."""
    if not file.name.startswith("?"):
        file.write_text(value, encoding="ascii")
        return
    with suppress(OSError):
        file.with_name(file.name[1:]).write_text(value, encoding="ascii")


def _killed(folder: Path) -> int:
    for name in ("memory.events", "memory.oom_control"):
        with suppress(OSError, ValueError):
            lines = (folder / name).read_text(encoding="ascii").splitlines()
            counts = dict(line.split(" ", 1) for line in lines)
            return int(counts.get("oom_kill", "0"))
    return 0


def sweep(top: Path = TOP) -> None:
    """Remove groups whose makers were killed before they could."""
    for hierarchy in (top, *(top / name for name in ("pids", "memory", "systemd", "unified"))):
        for folder in hierarchy.glob(f"{PREFIX}*-*"):
            pid = folder.name.removeprefix(PREFIX).partition("-")[0]
            if pid.isdigit() and not Path("/proc", pid).exists():
                _remove(folder)
