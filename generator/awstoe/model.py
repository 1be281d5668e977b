"""A component document as frozen values; texts keep the place they were written at."""

from __future__ import annotations

from dataclasses import dataclass

from generator.findings import Span
from generator.payload.nodes import Mapping, Node, Scalar

DEFAULT_TIMEOUT = 7200
"""Seconds of a step that says nothing; -1 is without end."""
BUILD_STAGE = ("build", "validate")
TEST_STAGE = ("test", "container-host-test")
"""Phases that Image Builder runs: the first two while it builds, the others on a new instance
of what was built."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that whoever uses the document may give."""

    name: Scalar
    default: Scalar | None
    """None: a value must be given."""
    description: str


@dataclass(frozen=True, slots=True)
class Constant:
    """A value with a name."""

    name: Scalar
    value: Scalar


@dataclass(frozen=True, slots=True)
class Count:
    """`for`: from start to end, both included."""

    start: int
    end: int
    step: int


@dataclass(frozen=True, slots=True)
class Loop:
    """A step's loop; exactly one of the three is given."""

    name: str
    """`loop` unless it is named."""
    count: Count | None = None
    values: tuple[Scalar, ...] | None = None
    """`forEach` with a list."""
    listed: Scalar | None = None
    """`forEach` with one text that is split."""
    delimiter: str = ","


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a phase."""

    name: Scalar
    action: Scalar
    inputs: Node | None
    timeout: int
    """Seconds; -1 without end."""
    on_failure: str
    """Abort, Continue or Ignore."""
    attempts: int
    loop: Loop | None
    condition: Mapping | None
    """`if`, as it is written."""
    node: Mapping
    """The step as it is written."""

    @property
    def span(self) -> Span:
        """Where it stands."""
        return self.name.span


@dataclass(frozen=True, slots=True)
class Phase:
    """One phase; its steps run in order."""

    name: Scalar
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A component document in which nothing is wrong that keeps it from running."""

    name: str
    description: str
    parameters: tuple[Parameter, ...]
    constants: tuple[Constant, ...]
    phases: tuple[Phase, ...]
    """In the order of the document, which is the order they run in."""

    def phase(self, name: str) -> Phase | None:
        """The phase of a name."""
        return next((phase for phase in self.phases if phase.name == name), None)
