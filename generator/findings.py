"""What the tool tells a user about their text: codes, locations, findings, reports.

Hallway: every room may yield these values; this module imports no room.
A finding is about the user's files. Being unable to go on is an error (`errors.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

Path = tuple[str | int, ...]
"""Where in a document: keys and list positions, for example ("amis", 0, "accounts")."""


class Severity(StrEnum):
    """How much a finding matters; only errors stop a command."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for the most severe."""
        return ("error", "warning", "info").index(self.value)


@dataclass(frozen=True, slots=True)
class Code:
    """A kind of finding: stable id, one-line title, the long form that `explain` prints."""

    id: str
    title: str
    severity: Severity
    explain: str
    source: str = ""
    """Where the rule comes from: an AWS page or a service model."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text; lines and columns count code points from 1, the end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Location:
    """A span in a file, the file named as the user named it."""

    file: str
    span: Span


@dataclass(frozen=True, slots=True)
class Related:
    """A second place that explains a finding, such as the first of two equal keys."""

    location: Location
    message: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to tell the user about their text."""

    code: str
    severity: Severity
    message: str
    hint: str = ""
    location: Location | None = None
    path: Path = ()
    related: tuple[Related, ...] = ()
    reason: str = ""
    """Why it is suppressed; empty for a finding that counts."""


@dataclass(frozen=True, slots=True)
class Report:
    """All findings of one run, with the texts they point into."""

    findings: tuple[Finding, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)
    suppressed: tuple[Finding, ...] = ()

    @property
    def failed(self) -> bool:
        """True when at least one error stands."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)

    def __add__(self, other: Report) -> Report:
        return Report(
            ordered({*self.findings, *other.findings}),
            {**self.sources, **other.sources},
            ordered({*self.suppressed, *other.suppressed}),
        )


def ordered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Sort by file, place, severity and code, so that reports are stable."""
    return tuple(sorted(findings, key=_reading_order))


def _reading_order(finding: Finding) -> tuple[str, int, int, int, str, str]:
    place = finding.location
    return (
        place.file if place else "",
        place.span.line if place else 0,
        place.span.column if place else 0,
        finding.severity.rank,
        finding.code,
        finding.message,
    )


def one_line(words: str) -> str:
    """The words on one printable line, escapes for the rest: they may quote any text."""
    joined = " ".join(line.strip() for line in words.splitlines()) if "\n" in words else words
    if joined.isprintable():
        return joined
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode()
        for character in joined
    )


def show_path(path: Path) -> str:
    """Write a path as a person would: amis[0].accounts[2]."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text
