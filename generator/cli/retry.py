"""`amifactory retry`."""

from __future__ import annotations

import click

from generator.cli import options, remote, watching


@click.command(epilog="Example: amifactory retry web/webserver --follow")
@click.argument("name")
@watching.option
@remote.options
@remote.text_or_json
@options.color
@options.pass_asked
def command(asked: options.Asked, where: remote.Where, name: str, *, follow: bool) -> int:
    """Go on with a build that failed or was cancelled.

    NAME is the image, factory/image or its pipeline, whose newest build is meant; or the ARN of
    a build. It goes on from the phase that failed, as the same build with the same recipe: what
    was deployed since takes part in new builds only.
    """
    from generator.cli import reaching, repeating

    return repeating.retry(name, reaching.reach(where, name), asked, follow=follow)
