"""`amifactory local status`."""

from __future__ import annotations

import click

from generator.cli import options, remote


@click.command(epilog="Example: amifactory local status --format json")
@remote.text_or_json
@options.pass_asked
def command(asked: options.Asked) -> None:
    """Show the time of the local AWS, what is to happen in it and what is to fail.

    Talks to the one that AWS_ENDPOINT_URL names.
    """
    from generator.cli import steering

    steering.tell_status(steering.get("status"), asked)
