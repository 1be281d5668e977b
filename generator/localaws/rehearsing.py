"""Where component documents are run for real, when somebody brings something that runs them.

By itself the local AWS runs no document. `amifactory local --rehearse` brings a rehearsal: then a
build's components are what it runs, and a broken script fails the build with its own output.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from generator.localaws.emulated import Emulated

EMULATES = (
    Emulated(
        "With --rehearse the documents of a recipe run in a sandbox of this machine, build and"
        " test stage; those that cannot run there are named and left out",
        "EC2 Image Builder User Guide, component documents; see docs/rehearse.md",
    ),
)

Stage = Literal["build", "test"]


@dataclass(frozen=True, slots=True)
class Part:
    """One component of a recipe."""

    name: str
    """web-bootstrap-web/1.0.0/1"""
    arn: str
    text: str
    """Its document; empty for one that AWS manages."""
    parameters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fault:
    """What failed."""

    part: str
    """Name of the component."""
    phase: str
    step: str
    action: str
    message: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a stage went."""

    lines: tuple[str, ...] = ()
    """Of its log."""
    fault: Fault | None = None


Rehearse = Callable[[Sequence[Part]], Mapping[Stage, Verdict]]
"""Runs both stages; called in a thread of its own. A stage that was not reached is missing."""

_brought: list[Rehearse] = []


def bring(rehearse: Rehearse | None) -> None:
    """Let builds run their components by this; by nothing again with None."""
    _brought[:] = [rehearse] if rehearse else []


def brought() -> Rehearse | None:
    """What runs components, if there is something."""
    return _brought[0] if _brought else None
