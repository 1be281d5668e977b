"""Machines of one root file system, each an overlay in a cell."""

from __future__ import annotations

import os
import tempfile
import time
from dataclasses import dataclass, field, replace
from pathlib import Path

from generator.ports.machine import Command, Machine
from generator.sandbox import cgroup, kernel_settings
from generator.sandbox.booted_machine import BootedMachine
from generator.sandbox.layers import Layers
from generator.sandbox.limits import Deadline
from generator.sandbox.nspawn import Booted
from generator.sandbox.overlay_machine import OverlayMachine, Setting
from generator.sandbox.removing import removed
from generator.sandbox.root import Root
from generator.sandbox.unavailable import UnavailableError

PREFIX = "amifactory-rehearsal-"


@dataclass(slots=True)
class OverlayMachines:
    """See `ports/machine.py`: the port `Machines`."""

    root: Root
    setting: Setting
    parent: Path = field(default_factory=lambda: Path(tempfile.gettempdir()))
    keep: bool = False
    """Leave the folders of machines where they are."""
    _folder: Path | None = None
    _spare: Machine | None = None
    _made: list[OverlayMachine] = field(default_factory=list)

    @property
    def about(self) -> str:
        """What it is, in a few words."""
        network = "with the host's network" if self.setting.network else "no network"
        return f"{self.setting.cell.name} over {self.root.about}, {network}"

    @property
    def folder(self) -> Path | None:
        """Where the machines of this rehearsal lie; None when there was none."""
        return self._folder

    def prepare(self) -> None:
        """Make the first machine, to see whether one can be made.

        Raises:
            UnavailableError: when it cannot be made, or cannot run a program.
        """
        self._spare = self.make()

    def make(self) -> Machine:
        """A new machine.

        Raises:
            UnavailableError: when it cannot be made, or cannot run a program.
        """
        spare, self._spare = self._spare, None
        return spare or self._make(self._layers_below())

    def make_from(self, machine: Machine) -> Machine:
        """A new machine over another's files.

        Raises:
            UnavailableError: when it cannot be made, or cannot run a program.
        """
        if not isinstance(machine, OverlayMachine):
            raise TypeError("a machine of another kind")
        machine.close()
        return self._make((machine.layers.upper, *machine.layers.lower))

    def close(self) -> None:
        """Remove every machine's folders, and the control groups."""
        for machine in self._made:
            machine.close()
            if machine.group is not None:
                machine.group.close()
        self._made.clear()
        if self.setting.namespace is not None:
            os.close(self.setting.namespace)
        if self._folder is not None and not self.keep:
            removed(self._folder, user=self.setting.user)
            self._folder = None

    def _layers_below(self) -> tuple[Path, ...]:
        cover = self._own() / "cover"
        if not cover.exists():
            self.root.cover(cover)
        return (cover, self.root.folder)

    def _own(self) -> Path:
        if self._folder is None:
            made = tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=self.parent)
            self._folder = Path(made)
        return self._folder

    def _settings(self) -> Path:
        """Kernel settings, which all machines share: a new instance sets them as it boots."""
        settings = self._own() / "settings"
        if not settings.exists():
            settings.mkdir()
            kernel_settings.copy(settings)
        return settings

    def _make(self, lower: tuple[Path, ...]) -> Machine:
        name = f"machine{len(self._made)}"
        layers = Layers(self._own() / name, lower)
        layers.make()
        layers.settings.symlink_to(self._settings())
        identity = f"{self._own().name.rpartition('-')[2]}-{name}"
        limits, cell = self.setting.limits, self.setting.cell
        group = cgroup.make(identity, limits, systemd=cell.own_proc)
        kind = BootedMachine if isinstance(cell, Booted) else OverlayMachine
        machine = kind(self.setting, layers, group)
        self._made.append(machine)
        self._probe(machine)
        return machine

    def _probe(self, machine: OverlayMachine) -> None:
        """Run nothing, to see that something can be run; that is not yet the rehearsal's time."""
        patient = replace(self.setting, deadline=Deadline(time.monotonic))
        setting, machine.setting = machine.setting, patient
        ran = machine.run(Command(["/bin/sh", "-c", "exit 0"], timeout=60), lambda *_: None)
        machine.setting = setting
        if ran.code != 0:
            said = ran.stderr.strip().rpartition("\n")[2] or ran.ended or f"exit code {ran.code}"
            raise UnavailableError(
                f"{self.setting.cell.name} cannot run here: {said}",
                "see docs/rehearse.md for what a rehearsal needs, or choose another --sandbox",
            )
