"""The one door: commands by name, and every error as a message with an exit code."""

from __future__ import annotations

import importlib
import os
import sys
from typing import NoReturn

import click

from generator.cli import streams
from generator.cli.options import Asked
from generator.errors import Exit

PROGRAM = "amifactory"
COMPLETE = "_AMIFACTORY_COMPLETE"
"""Set by the shell's completion script, to what it wants."""

COMMANDS = {
    "init": "Write a first payload, with comments.",
    "check": "Check payloads; write nothing.",
    "generate": "Write the CloudFormation templates of payloads.",
    "lint": "Lint payloads or templates with AWS's engine and cfn-lint.",
    "schema": "Print the JSON Schema of payloads, for editors.",
    "explain": "Explain a finding's code at length.",
    "components": "List the library, or show a document of it.",
    "policy": "Write policies that lock launches to approved images.",
    "classic": "Send payloads to a classic factory: print or invoke the event.",
    "completion": "Print the completion script of a shell.",
}
"""Commands and their first help line, here so that `--help` imports none of them."""


class Commands(click.Group):
    """Commands that are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # as click calls it
        """All names, in the order of a first day with the tool."""
        return list(COMMANDS)

    def get_command(
        self,
        ctx: click.Context,  # noqa: ARG002  # as click calls it
        cmd_name: str,
    ) -> click.Command | None:
        """Import the command's module."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"generator.cli.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; for a name that is none, suggest one."""
        if args[0] in COMMANDS or args[0].startswith("-") or ctx.resilient_parsing:
            return super().resolve_command(ctx, args)
        raise click.UsageError(f'there is no command "{args[0]}"{_did_you_mean(args[0])}', ctx)

    def format_commands(
        self,
        ctx: click.Context,  # noqa: ARG002  # as click calls it
        formatter: click.HelpFormatter,
    ) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


def _did_you_mean(name: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, COMMANDS, n=1)
    return f'; did you mean "{near[0]}"?' if near else ""


def _version(ctx: click.Context, _parameter: click.Parameter, asked: bool) -> None:
    if not asked or ctx.resilient_parsing:
        return
    from generator.cli.version import version_line

    streams.out(f"{version_line()}\n")
    ctx.exit()


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Example: amifactory generate payloads/classic.json",
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_version,
    help="Print the version and exit.",
)
def cli() -> None:
    """Golden AMIs on AWS from a short payload.

    A payload names images; amifactory writes the CloudFormation that builds them with EC2
    Image Builder, and tells every mistake at its line.
    """


def main() -> NoReturn:
    """Run the command line and exit."""
    streams.prepare()
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command; every way it can end is an exit code.

    Exit codes: `generator.errors.Exit`.
    """
    asked = Asked()
    try:
        return _dispatch(arguments, asked)
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except (KeyboardInterrupt, click.Abort):
        streams.err("interrupted\n")
        return Exit.INTERRUPTED
    except BrokenPipeError:  # from click's own printing of help
        streams.silence()
        return Exit.DONE
    except Exception as error:  # noqa: BLE001  # the last resort: what is not ours is a bug
        from generator.cli import failing

        return failing.answer(error, asked, arguments)


def _dispatch(arguments: list[str], asked: Asked) -> int:
    """What click's own `main` does, less its ways with errors."""
    completing = os.environ.get(COMPLETE)
    if completing:
        from click.shell_completion import shell_complete

        return shell_complete(cli, {}, PROGRAM, COMPLETE, completing)
    with cli.make_context(PROGRAM, arguments, obj=asked) as ctx:
        status = cli.invoke(ctx)
    return status if isinstance(status, int) else Exit.DONE
