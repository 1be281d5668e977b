"""The one door: commands by name, and every error as a message with an exit code."""

from __future__ import annotations

import importlib
import os
import sys
from typing import NoReturn

import click

from generator.errors import AmiFactoryError, Exit

COMMANDS = {
    "init": "Write a first payload, with comments.",
    "check": "Check payloads; write nothing.",
    "generate": "Write the CloudFormation templates of payloads.",
    "lint": "Lint payloads or templates with AWS's engine and cfn-lint.",
    "schema": "Print the JSON Schema of payloads, for editors.",
    "explain": "Explain a finding's code at length.",
    "components": "List the library, or show a document of it.",
    "completion": "Print the completion script of a shell.",
}
"""Commands and their first help line, here so that `--help` imports none of them."""

ISSUES = "https://github.com/amifactory/amifactory/issues"


class Commands(click.Group):
    """Commands that are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"generator.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


def _version(ctx: click.Context, _parameter: click.Parameter, asked: bool) -> None:
    if not asked or ctx.resilient_parsing:
        return
    from generator.cli.version import version_line

    click.echo(version_line())
    ctx.exit()


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "AMIFACTORY"},
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
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command; every way it can end is an exit code.

    Exit codes: `generator.errors.Exit`.
    """
    try:
        result = cli.main(arguments, prog_name="amifactory", standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except click.Abort:
        return Exit.INTERRUPTED
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except AmiFactoryError as error:
        say(error)
        return error.exit_code
    except KeyboardInterrupt:
        click.echo("interrupted", err=True)
        return Exit.INTERRUPTED
    except BrokenPipeError:
        return _quietly()
    except Exception as error:  # noqa: BLE001  # the last resort: a bug, said as one
        return _bug(error, arguments)
    return result if isinstance(result, int) else Exit.DONE


def say(error: AmiFactoryError) -> None:
    """Print an error for people, on the stream for people."""
    from generator.present.foreign import harmless

    click.echo(f"error: {harmless(error.message)}", err=True)
    if error.hint:
        click.echo(f"  hint: {harmless(error.hint)}", err=True)


def _quietly() -> int:
    """The reader of a pipe has gone; keep Python from complaining at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return Exit.DONE


def _bug(error: Exception, arguments: list[str]) -> int:
    """Say that this is our fault, and what to paste."""
    import traceback

    from generator.cli.version import version_line

    report = "".join(traceback.format_exception(error))
    click.echo(
        f"error: this is a bug in amifactory, not in your files\n"
        f"  hint: report it at {ISSUES} with the text below; remove what is confidential\n\n"
        f"```\n{version_line()}\namifactory {' '.join(arguments)}\n{report}```",
        err=True,
    )
    return Exit.BUG
