"""`amifactory components`."""

from __future__ import annotations

import click


@click.command(epilog="Example: amifactory components hardening")
@click.argument("name", required=False)
@click.option(
    "--platform", type=click.Choice(("linux", "windows")), help="Only components of a platform."
)
def command(name: str | None, platform: str | None) -> None:
    """List the library, or show a document of it.

    A payload uses a component by its name: `components: [{name: hardening}]`. Those managed by
    AWS are used likewise.
    """
    from generator.cli import shelf
    from generator.cli.streams import out

    if name is None:
        out(shelf.listing(platform))
        return
    shown = shelf.shown(name, platform)
    if not shown:
        raise click.BadParameter(shelf.unknown(name, platform), param_hint="NAME")
    out(shown)
