"""`amifactory check`."""

from __future__ import annotations

import click

from generator.cli import options


@click.command(epilog="Example: amifactory check payloads/*.yaml --format sarif > findings.sarif")
@options.files("PAYLOAD")
@options.engine
@options.finding_format()
@options.suppress
@options.color
@options.pass_asked
def command(asked: options.Asked, files: tuple[str, ...], engines: tuple[str, ...]) -> int:
    """Check payloads; write nothing.

    Reads every PAYLOAD (JSON or YAML, - for standard input) and reports everything that is
    wrong with it, all at once: its text, its values, what AWS would refuse or silently do wrong,
    and what the finished templates would break of AWS's limits. Documents that a payload uses
    are checked with it; a component, workflow or Automation document may be given by itself.
    Exits 3 when there are errors.
    """
    from generator.cli import accepting, checking, reporting

    report, unread = checking.check(files, accepting.suppressions(asked.suppress), engines)
    return reporting.finish(report, asked, unread)
