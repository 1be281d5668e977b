"""systemd-nspawn holds a program: systemd-nspawn(1)."""

from __future__ import annotations

import os
from pathlib import Path

from generator.sandbox.cell import CAPABILITIES, HOSTNAME, Inside
from generator.sandbox.launch import entering
from generator.sandbox.tools import find

NAME = "systemd-nspawn"


class Nspawn:
    """One program in a container of systemd, without registering it anywhere; for root."""

    name = "systemd-nspawn"
    own_proc = True

    def words(self, inside: Inside) -> list[str]:
        """A container of its own for each program; nothing of the host is copied into it."""
        layers = inside.layers
        allowed = ",".join(f"CAP_{name}" for name in CAPABILITIES)
        return [
            find(NAME) or NAME,
            *("--quiet", "--register=no", "--keep-unit", "--as-pid2", "--console=pipe"),
            *(f"--directory={layers.merged}", f"--hostname={HOSTNAME}"),
            *("--resolv-conf=off", "--timezone=off", "--link-journal=no"),
            f"--bind={layers.temporary}:/tmp",  # and /run is new for each program
            *("--no-new-privileges=yes", f"--capability={allowed}"),
            f"--drop-capability={','.join(f'CAP_{name}' for name in _DROPPED)}",
            *([] if inside.network else ["--private-network"]),
            *(f"--setenv={name}={value}" for name, value in inside.environment.items()),
            "--",
            *entering(inside.folder, inside.words),
        ]


class Booted:
    """A container in which systemd runs, with services; programs are started by booted_machine.py.

    systemd needs rights of a container's root that a single program does not get.
    """

    name = "systemd-nspawn with systemd running"
    own_proc = True

    def words(self, inside: Inside) -> list[str]:
        """What boots the container."""
        layers = inside.layers
        return [
            find(NAME) or NAME,
            *("--quiet", "--register=no", "--keep-unit", "--boot", "--console=pipe"),
            *(f"--directory={layers.merged}", f"--hostname={HOSTNAME}"),
            *("--resolv-conf=off", "--timezone=off", "--link-journal=no"),
            f"--bind={layers.temporary}:/tmp",
            *([] if inside.network else ["--private-network"]),
        ]


def boots(root: Path) -> bool:
    """Whether a root file system has a systemd to run."""
    places = ("lib/systemd/systemd", "usr/lib/systemd/systemd")
    has_init = any(os.path.lexists(root / name) for name in ("sbin/init", "usr/sbin/init"))
    return has_init and any(os.path.lexists(root / name) for name in places)


_DROPPED = (
    *("SYS_ADMIN", "SYS_BOOT", "SYS_NICE", "SYS_PTRACE", "SYS_RESOURCE", "SYS_TTY_CONFIG"),
    *("MKNOD", "LEASE", "IPC_OWNER", "LINUX_IMMUTABLE", "NET_BROADCAST", "NET_RAW"),
    *("AUDIT_CONTROL", "DAC_READ_SEARCH"),
)
"""Of what systemd-nspawn leaves to a container."""
