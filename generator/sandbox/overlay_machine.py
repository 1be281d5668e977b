"""A machine whose root is an overlay, in which each program runs in a cell of its own."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace

from generator.ports.machine import Command, Ran, Watch
from generator.sandbox import program
from generator.sandbox.cell import ENVIRONMENT, Cell, Inside
from generator.sandbox.cgroup import Group
from generator.sandbox.changes import changed
from generator.sandbox.guard import Guard
from generator.sandbox.launch import Entrance
from generator.sandbox.layers import Layers
from generator.sandbox.limits import Deadline, Limits
from generator.sandbox.removing import emptied

OVER = "the time of the rehearsal is over"


@dataclass(frozen=True, slots=True)
class Setting:
    """What machines of one kind have in common."""

    cell: Cell
    limits: Limits
    deadline: Deadline
    network: bool
    user: bool
    namespace: int | None = None
    """File descriptor of the user namespace."""


@dataclass(slots=True)
class OverlayMachine:
    """One machine; see `ports/machine.py`."""

    setting: Setting
    layers: Layers
    group: Group | None

    def run(self, command: Command, watch: Watch) -> Ran:
        """Run a program; everything it started ends with it.

        Raises:
            UnavailableError: when the tools of this host cannot be started.
        """
        left = self.setting.deadline.left()
        if left == 0:
            return Ran(124, "", "", 0.0, ended=OVER)
        times = [each for each in (command.timeout, left) if each is not None]
        before = self._memory_kills()
        ran = program.run(self.prepared(command, min(times, default=None)), watch)
        if ran.timed_out and left is not None and (command.timeout or left + 1) > left:
            return _ended(ran, OVER)
        if self._memory_kills() > before and not ran.timed_out:
            return _ended(ran, ran.ended or "the memory it may use was used up")
        return ran

    def reboot(self) -> None:
        """Empty /run and /tmp: programs do not outlive their step anyway."""
        for folder in (self.layers.running, self.layers.temporary):
            emptied(folder, user=self.setting.user)

    def changed(self) -> tuple[str, ...]:
        """What lies in the upper folder."""
        return changed(self.layers.upper, self.layers.lower)

    def close(self) -> None:
        """End what still runs: nothing, since programs do not outlive their run."""

    def _memory_kills(self) -> int:
        return self.group.killed() if self.group else 0

    def prepared(self, command: Command, timeout: float | None) -> program.Program:
        """The program of this host that runs a command in the machine."""
        setting, limits = self.setting, self.setting.limits
        environment = {**ENVIRONMENT, **command.environment}
        inside = Inside(
            layers=self.layers,
            limits=limits,
            folder=command.folder,
            words=command.words,
            environment=environment,
            network=setting.network,
            namespace=setting.namespace is not None,
        )
        return program.Program(
            words=self.entrance().words(setting.cell.words(inside)),
            stdin=command.stdin,
            environment=environment,
            timeout=timeout,
            limits=limits,
            complaint=Guard(self.layers.folder, limits, counting=self.group is None).complaint,
        )

    def entrance(self) -> Entrance:
        """The way in."""
        setting = self.setting
        return Entrance(
            self.layers,
            setting.limits,
            setting.user,
            doors=self.group.doors if self.group else (),
            namespace=_namespace(setting),
            own_proc=setting.cell.own_proc,
        )


def _namespace(setting: Setting) -> str:
    """By our process id, so that the machine inherits no file descriptor of it."""
    return "" if setting.namespace is None else f"/proc/{os.getpid()}/fd/{setting.namespace}"


def _ended(ran: Ran, why: str) -> Ran:
    return replace(ran, timed_out=False, ended=why)
