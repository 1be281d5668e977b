"""`amifactory logs`."""

from __future__ import annotations

import click

from generator.cli import options, remote


@click.command(epilog="Example: amifactory logs web/webserver --output build.log")
@click.argument("name")
@click.option(
    "--output",
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help="Write the log to a file; standard output by default.",
)
@click.option("--follow", is_flag=True, help="Go on until the build ends.")
@click.option("--step", metavar="NAME", help="Only what was logged while this step ran.")
@remote.options
@remote.text_or_json
@options.pass_asked
def command(
    asked: options.Asked,
    where: remote.Where,
    name: str,
    output: str | None,
    step: str | None,
    *,
    follow: bool,
) -> int:
    """Show or export the log of a build.

    NAME is the image, factory/image or its pipeline, whose newest build is meant; or the ARN of
    a build. Reads the whole log from CloudWatch Logs, and says where else it is.
    """
    from generator.cli import exporting, reaching

    if follow and (output or step or asked.findings == "json"):
        raise click.UsageError("--follow goes with none of --output, --step and --format json")
    reached = reaching.reach(where, name)
    if follow:
        return exporting.follow_log(name, reached)
    return exporting.export(name, output, step, reached, asked)
