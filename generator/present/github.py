"""Findings as workflow commands, which GitHub Actions turns into annotations.

https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping

from generator.findings import Code, Finding, Location, Report, Severity
from generator.present.foreign import STDIN, harmless, place

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_DATA_ESCAPES = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY_ESCAPES = {**_DATA_ESCAPES, ord(":"): "%3A", ord(","): "%2C"}


def show_github(report: Report, codes: Mapping[str, Code]) -> str:
    """Write one command a finding, the most severe first: GitHub shows ten of each a step."""
    ranked = sorted(report.findings, key=lambda finding: finding.severity.rank)
    return "\n".join(_command(finding, codes) for finding in ranked)


def _command(finding: Finding, codes: Mapping[str, Code]) -> str:
    properties = {**_anchor(finding.location), "title": _title(finding.code, codes)}
    written = ",".join(
        f"{name}={value.translate(_PROPERTY_ESCAPES)}" for name, value in properties.items()
    )
    return f"::{_COMMANDS[finding.severity]} {written}::{_data(finding).translate(_DATA_ESCAPES)}"


def _anchor(location: Location | None) -> dict[str, str]:
    if location is None or location.file == STDIN:
        return {}
    span = location.span
    anchor = {
        "file": harmless(posixpath.normpath(location.file)),
        "line": str(span.line),
        "endLine": str(span.end_line),
    }
    if span.line == span.end_line:  # the runner drops columns from a range of lines
        anchor |= {"col": str(span.column), "endColumn": str(span.end_column)}
    return anchor


def _title(code: str, codes: Mapping[str, Code]) -> str:
    return harmless(f"{code} {codes[code].title}" if code in codes else code)


def _data(finding: Finding) -> str:
    """Say the place too: the job's log shows a command's data and nothing else of it."""
    where = f"{place(finding.location)}: " if finding.location else ""
    lines = [f"{where}{harmless(finding.code)} {harmless(finding.message)}"]
    lines += [f"{place(other.location)}: {harmless(other.message)}" for other in finding.related]
    if finding.hint:
        lines.append(f"hint: {harmless(finding.hint)}")
    return "\n".join(lines)
