"""Groups whose commands are imported when they are called."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any

import click


class Commands(click.Group):
    """A group that knows its commands by name and first help line, and imports none for help."""

    def __init__(self, *args: Any, summaries: Mapping[str, str], modules: str, **rest: Any) -> None:
        """`modules` is the module of a command, with {} for its name."""
        super().__init__(*args, **rest)
        self.summaries = summaries
        self.modules = modules

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # as click calls it
        """All names, in the order of a first day with the tool."""
        return list(self.summaries)

    def get_command(
        self,
        ctx: click.Context,  # noqa: ARG002  # as click calls it
        cmd_name: str,
    ) -> click.Command | None:
        """Import the command's module."""
        if cmd_name not in self.summaries:
            return None
        module = importlib.import_module(self.modules.format(cmd_name))
        command: click.Command = module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; for a name that is none, suggest one."""
        if args[0] in self.summaries or args[0].startswith("-") or ctx.resilient_parsing:
            return super().resolve_command(ctx, args)
        from difflib import get_close_matches

        near = get_close_matches(args[0], self.summaries, n=1)
        hint = f'; did you mean "{near[0]}"?' if near else ""
        raise click.UsageError(f'there is no command "{args[0]}"{hint}', ctx)

    def format_commands(
        self,
        ctx: click.Context,  # noqa: ARG002  # as click calls it
        formatter: click.HelpFormatter,
    ) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(self.summaries.items()))
