"""What the YAML parser complained about, and the text around the place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from generator.findings import Span


@dataclass(frozen=True, slots=True)
class Trouble:
    """A complaint and its place; lines and columns count from 0 here."""

    complaint: str
    """What was read and what was missed, as in "while scanning an alias: did not find ..."."""
    lines: list[str]
    line: int
    column: int
    start_line: int
    """Where the thing starts that was being read."""
    start_column: int
    at_end: bool
    """True when the text ended too early."""

    @property
    def before(self) -> str:
        """The text of the line up to the place."""
        return self.lines[self.line][: self.column]

    @property
    def after(self) -> str:
        """The text of the line from the place on."""
        return self.lines[self.line][self.column :]

    @property
    def from_start(self) -> str:
        """The line from where the thing starts that was being read."""
        return self.lines[self.start_line][self.start_column :]

    def says(self, *words: str) -> bool:
        """True when the complaint has one of the words."""
        return any(word in self.complaint for word in words)

    def here(self, length: int = 1) -> Span:
        """A span from the place."""
        return self.span(self.line, self.column, length)

    def at_start(self, length: int = 1) -> Span:
        """A span from where the thing starts that was being read."""
        return self.span(self.start_line, self.start_column, length)

    def span(self, line: int, column: int, length: int = 1) -> Span:
        """A span on one line, cut at the line's end."""
        end = min(column + length, len(self.lines[line]))
        return Span(line + 1, column + 1, line + 1, end + 1)


def trouble(text: str, error: Exception, bracket: Span | None) -> Trouble:
    """Take apart an error of PyYAML; `bracket` is the innermost one that is still open."""
    lines = text.rstrip().split("\n")
    problem, context = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    line, column = _inside(lines, problem or context)
    start = _inside(lines, context or problem)
    what = (getattr(error, "context", None), getattr(error, "problem", None) or str(error))
    complaint = ": ".join(part for part in what if part)
    if bracket and "flow" in complaint:
        start = bracket.line - 1, bracket.column - 1
    at_end = (line, column) == (len(lines) - 1, len(lines[-1]))
    return Trouble(complaint, lines, line, column, *start, at_end)


def _inside(lines: list[str], mark: Any) -> tuple[int, int]:
    """The mark, which may be behind the end, or the end of the text."""
    if mark is None or mark.line >= len(lines):
        return len(lines) - 1, len(lines[-1])
    return mark.line, min(mark.column, len(lines[mark.line]))
