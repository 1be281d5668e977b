"""`amifactory local fire`."""

from __future__ import annotations

import os

import click


@click.command(epilog="Example: amifactory local fire web-schedule")
@click.argument("name", metavar="NAME")
@click.option(
    "--region",
    default=lambda: os.environ.get("AWS_REGION") or "eu-west-1",
    show_default="AWS_REGION, or eu-west-1",
    metavar="NAME",
    help="Region of the schedule.",
)
def command(name: str, region: str) -> None:
    """Let the schedule NAME fire now, without waiting for its time.

    NAME is that of an EventBridge rule or schedule. Talks to the local AWS that
    AWS_ENDPOINT_URL names.
    """
    from generator.cli import steering, streams
    from generator.present.foreign import harmless

    steering.post("schedules/fire", {"name": name, "region": region})
    streams.out(f"emulated: {harmless(name)} fired\n")
