"""What holds a program in a machine: bubblewrap or systemd-nspawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from generator.sandbox.layers import Layers
from generator.sandbox.limits import Limits

HOSTNAME = "rehearsal"
ENVIRONMENT = {
    "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    "HOME": "/root",
    "LANG": "C.UTF-8",
    "USER": "root",
    "LOGNAME": "root",
    "SHELL": "/bin/sh",
}
"""All that a program finds in its environment, save for what its command adds."""
CAPABILITIES = (
    *("CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "SETGID", "SETUID", "SETPCAP"),
    *("SETFCAP", "NET_BIND_SERVICE", "SYS_CHROOT", "AUDIT_WRITE"),
)
"""What root of a machine may (capabilities(7)): files, users, signals; no devices, no mounts."""


@dataclass(frozen=True, slots=True)
class Inside:
    """One program as a cell has to start it."""

    layers: Layers
    limits: Limits
    folder: str
    words: Sequence[str]
    environment: Mapping[str, str]
    network: bool
    namespace: bool
    """File descriptor 9 is a user namespace to join."""


class Cell(Protocol):
    """Builds the command line that holds a program."""

    name: str
    own_proc: bool

    def words(self, inside: Inside) -> list[str]:
        """The command line, started where the machine is mounted."""
