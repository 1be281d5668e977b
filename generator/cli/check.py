"""`amifactory check`."""

from __future__ import annotations

import click

from generator.cli import options
from generator.findings import Report


@click.command(epilog="Example: amifactory check payloads/*.yaml --format sarif > findings.sarif")
@options.payloads
@options.finding_format()
@options.suppress
@options.color
def command(
    files: tuple[str, ...], findings: str, suppress: tuple[tuple[str, str], ...], color: str
) -> int:
    """Check payloads; write nothing.

    Reads every PAYLOAD (JSON or YAML, - for standard input) and reports everything that is
    wrong with it, all at once: its text, its values, what AWS would refuse or silently do wrong,
    and what the finished templates would break of AWS's limits. Exits 3 when there are errors.
    """
    from generator.cli import reporting, wiring

    accepted = wiring.suppressions(suppress)
    report = Report()
    for file in files:
        report += wiring.stack(file, accepted).report
    reporting.show(report, findings, color=options.colored(color))
    return reporting.status(report)
