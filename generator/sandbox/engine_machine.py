"""A machine that is a container of Docker or Podman."""

from __future__ import annotations

from dataclasses import dataclass, replace

from generator.ports.machine import Command, Ran, Watch
from generator.sandbox import program
from generator.sandbox.cell import ENVIRONMENT
from generator.sandbox.engine import Engine
from generator.sandbox.limits import Deadline, Limits

OVER = "the time of the rehearsal is over"
ENTER = 'cd -- "$1" || exit 126; shift; exec "$@"'
END_ALL = "kill -9 -1"
"""Ends every process of the container but the first, which the kernel keeps from it (kill(2))."""


@dataclass(slots=True)
class EngineMachine:
    """One machine; see `ports/machine.py`."""

    engine: Engine
    container: str
    limits: Limits
    deadline: Deadline

    def run(self, command: Command, watch: Watch) -> Ran:
        """Run a program; everything it started ends with it.

        Raises:
            UnavailableError: when the engine's command cannot be started.
        """
        left = self.deadline.left()
        if left == 0:
            return Ran(124, "", "", 0.0, ended=OVER)
        times = [each for each in (command.timeout, left) if each is not None]
        try:
            ran = program.run(self._program(command, min(times, default=None)), watch)
        finally:
            self._end_all()
        if ran.timed_out and left is not None and (command.timeout or left + 1) > left:
            return replace(ran, timed_out=False, ended=OVER)
        return ran

    def reboot(self) -> None:
        """Start the container again: /tmp and /run are file systems of its memory."""
        self.engine.ask("restart", "--time", "0", self.container)

    def changed(self) -> tuple[str, ...]:
        """What the engine tells, less folders that are told for what is in them."""
        lines = self.engine.ask("diff", self.container).splitlines()
        paths = sorted(line[2:] for line in lines if line[1:2] == " ")
        return tuple(
            path
            for path, following in zip(paths, [*paths[1:], ""], strict=True)
            if not following.startswith(f"{path}/")
        )

    def _program(self, command: Command, timeout: float | None) -> program.Program:
        environment = {**ENVIRONMENT, **command.environment}
        told = [f"--env={name}={value}" for name, value in environment.items()]
        words = ["/bin/sh", "-c", ENTER, "sh", command.folder, *command.words]
        return program.Program(
            words=self.engine.words("exec", "-i", "--user=0", *told, self.container, *words),
            stdin=command.stdin,
            environment=ours(),
            timeout=timeout,
            limits=self.limits,
        )

    def _end_all(self) -> None:
        quiet = self.engine.words("exec", "--user=0", self.container, "/bin/sh", "-c", END_ALL)
        program.run(program.Program(quiet, environment=ours(), timeout=30), lambda *_: None)


def ours() -> dict[str, str]:
    """The environment that the engine's command needs to find its service."""
    import os

    kept = ("PATH", "HOME", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "TMPDIR")
    prefixes = ("DOCKER_", "CONTAINER_")
    return {
        name: value
        for name, value in os.environ.items()
        if name in kept or name.startswith(prefixes)
    }
