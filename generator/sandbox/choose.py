"""Which machines a rehearsal gets: what was asked for, or the first that this host can do."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from generator.ports.machine import Machines
from generator.sandbox import cgroup, debian_root
from generator.sandbox.bubblewrap import NAME as BWRAP
from generator.sandbox.bubblewrap import Bubblewrap
from generator.sandbox.cache import cached
from generator.sandbox.cell import Cell
from generator.sandbox.engine import ENGINES, IMAGE, Engine
from generator.sandbox.engine_machines import EngineMachines
from generator.sandbox.given_root import given_root
from generator.sandbox.host_root import host_root
from generator.sandbox.launch import NEEDS
from generator.sandbox.limits import Deadline, Limits
from generator.sandbox.nspawn import NAME as NSPAWN
from generator.sandbox.nspawn import Booted, Nspawn, boots
from generator.sandbox.overlay_machine import Setting
from generator.sandbox.overlay_machines import OverlayMachines
from generator.sandbox.resolving import with_network
from generator.sandbox.root import Root
from generator.sandbox.tools import find, is_root, missing
from generator.sandbox.unavailable import UnavailableError
from generator.sandbox.user_namespace import open_namespace

SANDBOXES = ("bwrap", "nspawn", *ENGINES)
HOST, DEBIAN = "host", "debian"
INSTALL = "install bubblewrap, or run Docker or Podman; docs/rehearse.md says what is needed"


class Sandbox(Machines, Protocol):
    """Machines, and where they lie."""

    @property
    def folder(self) -> Path | None:
        """The folder of the machines; None when there is none to open."""


@dataclass(frozen=True, slots=True)
class Order:
    """What machines are to be like."""

    limits: Limits
    deadline: Deadline
    sandbox: str = ""
    """One of SANDBOXES; empty for the first that works."""
    root: str = ""
    """debian, host, a path, or an image; empty for the best that is there."""
    network: bool = False
    keep: bool = False


def choose(order: Order, tell: Callable[[str], None]) -> Sandbox:
    """Machines as they were asked for; `tell` hears what has to be known of them.

    Raises:
        UnavailableError: when this host cannot make them.
    """
    if order.sandbox in ENGINES:
        return _engine(order, order.sandbox)
    if order.sandbox:
        return _overlays(order, order.sandbox, tell)
    lacking = missing(BWRAP, *NEEDS)
    if not lacking:
        return _overlays(order, "bwrap", tell)
    for name in ENGINES:
        if Engine(name).answers():
            return _engine(order, name)
    raise UnavailableError(f"{lacking[0]} is not installed and no engine answers", INSTALL)


def _engine(order: Order, name: str) -> Sandbox:
    engine = Engine(name)
    if not engine.answers():
        raise UnavailableError(f"{name} does not answer", f"is {name} installed, and does it run?")
    if order.root in (HOST, DEBIAN):
        raise UnavailableError(f"{name} needs an image", f"for example --root {IMAGE}")
    image = order.root or IMAGE
    return EngineMachines(engine, order.limits, order.deadline, order.network, image, order.keep)


def _overlays(order: Order, name: str, tell: Callable[[str], None]) -> Sandbox:
    tool = NSPAWN if name == "nspawn" else BWRAP
    lacking = missing(tool, *NEEDS)
    if lacking:
        raise UnavailableError(f"{lacking[0]} is not installed", INSTALL)
    user = not is_root()
    if user and name == "nspawn":
        raise UnavailableError("systemd-nspawn is for root", "use --sandbox bwrap")
    root = _root(order.root, tell, user=user)
    if order.network:
        root = with_network(root)
    if root.note:
        tell(root.note)
    cgroup.sweep()
    return _first_that_works(order, _cell(name, root), root, user=user)


def _cell(name: str, root: Root) -> Cell:
    if name != "nspawn":
        return Bubblewrap()
    return Booted() if boots(root.folder) else Nspawn()


def _first_that_works(order: Order, cell: Cell, root: Root, *, user: bool) -> OverlayMachines:
    """A temporary folder may lie on a file system that no overlay can write to."""
    problem: UnavailableError | None = None
    for parent in _parents(root):
        setting = _setting(order, cell, user=user)
        machines = OverlayMachines(root, setting, parent, order.keep)
        try:
            machines.prepare()
        except UnavailableError as error:
            problem = problem or error
            machines.keep = False
            machines.close()
        except BaseException:
            machines.close()
            raise
        else:
            return machines
    raise problem or UnavailableError("no folder for temporary files", "set TMPDIR")


def _setting(order: Order, cell: Cell, *, user: bool) -> Setting:
    namespace = None
    if not user and not cell.own_proc:
        namespace = open_namespace(find("unshare") or "unshare")
    return Setting(cell, order.limits, order.deadline, order.network, user, namespace)


def _parents(root: Root) -> Iterator[Path]:
    """Where machines may lie: on a disk, or in memory, first what will do."""
    seen: set[Path] = set()
    memory = "/dev/shm"  # noqa: S108 - mkdtemp is used in all of them
    disks = (tempfile.gettempdir(), "/var/tmp")  # noqa: S108
    for name in (memory, *disks) if root.own else (*disks, memory):
        folder = Path(name).resolve()
        if folder.is_dir() and folder not in seen:
            seen.add(folder)
            yield folder


def _root(asked: str, tell: Callable[[str], None], *, user: bool) -> Root:
    if asked == HOST:
        return _host(user=user)
    if asked == DEBIAN:
        return debian_root.debian_root(tell, user=user)
    if asked:
        return given_root(Path(asked), user=user)
    if cached(debian_root.key()) or find(debian_root.TOOL):
        if user:
            return debian_root.debian_root(tell, user=user)
        with suppress(UnavailableError):
            return debian_root.debian_root(tell, user=user)
        tell("no Debian root file system could be made")
    return _host(user=user)


def _host(*, user: bool) -> Root:
    if user:
        said = "only root can use this host's own / as root file system"
        raise UnavailableError(said, "install mmdebstrap, or give one: --root PATH")
    return host_root()
