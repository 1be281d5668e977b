"""`amifactory components new`."""

from __future__ import annotations

import re
from pathlib import Path

import click

from generator.cli.shelf_options import PLATFORMS

SUFFIXES = (".yaml", ".yml")


def _name(_ctx: click.Context, _parameter: click.Parameter, name: str) -> str:
    """It stands in YAML as it is, and names the component in AWS's console."""
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9-]{1,62}[A-Za-z0-9]", name):
        raise click.BadParameter(
            f'"{name}" is no name for a component: letters, digits and hyphens, at least three '
            "and at most 64, with a letter first and no hyphen last"
        )
    return name


def _output(_ctx: click.Context, _parameter: click.Parameter, output: str | None) -> str | None:
    """The file's name stands in the document's comments."""
    if output is None or output == "-":
        return output
    file = Path(output).name
    if not re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9._-]*", file) or not file.endswith(SUFFIXES):
        raise click.BadParameter(
            f'"{output}" does not end in a name of letters, digits, dots, hyphens and '
            "underscores with .yaml behind it"
        )
    return output


@click.command(epilog="Example: amifactory components new web-server")
@click.argument("name", callback=_name)
@click.option(
    "--platform",
    type=click.Choice(PLATFORMS),
    default="linux",
    show_default=True,
    help="What the component is for.",
)
@click.option("--test", "is_test", is_flag=True, help="A test, which runs on the finished image.")
@click.option(
    "--output",
    metavar="FILE",
    callback=_output,
    show_default="NAME.yaml",
    help="Where to write it, beside the payload that will use it; - prints it.",
)
def command(name: str, platform: str, is_test: bool, output: str | None) -> None:
    """Write a first document of your own, with comments.

    It is small and whole: `amifactory check` finds nothing in it, and a payload in the same
    folder can use it at once. The comments say what its parts are for. An existing file is never
    overwritten.
    """
    from generator.cli import scaffolding

    scaffolding.run(scaffolding.Wanted(name, platform, is_test, output or f"{name}.yaml"))
