"""Findings as JSON, for programs.

Values are as they are, not made harmless: JSON's own escapes keep them so until a program
decodes them. The output is ASCII, so that any stream can carry it.
"""

from __future__ import annotations

import json
from typing import Any

from generator.findings import Finding, Location, Report
from generator.present.summary import summarize

SCHEMA_VERSION = 1
"""Grows when a key is renamed or removed; new keys may come at any time."""


def show_json(report: Report) -> str:
    """Write the report as one JSON object."""
    return dump(
        {
            "schemaVersion": SCHEMA_VERSION,
            "findings": [_finding(finding) for finding in report.findings],
            "suppressed": [
                {**_finding(finding), "reason": finding.reason} for finding in report.suppressed
            ],
            "summary": _summary(report),
        }
    )


def dump(value: Any) -> str:
    """Write JSON that a CI log cannot take for one of its `##[...]` commands."""
    return json.dumps(value, indent=2).replace("##", r"#\u0023")


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "message": finding.message,
        "hint": finding.hint,
        "location": _location(finding.location) if finding.location else None,
        "path": list(finding.path),
        "related": [
            {"location": _location(related.location), "message": related.message}
            for related in finding.related
        ],
    }


def _location(location: Location) -> dict[str, Any]:
    return {
        "file": location.file,
        "line": location.span.line,
        "column": location.span.column,
        "endLine": location.span.end_line,
        "endColumn": location.span.end_column,
    }


def _summary(report: Report) -> dict[str, int]:
    summary = summarize(report)
    return {
        "errors": summary.errors,
        "warnings": summary.warnings,
        "infos": summary.infos,
        "suppressed": summary.suppressed,
        "filesRead": summary.files_read,
        "filesWithFindings": summary.files_with_findings,
    }
