"""`amifactory redistribute`."""

from __future__ import annotations

import click

from generator.cli import options, remote, watching


@click.command(epilog="Example: amifactory redistribute web/webserver --follow")
@click.argument("name")
@click.option(
    "--role",
    metavar="NAME",
    help="Name or ARN of the role that Image Builder assumes; the pipeline's execution role.",
)
@watching.option
@remote.options
@remote.text_or_json
@options.color
@options.pass_asked
def command(
    asked: options.Asked, where: remote.Where, name: str, role: str | None, *, follow: bool
) -> int:
    """Distribute the newest image again, without building it.

    Copies and shares its AMI as the pipeline is set to now: to regions and accounts that were
    added since, for example. NAME is the image, factory/image or its pipeline; or the ARN of a
    build. AMIs that went elsewhere before stay there. Image Builder does this as a build of its
    own, and always under a role that it assumes.
    """
    from generator.cli import reaching, repeating

    reached = reaching.reach(where, name)
    return repeating.redistribute(name, role, reached, asked, follow=follow)
