"""`amifactory generate`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli import options
from generator.errors import Exit
from generator.findings import Report

if TYPE_CHECKING:
    from generator.payload.model import Suppression

PRINT = Path("-")


@click.command(epilog="Example: amifactory generate payloads/classic.json --output output")
@options.payloads
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=Path("output"),
    show_default=True,
    help="Folder for the templates; - prints them.",
)
@click.option(
    "--format",
    "template_format",
    type=click.Choice(("yaml", "json")),
    default="yaml",
    show_default=True,
    help="Format of the templates.",
)
@click.option(
    "--check", is_flag=True, help="Write nothing; exit 5 when what is there is not up to date."
)
@options.finding_format("--findings")
@options.suppress
@options.color
def command(  # noqa: PLR0913  # click passes one argument an option
    files: tuple[str, ...],
    output: Path,
    template_format: str,
    check: bool,
    findings: str,
    suppress: tuple[tuple[str, str], ...],
    color: str,
) -> int:
    """Write the CloudFormation templates of payloads.

    One template a PAYLOAD, named after its factory. Nothing is written when any payload has an
    error. The same payload always gives the same bytes.
    """
    from generator.cli import making, reporting, wiring

    accepted = wiring.suppressions(suppress)
    if output == PRINT:
        return _print(files, accepted, template_format, findings, color=options.colored(color))
    order = making.Order(accepted, template_format, output, check)
    made, report = making.make(files, order)
    reporting.show(report, findings, color=options.colored(color), quiet=True)
    if report.failed:
        return reporting.status(report)
    return reporting.tell(made, only_compare=check)


def _print(
    files: tuple[str, ...],
    accepted: tuple[Suppression, ...],
    template_format: str,
    findings: str,
    *,
    color: bool,
) -> int:
    """Templates on standard output, one after the other; findings only when they stop it."""
    from generator.cli import reporting, wiring

    stacks = [wiring.stack(file, accepted, template_format) for file in files]
    report = sum((stack.report for stack in stacks), Report())
    if report.failed:
        reporting.show(report, findings, color=color)
        return reporting.status(report)
    click.echo("---\n".join(stack.text for stack in stacks), nl=False)
    return Exit.DONE
