"""From what engines and limits say of a template to findings at the payload line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.findings import Finding, Location, Path, Span
from generator.lint import codes
from generator.lint.api_constraints import violations
from generator.lint.diagnostic import Diagnostic
from generator.lint.limits import excesses
from generator.payload.load import Loaded


def check(
    loaded: Loaded, template: Mapping[str, Any], text: str, origins: Mapping[str, Path]
) -> Iterator[Finding]:
    """API constraints and stack limits of a rendered template."""
    images = len(loaded.payload.amis) if loaded.payload else 0
    for excess in excesses(template, text, images):
        yield Finding(
            excess.code.id,
            excess.code.severity,
            excess.message,
            excess.hint,
            loaded.locate(("amis",), key=True),
            ("amis",),
        )
    for violation in violations(template["Resources"]):
        origin = origins[violation.logical_id]
        yield Finding(
            codes.API_CONSTRAINT.id,
            codes.API_CONSTRAINT.severity,
            f"{violation.logical_id}: {violation.message}",
            violation.hint,
            loaded.locate(origin),
            origin,
        )


NAMED_BY_THE_USER = frozenset({"W9013"})
"""Account ids and ARNs in a generated template are those that the payload names."""


def traced(diagnostic: Diagnostic, loaded: Loaded, origins: Mapping[str, Path]) -> Finding:
    """What an engine says of a generated template, at the payload line that caused it."""
    match diagnostic.path[:2]:
        case ("Resources", str(logical_id)) if logical_id in origins:
            path = origins[logical_id]
        case _:
            path = ()
    where = ".".join(str(step) for step in diagnostic.path)
    return Finding(
        diagnostic.code,
        diagnostic.severity,
        f"{where}: {diagnostic.message}" if where else diagnostic.message,
        _origin_hint(diagnostic),
        loaded.locate(path),
        path,
    )


def in_template(diagnostic: Diagnostic, file: str) -> Finding:
    """What an engine says of a template file, at its own line."""
    span = Span(diagnostic.line, diagnostic.column, diagnostic.end_line, diagnostic.end_column)
    return Finding(
        diagnostic.code,
        diagnostic.severity,
        diagnostic.message,
        _origin_hint(diagnostic),
        Location(file, span),
        diagnostic.path,
    )


def _origin_hint(diagnostic: Diagnostic) -> str:
    return f"{diagnostic.engine}, {diagnostic.source}" if diagnostic.source else diagnostic.engine
