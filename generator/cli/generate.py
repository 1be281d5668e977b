"""`amifactory generate`."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli import options

PRINT = Path("-")


def _named(_ctx: click.Context, _parameter: click.Parameter, folder: str) -> Path:
    if not folder:
        raise click.BadParameter("the folder has no name; is a shell variable empty?")
    return Path(folder)


@click.command(epilog="Example: amifactory generate payloads/classic.json --output output")
@options.files("PAYLOAD")
@click.option(
    "-o",
    "--output",
    type=click.Path(),
    metavar="FOLDER",
    default="output",
    show_default=True,
    callback=_named,
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
@options.engine
@options.finding_format("--findings")
@options.suppress
@options.color
@options.pass_asked
def command(
    asked: options.Asked,
    files: tuple[str, ...],
    output: Path,
    template_format: str,
    check: bool,
    engines: tuple[str, ...],
) -> int:
    """Write the CloudFormation templates of payloads.

    One template a PAYLOAD for EC2 Image Builder, named after its factory, and AmiFactory.yml,
    the classic engine for all of them. Nothing is written when any payload has an error. The
    same payload always gives the same bytes.
    """
    from generator.cli import accepting, making, reporting, telling

    asked.aside = output == PRINT
    if asked.aside and check:
        raise click.UsageError("--check compares files; it does not go with --output -")
    folder = None if asked.aside else output
    accepted = accepting.suppressions(asked.suppress)
    order = making.Order(accepted, template_format, folder, check, engines)
    outcomes = making.make(files, order)
    status = reporting.finish(outcomes.report, asked, outcomes.unread, quiet=True)
    return status or telling.tell(outcomes.made, order, asked)
