"""`amifactory classic`: a group of commands that are imported when they are called."""

from __future__ import annotations

import importlib

import click

COMMANDS = {
    "event": "Print the event that buildAmi takes.",
    "invoke": "Invoke buildAmi, which starts the builds.",
}
"""Commands and their first help line, here so that `--help` imports none of them."""


class Commands(click.Group):
    """The commands of `classic`."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # as click calls it
        """All names."""
        return list(COMMANDS)

    def get_command(
        self,
        ctx: click.Context,  # noqa: ARG002  # as click calls it
        cmd_name: str,
    ) -> click.Command | None:
        """Import the command's module."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"generator.cli.classic_{cmd_name}")
        command: click.Command = module.command
        return command

    def format_commands(
        self,
        ctx: click.Context,  # noqa: ARG002  # as click calls it
        formatter: click.HelpFormatter,
    ) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=Commands,
    epilog="Example: amifactory classic event payloads/classic.json",
)
def command() -> None:
    """Send payloads to a classic factory: print or invoke the event.

    A classic factory is a stack of AmiFactory.yml. Its function buildAmi takes a payload as its
    event, and starts an SSM Automation for each image.
    """
