"""`amifactory lint`."""

from __future__ import annotations

import click

from generator.cli import options


@click.command(epilog="Example: amifactory lint payloads/classic.json output/*.yaml")
@click.argument("files", nargs=-1, required=True, type=click.Path(), metavar="FILE...")
@click.option("--fast", is_flag=True, help="Only AWS's own engine; skip cfn-lint.")
@options.finding_format()
@options.suppress
@options.color
def command(
    files: tuple[str, ...],
    fast: bool,
    findings: str,
    suppress: tuple[tuple[str, str], ...],
    color: str,
) -> int:
    """Lint payloads or templates with AWS's engine and cfn-lint.

    A FILE is a payload, whose template is made and linted, or a CloudFormation template.
    Findings about a generated template point at the payload line that caused them. Exits 3 when
    there are errors or warnings.
    """
    from generator.cli import linting, reporting, wiring

    report = linting.lint(files, wiring.suppressions(suppress), fast=fast)
    reporting.show(report, findings, color=options.colored(color))
    return reporting.status(report, strict=True)
