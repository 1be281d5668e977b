"""`amifactory build`."""

from __future__ import annotations

import click

from generator.cli import options, remote, watching


def _tags(
    _ctx: click.Context, _parameter: click.Parameter, values: tuple[str, ...]
) -> dict[str, str]:
    pairs = [value.partition("=") for value in values]
    wrong = next((value for value in values if not value.partition("=")[0]), None)
    if wrong is not None or not all(separator for _, separator, _ in pairs):
        raise click.BadParameter("write KEY=VALUE, for example --tag Ticket=OPS-123")
    return {key: value for key, _, value in pairs}


@click.command(epilog="Example: amifactory build web/webserver --follow")
@click.argument("name")
@watching.option
@click.option("--again", is_flag=True, help="Start a build although one is under way.")
@click.option(
    "--tag",
    "tags",
    multiple=True,
    metavar="KEY=VALUE",
    callback=_tags,
    help="Tag of the build, besides its pipeline's. Repeatable.",
)
@remote.options
@remote.text_or_json
@options.color
@options.pass_asked
def command(
    asked: options.Asked,
    where: remote.Where,
    name: str,
    tags: dict[str, str],
    *,
    follow: bool,
    again: bool,
) -> int:
    """Build an image now.

    NAME is the image as its payload calls it, factory/image, or a pipeline's name or ARN. Its
    pipeline is started, and the build goes on in AWS by itself. With --follow its steps and its
    log are shown until it ends: with the AMI of every region, who may launch it and how, or with
    what failed, why, and what to do. Exits 1 when the build fails. Ctrl-C stops watching, not
    the build.

    While a build of the image is under way, no other is started: --follow follows that one
    (so does the ARN of a build as NAME), --again starts another.
    """
    from generator.cli import building, reaching, stopping

    reached = reaching.reach(where, name)
    order = building.Order(name, tags, follow=follow, again=again)
    return stopping.stoppable(lambda: building.run(order, reached, asked), stopping.Stopping())
