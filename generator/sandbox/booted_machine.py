"""A machine in which systemd runs: services that a step starts live until the machine goes.

systemd-nspawn boots the overlay; each program is a transient unit of its systemd
(systemd-run(1)), entered by nsenter(1), and what it leaves behind ends with its unit.
"""

from __future__ import annotations

import os
import signal
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from generator.ports.machine import Command, Ran, Watch
from generator.sandbox import program
from generator.sandbox.cell import ENVIRONMENT, Inside
from generator.sandbox.guard import Guard
from generator.sandbox.overlay_machine import OverlayMachine
from generator.sandbox.tools import find
from generator.sandbox.unavailable import UnavailableError

BOOT = 60.0
"""Seconds that booting may take."""
PAUSE = 0.05
RUN = '"$@"; exit $?'
"""Run by the machine's shell, which tells signals as 128 and more; systemd-run does not."""
_UP = ("running", "degraded")
"""What systemctl(1) calls a system that has booted."""


@dataclass(slots=True)
class BootedMachine(OverlayMachine):
    """One machine; see `ports/machine.py`."""

    init: int = 0
    """Process id of its systemd here; 0 while it is off."""
    units: int = 0
    _process: subprocess.Popen[bytes] | None = None

    def run(self, command: Command, watch: Watch) -> Ran:
        """Run a program as a unit; services that it starts stay.

        Raises:
            UnavailableError: when the machine does not boot.
        """
        if not self.init:
            self._boot()
        self.units += 1
        # By name: super() does not work in a dataclass with slots.
        ran = OverlayMachine.run(self, command, watch)
        if ran.timed_out or ran.ended:
            self._ask("systemctl", "kill", "--signal=KILL", self._unit)
        return ran

    def reboot(self) -> None:
        """Switch it off, and on again with the next program."""
        self.close()
        OverlayMachine.reboot(self)

    def close(self) -> None:
        """Switch it off."""
        process, self._process, self.init = self._process, None, 0
        if process is not None:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def prepared(self, command: Command, timeout: float | None) -> program.Program:
        """The program of this host that runs a command as a unit of the machine."""
        limits = self.setting.limits
        environment = {**ENVIRONMENT, **command.environment}
        words = [
            *("systemd-run", "--pipe", "--wait", "--quiet", "--collect", f"--unit={self._unit}"),
            *("--service-type=exec", f"--working-directory={command.folder}"),
            *(f"--property=LimitFSIZE={limits.file_size}", "--property=KillMode=control-group"),
            f"--property=LimitNOFILE={limits.open_files}",
            *(f"--setenv={name}={value}" for name, value in environment.items()),
            *("--", *map(_literal, ("/bin/sh", "-c", RUN, "sh", *command.words))),
        ]
        return program.Program(
            words=self._entering(words),
            stdin=command.stdin,
            environment=ENVIRONMENT,
            timeout=timeout,
            limits=limits,
            complaint=Guard(self.layers.folder, limits, counting=self.group is None).complaint,
        )

    @property
    def _unit(self) -> str:
        return f"amifactory-{self.units}.service"

    def _entering(self, words: list[str]) -> list[str]:
        spaces = ("--mount", "--uts", "--ipc", "--net", "--pid", "--cgroup", "--root", "--wd")
        return [find("nsenter") or "nsenter", f"--target={self.init}", *spaces, "--", *words]

    def _ask(self, *words: str) -> str:
        ran = program.run(
            program.Program(self._entering(list(words)), environment=ENVIRONMENT, timeout=30),
            lambda *_: None,
        )
        return ran.stdout.strip()

    def _boot(self) -> None:
        inside = Inside(
            self.layers, self.setting.limits, "/", (), ENVIRONMENT, self.setting.network, False
        )
        self._process = subprocess.Popen(
            self.entrance().words(self.setting.cell.words(inside)),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=dict(ENVIRONMENT),
            cwd="/",
            start_new_session=True,
        )
        end = time.monotonic() + BOOT
        while time.monotonic() < end and self._process.poll() is None:
            self.init = self.init or _init_below(self._process.pid)
            if self.init and self._ask("systemctl", "is-system-running") in _UP:
                return
            time.sleep(PAUSE)
        self.close()
        said = "systemd-nspawn cannot boot this root file system"
        raise UnavailableError(said, "it needs systemd and dbus; or use --sandbox bwrap")


def _literal(word: str) -> str:
    """A word in which systemd replaces no variable (systemd.service(5), command lines)."""
    return word.replace("$", "$$")


def _init_below(pid: int) -> int:
    """The first process of a process namespace that is two below ours; 0 when there is none."""
    for child in _children(pid):
        inner = _ids(child)
        if len(inner) >= len(_ids(os.getpid())) + 2 and inner[-1] == "1":
            return child
        found = _init_below(child)
        if found:
            return found
    return 0


def _children(pid: int) -> list[int]:
    with suppress(OSError):
        told = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
        return [int(word) for word in told.split()]
    return []


def _ids(pid: int) -> list[str]:
    """Process ids in each namespace, the outermost first (proc(5), NSpid)."""
    with suppress(OSError):
        lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
        return next((line.split()[1:] for line in lines if line.startswith("NSpid:")), [])
    return []
