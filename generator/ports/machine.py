"""A throw-away machine on which component documents are rehearsed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

Stream = Literal["stdout", "stderr"]
Watch = Callable[[Stream, str], None]
"""Told of every line as it comes, without its end."""


@dataclass(frozen=True, slots=True)
class Command:
    """A program to run as root of the machine."""

    words: Sequence[str]
    """Program and arguments; no shell reads them."""
    stdin: bytes = b""
    timeout: float | None = None
    """Seconds; None without end."""
    folder: str = "/"
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ran:
    """How a program ended."""

    code: int
    """Exit code; 128 and the signal's number when a signal ended it."""
    stdout: str
    stderr: str
    seconds: float
    timed_out: bool = False
    cut: bool = False
    """More was written than is kept."""
    ended: str = ""
    """Why the machine ended it: a limit it reached; empty when it ended by itself."""


class Machine(Protocol):
    """One machine, from its start until it is thrown away."""

    def run(self, command: Command, watch: Watch) -> Ran:
        """Run a program to its end; nothing it started lives on, unless the machine has services.

        Raises:
            AccessError: when this machine cannot run it at all.
        """

    def reboot(self) -> None:
        """End all processes and start again with the same files, less /run and /tmp's mounts."""

    def changed(self) -> tuple[str, ...]:
        """Paths of files that are new, changed or gone since the machine was made, sorted."""


class Machines(Protocol):
    """A way to make machines of one root file system."""

    @property
    def about(self) -> str:
        """What it is, in a few words: bubblewrap over Debian 12."""

    def make(self) -> Machine:
        """A new machine with an untouched root file system."""

    def make_from(self, machine: Machine) -> Machine:
        """A new machine that starts with another's files, as an instance of the image built of it.

        Files of /tmp and /run, processes and environment do not come along (Image Builder User
        Guide, "Manage components": the test stage runs on a new instance). The other machine is
        not used again, save for `changed`; what it has changed counts as unchanged here.
        """

    def close(self) -> None:
        """Throw away every machine that was made."""
