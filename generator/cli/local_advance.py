"""`amifactory local advance`."""

from __future__ import annotations

import click


@click.command(epilog="Example: amifactory local advance 7d")
@click.argument("duration", metavar="DURATION")
def command(duration: str) -> None:
    """Move the time of the local AWS on by DURATION, and let happen what falls due.

    DURATION is a number with a unit: 90s, 45m, 12h, 7d or 2w. Talks to the local AWS that
    AWS_ENDPOINT_URL names.
    """
    from generator.cli import steering, streams

    answer = steering.post("clock", {"advance": steering.seconds(duration)})
    streams.out(f"emulated: it is now {steering.moment(answer['now'])}\n")
