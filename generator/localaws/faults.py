"""What is to fail in the local AWS, as data: asked for beforehand, consumed when it happens."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from fnmatch import fnmatchcase
from typing import Any, TypeVar

OPERATIONS = ("CREATE", "UPDATE", "DELETE", "ROLLBACK")
"""What fails of a resource: ROLLBACK is its way back after an update that failed."""


@dataclass(frozen=True, slots=True)
class ResourceFault:
    """An operation on a resource of a stack that fails."""

    target: str
    """Its type or its logical id."""
    operation: str
    """One of `OPERATIONS`."""
    reason: str
    times: int


@dataclass(frozen=True, slots=True)
class BuildFault:
    """An Image Builder build that fails."""

    image: str
    """A name of the image, spelled as Image Builder normalises it or not; `*` and `?` match
    anything."""
    state: str
    """The state in which it fails, as `GetImage` names it."""
    step: str
    """The workflow step that fails; empty: the one that does that state's work."""
    message: str
    log: tuple[str, ...]
    """Lines that the build log has then."""
    times: int


@dataclass(frozen=True, slots=True)
class CommandFault:
    """A command of Run Command that fails."""

    document: str
    status: str
    output: str
    times: int


Fault = ResourceFault | BuildFault | CommandFault
One = TypeVar("One", ResourceFault, BuildFault, CommandFault)


def is_meant(wanted: str, names: Iterable[str]) -> bool:
    """Whether a name with `*` and `?` stands for one of an image's, compared as normalised."""
    return any(fnmatchcase(plain(name), plain(wanted)) for name in names)


def plain(name: str) -> str:
    """A name as Image Builder normalises it (API, CreateImageRecipe: name)."""
    return name.lower().replace(" ", "-").replace("_", "-")


class Faults:
    """What is still to fail, in the order it was asked for."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []

    def reset(self) -> None:
        """Nothing fails any more."""
        self._waiting = []

    def waiting(self) -> tuple[dict[str, Any], ...]:
        """What is still to fail, in plain values."""
        return tuple({"kind": type(one).__name__} | asdict(one) for one in self._waiting)

    def resource(
        self,
        type_or_logical_id: str,
        operation: str = "CREATE",
        reason: str = "Resource handler returned message: the local AWS was told to fail it",
        times: int = 1,
    ) -> None:
        """Let one of the `OPERATIONS` on a stack's resource fail, so many times.

        Raises:
            ValueError: for an operation that there is not, which would never fail.
        """
        if operation not in OPERATIONS:
            msg = f"{operation!r} is none of {', '.join(OPERATIONS)}"
            raise ValueError(msg)
        self._waiting.append(ResourceFault(type_or_logical_id, operation, reason, times))

    def build(  # noqa: PLR0913, PLR0917  # what can be said about a failing build
        self,
        image: str = "*",
        state: str = "BUILDING",
        step: str = "",
        message: str = "",
        log: tuple[str, ...] = (),
        times: int = 1,
    ) -> None:
        """Let a build fail when it reaches that state, so many times."""
        self._waiting.append(BuildFault(image, state, step, message, tuple(log), times))

    def command(
        self, document: str = "*", status: str = "Failed", output: str = "", times: int = 1
    ) -> None:
        """Let a command of Run Command end in that status, so many times."""
        self._waiting.append(CommandFault(document, status, output, times))

    def take_resource(self, type_: str, logical_id: str, operation: str) -> str | None:
        """Why that operation fails now, or None."""
        for fault in self._waiting:
            if (
                isinstance(fault, ResourceFault)
                and fault.target in (type_, logical_id)
                and fault.operation == operation
            ):
                return self._used(fault).reason
        return None

    def take_build(self, image: str, state: str, also: Iterable[str] = ()) -> BuildFault | None:
        """How the build of an image, `also` called so, fails in that state now, or None."""
        known = (image, *also)
        for fault in self._waiting:
            if (
                isinstance(fault, BuildFault)
                and is_meant(fault.image, known)
                and fault.state == state
            ):
                return self._used(fault)
        return None

    def take_command(self, document: str) -> CommandFault | None:
        """How a command of that document fails now, or None."""
        for fault in self._waiting:
            if isinstance(fault, CommandFault) and fnmatchcase(document, fault.document):
                return self._used(fault)
        return None

    def _used(self, fault: One) -> One:
        place = self._waiting.index(fault)
        if fault.times > 1:
            self._waiting[place] = replace(fault, times=fault.times - 1)
        else:
            del self._waiting[place]
        return fault


faults = Faults()
"""The faults of this process."""
