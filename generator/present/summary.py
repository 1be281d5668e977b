"""How many findings of which severity a report holds."""

from __future__ import annotations

from dataclasses import dataclass

from generator.findings import Report, Severity


@dataclass(frozen=True, slots=True)
class Summary:
    """The numbers of a report; suppressed findings count apart."""

    errors: int
    warnings: int
    infos: int
    suppressed: int
    files_read: int
    files_with_findings: int


def summarize(report: Report) -> Summary:
    """Count the findings of a report and the files that they are in."""
    severities = [finding.severity for finding in report.findings]
    return Summary(
        errors=severities.count(Severity.ERROR),
        warnings=severities.count(Severity.WARNING),
        infos=severities.count(Severity.INFO),
        suppressed=len(report.suppressed),
        files_read=len(report.sources),
        files_with_findings=len({f.location.file for f in report.findings if f.location}),
    )
