"""Machines that are containers of Docker or Podman."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field

from generator.ports.machine import Machine
from generator.sandbox.cell import CAPABILITIES, HOSTNAME
from generator.sandbox.engine import IMAGE, Engine
from generator.sandbox.engine_machine import EngineMachine
from generator.sandbox.limits import Deadline, Limits
from generator.sandbox.unavailable import UnavailableError

WAITING = "while :; do sleep 3600; done"


@dataclass(slots=True)
class EngineMachines:
    """See `ports/machine.py`: the port `Machines`."""

    engine: Engine
    limits: Limits
    deadline: Deadline
    network: bool = False
    image: str = IMAGE
    keep: bool = False
    """Leave containers and images where they are."""
    _containers: list[str] = field(default_factory=list)
    _images: list[str] = field(default_factory=list)

    @property
    def about(self) -> str:
        """What it is, in a few words."""
        network = "with a network" if self.network else "no network"
        return f"{self.engine.name} with {self.image}, {network}"

    @property
    def folder(self) -> None:
        """Containers lie nowhere that can be opened."""
        return

    def make(self) -> Machine:
        """A new container.

        Raises:
            UnavailableError: when the engine makes none.
        """
        return self._make(self.image)

    def make_from(self, machine: Machine) -> Machine:
        """A new container of another's files.

        Raises:
            UnavailableError: when the engine makes none.
        """
        if not isinstance(machine, EngineMachine):
            raise TypeError("a machine of another kind")
        image = self.engine.ask("commit", machine.container).strip()
        self._images.append(image)
        return self._make(image)

    def close(self) -> None:
        """Remove containers and images that were made."""
        if self.keep:
            return
        for command, names in (("rm", self._containers), ("rmi", reversed(self._images))):
            for name in names:
                with suppress(UnavailableError):
                    self.engine.ask(command, "--force", name)
        self._containers.clear()
        self._images.clear()

    def _make(self, image: str) -> Machine:
        container = self.engine.ask("create", *self._settings(), image, "-c", WAITING).strip()
        self._containers.append(container)
        self.engine.ask("start", container)
        return EngineMachine(self.engine, container, self.limits, self.deadline)

    def _settings(self) -> list[str]:
        limits = self.limits
        return [
            *(f"--hostname={HOSTNAME}", "--label=amifactory=rehearsal", "--user=0"),
            *([] if self.network else ["--network=none"]),
            *("--cap-drop=ALL", *(f"--cap-add={name}" for name in CAPABILITIES)),
            *("--security-opt=no-new-privileges", f"--pids-limit={limits.processes}"),
            *(f"--memory={limits.memory}", f"--memory-swap={limits.memory}"),
            *(f"--shm-size={limits.shared}", f"--ulimit=fsize={limits.file_size}"),
            f"--ulimit=nofile={limits.open_files}",
            *("--tmpfs=/tmp:exec,mode=1777", "--tmpfs=/run:exec"),
            "--entrypoint=/bin/sh",
        ]
