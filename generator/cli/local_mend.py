"""`amifactory local mend`."""

from __future__ import annotations

import click


@click.command(epilog="Example: amifactory local mend")
def command() -> None:
    """Take back all that was asked for with `amifactory local fail` and has not failed yet.

    What has failed stays as it is. Talks to the local AWS that AWS_ENDPOINT_URL names.
    """
    from generator.cli import steering, streams

    forgotten = steering.post("faults/clear", {})["forgotten"]
    streams.out(f"emulated: nothing will fail any more ({forgotten} taken back)\n")
