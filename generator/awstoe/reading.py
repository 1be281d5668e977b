"""From the bytes of a document to a tree with places, and from problems to findings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generator.awstoe.model import Document
from generator.awstoe.problems import Problem
from generator.findings import Finding, Location, Severity, ordered
from generator.payload.nodes import Node
from generator.payload.reading import Findings, StoppedError
from generator.payload.text import check_text, to_text
from generator.payload.yaml_reader import read_yaml

LARGEST_INLINE = 16_000
"""Characters of a document in a template (CreateComponent and CreateWorkflow, `data`)."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The text of a document as a tree, with what is wrong in the text itself."""

    file: str
    text: str
    """Safe to show."""
    root: Node | None
    findings: tuple[Finding, ...]
    complete: bool
    """False when the text could not be read to its end."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A document after checking."""

    file: str
    text: str
    """Safe to show."""
    document: Document | None
    """None when an error keeps it from running."""
    outline: Document | None
    """What could be understood of it, errors or not."""
    findings: tuple[Finding, ...]

    @property
    def failed(self) -> bool:
        """Whether there is an error."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)


def read(file: str, data: bytes) -> Reading:
    """Read YAML as payloads are read."""
    findings = Findings(file)
    text = to_text(data)
    try:
        check_text(data, findings)
        root = read_yaml(text, findings)
    except StoppedError:
        return Reading(file, text, None, findings.all(), complete=False)
    return Reading(file, text, root, findings.all(), complete=True)


def findings_of(reading: Reading, problems: Iterable[Problem]) -> tuple[Finding, ...]:
    """Everything that was found, in reading order, each once."""
    told = (
        Finding(
            problem.code.id,
            problem.code.severity,
            problem.message,
            problem.hint,
            Location(reading.file, problem.span),
        )
        for problem in dict.fromkeys(problems)
    )
    return ordered((*reading.findings, *told))
