"""What a template linter says about one place in a rendered template."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generator.findings import Path, Severity


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One complaint of a lint engine, in that engine's own code and words."""

    engine: str
    """The package that speaks: "cfn-lint" or "cloudformation-validate"."""
    code: str
    """The rule's id there, for example E3002."""
    severity: Severity
    message: str
    """One printable line."""
    path: Path
    """Where in the template, for example ("Resources", "WebRecipe", "Properties", "Name").

    Empty when the engine names no place, as for text that is no template at all.
    """
    line: int
    """Lines and columns count code points from 1, the end is exclusive."""
    column: int
    end_line: int
    end_column: int
    source: str
    """The page that explains the rule, or empty."""


def in_reading_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Sort from the top of the template down; engines report in their rules' order."""
    return tuple(sorted(diagnostics, key=_place))


def _place(diagnostic: Diagnostic) -> tuple[int, int, str, str]:
    return diagnostic.line, diagnostic.column, diagnostic.code, diagnostic.message
