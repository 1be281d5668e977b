"""`amifactory classic event`."""

from __future__ import annotations

import click

from generator.cli import options
from generator.cli.sending import images_option, read_function


@click.command(epilog="Example: amifactory classic event payloads/classic.json > event.json")
@click.argument("payload", type=click.Path(), metavar="PAYLOAD")
@images_option
@click.option(
    "--cli",
    "as_command",
    is_flag=True,
    help="Print the `aws lambda invoke` command that sends the event; needs --function.",
)
@click.option(
    "--function",
    metavar="NAME",
    callback=read_function,
    help="Name or ARN of buildAmi, for --cli.",
)
@options.finding_format("--findings")
@options.suppress
@options.color
@options.pass_asked
def command(
    asked: options.Asked,
    payload: str,
    images: tuple[str, ...],
    as_command: bool,
    function: str | None,
) -> int:
    """Print the event that buildAmi takes.

    Checks PAYLOAD (JSON or YAML, - for standard input) as `amifactory check` does and prints its
    images in the keys that the classic engine uses, for a test event of the Lambda console.
    Names on standard error the keys that this engine cannot honour.
    """
    from generator.cli import sending, streams

    if as_command and not function:
        raise click.UsageError("--cli needs --function, the name or ARN of buildAmi")
    if function and not as_command:
        raise click.UsageError("--function does nothing without --cli")
    asked.aside = True
    wanted = sending.ask(payload, images, asked)
    if isinstance(wanted, int):
        return wanted
    if function:
        streams.out(f"{sending.command_line(wanted.event, function)}\n")
    else:
        streams.out(sending.event_text(wanted.event))
    return 0
