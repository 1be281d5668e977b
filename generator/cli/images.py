"""`amifactory images`."""

from __future__ import annotations

import click

from generator.cli import options, remote


@click.command(epilog="Example: amifactory images web/webserver")
@click.argument("name", required=False)
@remote.options
@remote.text_or_json
@options.pass_asked
def command(asked: options.Asked, where: remote.Where, name: str | None) -> int:
    """List the images that exist.

    Shows the AMIs of both engines in the region and in all regions that they are distributed
    to: age, version, what they were built from, who may launch them, who uses them, and which
    parameter holds them; then builds that are under way, and those that failed since the last
    good one. NAME is an image, factory/image, a factory, a pipeline, or an AMI's id.
    """
    from generator.cli import inventory, reaching

    return inventory.run(name, reaching.reach(where), asked)
