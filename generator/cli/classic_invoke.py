"""`amifactory classic invoke`."""

from __future__ import annotations

import click

from generator.cli import options
from generator.cli.sending import images_option, read_function


def _remember(ctx: click.Context, _parameter: click.Parameter, value: str) -> None:
    ctx.ensure_object(options.Asked).findings = value


@click.command(
    epilog="Example: amifactory classic invoke payloads/classic.json --function buildAmi"
)
@click.argument("payload", type=click.Path(), metavar="PAYLOAD")
@click.option(
    "--function",
    required=True,
    metavar="NAME",
    callback=read_function,
    help="Name or ARN of buildAmi.",
)
@images_option
@click.option(
    "--region", metavar="NAME", help="Region of the function; the payload's, or AWS_REGION."
)
@click.option("--profile", metavar="NAME", help="Profile of AWS's configuration to use.")
@click.option("--follow", is_flag=True, help="Wait for the builds to end, and tell their steps.")
@click.option(
    "--format",
    type=click.Choice(("text", "json")),
    default="text",
    show_default=True,
    is_eager=True,
    expose_value=False,
    callback=_remember,
    help="How findings and records are printed.",
)
@options.suppress
@options.color
@options.pass_asked
def command(
    asked: options.Asked,
    payload: str,
    function: str,
    images: tuple[str, ...],
    region: str | None,
    profile: str | None,
    follow: bool,
) -> int:
    """Invoke buildAmi, which starts the builds.

    Checks PAYLOAD (JSON or YAML, - for standard input) as `amifactory check` does, sends its
    images to the function and waits for the answer: which automations were started, and why the
    others were not. Builds go on by themselves; with --follow until they have ended, so that the
    exit code tells of them too. The function runs once: the event is not sent again when no
    answer comes. Exits 1 when an image was not started, or with --follow not built.
    """
    from generator.cli import invoking, sending

    wanted = sending.ask(payload, images, asked)
    if isinstance(wanted, int):
        return wanted
    place = invoking.Place(function, region or wanted.region, profile, follow)
    return invoking.run(place, wanted, asked)
