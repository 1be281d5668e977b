"""`amifactory classic`: a group of commands that are imported when they are called."""

from __future__ import annotations

import click

from generator.cli.commands import Commands

COMMANDS = {
    "event": "Print the event that buildAmi takes.",
    "invoke": "Invoke buildAmi, which starts the builds.",
}
"""Commands and their first help line."""


@click.group(
    cls=Commands,
    summaries=COMMANDS,
    modules="generator.cli.classic_{}",
    epilog="Example: amifactory classic event payloads/classic.json",
)
def command() -> None:
    """Send payloads to a classic factory: print or invoke the event.

    A classic factory is a stack of AmiFactory.yml. Its function buildAmi takes a payload as its
    event, and starts an SSM Automation for each image.
    """
