"""`amifactory local`: the local AWS, and what only a local AWS has."""

from __future__ import annotations

import click
from click.core import ParameterSource

from generator.cli.commands import Commands
from generator.cli.emulating import hosting_options

COMMANDS = {
    "run": "Run a command against a local AWS of its own.",
    "status": "Show what a running local AWS does.",
    "advance": "Move its time on.",
    "fail": "Let something fail in it.",
    "mend": "Let nothing fail in it any more.",
    "fire": "Let a schedule fire in it now.",
}
"""Commands and their first help line."""


@click.group(
    cls=Commands,
    summaries=COMMANDS,
    modules="generator.cli.local_{}",
    invoke_without_command=True,
    epilog="Example: amifactory local --state aws.state",
)
@hosting_options
@click.pass_context
def command(
    ctx: click.Context,
    port: int,
    speed: float,
    state: str | None,
    region: str,
    rehearse: str | None,
) -> int | None:
    """Start an emulated AWS here, to try things without an account.

    Nothing in it is real: no AMI is made and nothing costs anything. It answers programs on this
    machine until Ctrl-C, with everything that the generated templates, their builds and the
    classic engine need. Time runs faster than real time. docs/local-aws.md lists what it imitates
    and where that is known from.
    """
    if ctx.invoked_subcommand is not None:
        _nothing_before(ctx)
        return None
    from generator.cli import emulating

    return emulating.serve(emulating.wanted(port, speed, state, region, rehearse))


def _nothing_before(ctx: click.Context) -> None:
    """Options of the server mean nothing before another command's name."""
    for name in ctx.params:
        if ctx.get_parameter_source(name) is ParameterSource.COMMANDLINE:
            raise click.UsageError(f"--{name} belongs after {ctx.invoked_subcommand}", ctx)
