"""The one door: commands by name, and every error as a message with an exit code."""

from __future__ import annotations

import os
import sys
from typing import NoReturn

import click

from generator.cli import streams
from generator.cli.commands import Commands
from generator.cli.options import Asked
from generator.errors import Exit

PROGRAM = "amifactory"
COMPLETE = "_AMIFACTORY_COMPLETE"
"""Set by the shell's completion script, to what it wants."""

COMMANDS = {
    "init": "Write a first payload, with comments.",
    "check": "Check payloads; write nothing.",
    "lock": "Record which bootstrap scripts builds may run.",
    "generate": "Write the CloudFormation templates of payloads.",
    "lint": "Lint payloads or templates with AWS's engine and cfn-lint.",
    "rehearse": "Run component documents here, on a machine that is thrown away.",
    "plan": "Show what deploying payloads would change.",
    "deploy": "Create or update the stacks of payloads.",
    "status": "Show how the stacks of factories are.",
    "build": "Build an image now.",
    "images": "List the images that exist.",
    "logs": "Show or export the log of a build.",
    "retry": "Go on with a build that failed or was cancelled.",
    "cancel": "Cancel the build of an image.",
    "redistribute": "Distribute the newest image again, without building it.",
    "destroy": "Delete stacks, after asking.",
    "publish": "Put templates into a bucket, with buttons that launch them.",
    "verify": "Show what a launch link opens, and check its template.",
    "local": "Start an emulated AWS here, to try things without an account.",
    "schema": "Print the JSON Schema of payloads, for editors.",
    "explain": "Explain a finding's code at length.",
    "components": "List the library, or show a document of it.",
    "policy": "Write policies that lock launches to approved images.",
    "classic": "Send payloads to a classic factory: print or invoke the event.",
    "completion": "Print the completion script of a shell.",
}
"""Commands and their first help line."""


def _version(ctx: click.Context, _parameter: click.Parameter, asked: bool) -> None:
    if not asked or ctx.resilient_parsing:
        return
    from generator.cli.version import version_line

    streams.out(f"{version_line()}\n")
    ctx.exit()


@click.group(
    cls=Commands,
    summaries=COMMANDS,
    modules="generator.cli.{}",
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
