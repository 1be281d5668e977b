"""Options that `plan` and `deploy` share."""

from __future__ import annotations

import re

import click

from generator.cli.options import ENGINES, IMAGE_BUILDER, Decorator

_STACK = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,127}")
"""What a stack may be called (CreateChangeSet: StackName)."""
_PARAMETER = re.compile(r"[A-Za-z0-9]{1,255}")


def _stack(_ctx: click.Context, _parameter: click.Parameter, name: str | None) -> str | None:
    if name is not None and not _STACK.fullmatch(name):
        raise click.BadParameter(
            f'"{name}" is no name for a stack: letters, digits and hyphens, a letter first, '
            "128 at most"
        )
    return name


def _pairs(
    _ctx: click.Context, _parameter: click.Parameter, values: tuple[str, ...]
) -> dict[str, str]:
    found: dict[str, str] = {}
    for value in values:
        key, separator, given = value.partition("=")
        if not separator or not _PARAMETER.fullmatch(key):
            raise click.BadParameter(
                f'"{value}" is no KEY=VALUE; write for example --parameter '
                "SubnetId=subnet-0123456789abcdef0"
            )
        if key in found:
            raise click.BadParameter(f"{key} is given twice")
        found[key] = given
    return found


stack_name: Decorator = click.option(
    "--stack-name",
    metavar="NAME",
    callback=_stack,
    help="Name of the stack; the factory's name by default.",
)
parameter: Decorator = click.option(
    "--parameter",
    "parameters",
    multiple=True,
    metavar="KEY=VALUE",
    callback=_pairs,
    help="Value of a parameter of the template. Repeatable.",
)
engine: Decorator = click.option(
    "--engine",
    type=click.Choice(ENGINES),
    default=IMAGE_BUILDER,
    show_default=True,
    help="Which engine builds: one stack a payload, or AmiFactory.yml for all of them.",
)
