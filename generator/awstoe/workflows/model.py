"""A workflow document as far as others ask about it."""

from __future__ import annotations

from dataclasses import dataclass

from generator.findings import Finding, Severity
from generator.payload.nodes import Scalar


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that whoever uses the workflow may give."""

    name: Scalar
    default: Scalar | None


@dataclass(frozen=True, slots=True)
class Workflow:
    """What others need to know of a workflow."""

    parameters: tuple[Parameter, ...]
    outputs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CheckedWorkflow:
    """A workflow document after checking."""

    file: str
    text: str
    """Safe to show."""
    workflow: Workflow | None
    """None when there is an error."""
    outline: Workflow | None
    """What could be understood of it, errors or not."""
    findings: tuple[Finding, ...]

    @property
    def failed(self) -> bool:
        """Whether there is an error."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)
