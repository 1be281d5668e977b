"""`amifactory status`."""

from __future__ import annotations

import click

from generator.cli import options, remote


@click.command(epilog="Example: amifactory status web --watch")
@click.argument("name", required=False, metavar="[NAME]")
@click.option("--watch", is_flag=True, help="Follow what is under way to its end. Wants NAME.")
@click.option(
    "--builds", is_flag=True, help="In lists too: the last and the next build of each image."
)
@remote.options
@remote.text_or_json
@options.color
@options.pass_asked
def command(
    asked: options.Asked,
    name: str | None,
    where: remote.Where,
    *,
    watch: bool,
    builds: bool,
) -> int:
    """Show how the stacks of factories are.

    Without NAME all of a region: since when, in which state, with which images. With NAME (a
    stack, a factory or a payload) one of them: what it gives, how the last build of each image
    ended, what is wrong with it, which line of the payload that comes from, and what to do. With
    --watch exits 1 when it ends badly.
    """
    from generator.cli import surveying

    if name is None:
        if watch:
            raise click.UsageError("--watch follows one stack: give its name")
        return surveying.all_stacks(where, asked, builds=builds)
    return surveying.one_stack(name, where, asked, builds=builds, watched=watch)
