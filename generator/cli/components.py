"""`amifactory components`: the library, and a first document of one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from generator.cli import options
from generator.cli.commands import Commands
from generator.cli.shelf_options import complete_names, platform_option, text_or_json

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

COMMANDS = {
    "show": "Show a document of the library; `show` may be left out.",
    "new": "Write a first document of your own, with comments.",
}
"""Commands and their first help line."""


class Components(Commands):
    """Commands by name; the name of a component is short for showing it."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command: `show` for every name that is none."""
        if args[0] in self.summaries or args[0].startswith("-") or ctx.resilient_parsing:
            return super().resolve_command(ctx, args)
        return "show", self.get_command(ctx, "show"), args

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Names of components too."""
        return [*super().shell_complete(ctx, incomplete), *complete_names(incomplete)]


@click.group(
    cls=Components,
    summaries=COMMANDS,
    modules="generator.cli.components_{}",
    invoke_without_command=True,
    subcommand_metavar="[NAME | COMMAND [ARGS]...]",
    epilog="Example: amifactory components hardening",
)
@platform_option("Only components of a platform.")
@text_or_json
@options.pass_asked
@click.pass_context
def command(ctx: click.Context, asked: options.Asked, platform: str | None) -> None:
    """List the library, or show a document of it.

    A payload uses a component by its name: `components: [{name: hardening}]`, a test likewise
    under `tests`. Those managed by AWS are used the same way. docs/components.md says more.
    """
    if ctx.invoked_subcommand is not None:
        _nothing_before_new(ctx)
        return
    from generator.cli import shelf
    from generator.cli.shelf_json import listing_json
    from generator.cli.shelf_text import listing
    from generator.cli.streams import out

    write = listing_json if asked.findings == "json" else listing
    out(write(shelf.items(platform)))


def _nothing_before_new(ctx: click.Context) -> None:
    """What narrows the list means nothing to a document that is about to be written."""
    for name in ("platform", "format"):
        given = ctx.get_parameter_source(name) is ParameterSource.COMMANDLINE
        if given and ctx.invoked_subcommand == "new":
            raise click.UsageError(f"--{name} belongs after new", ctx)
