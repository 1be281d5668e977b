"""`amifactory cancel`."""

from __future__ import annotations

import click

from generator.cli import options, remote


@click.command(epilog="Example: amifactory cancel web/webserver")
@click.argument("name")
@remote.options
@remote.text_or_json
@options.pass_asked
def command(asked: options.Asked, where: remote.Where, name: str) -> int:
    """Cancel the build of an image.

    NAME is the image, factory/image or its pipeline, whose newest build that is under way is
    cancelled; or the ARN of a build. Image Builder stops it a little later, and removes no AMI
    that it made before.
    """
    from generator.cli import reaching, repeating

    return repeating.cancel(name, reaching.reach(where, name), asked)
