"""`amifactory explain`."""

from __future__ import annotations

import click


@click.command(epilog="Example: amifactory explain AF320")
@click.argument("code", required=False)
def command(code: str | None) -> None:
    """Explain a finding's code at length; without CODE, list them all."""
    from generator.catalogue import catalogue
    from generator.payload.fields import near

    codes = catalogue()
    if code is None:
        for known in codes.values():
            click.echo(f"{known.id}  {known.severity.value:<7}  {known.title}")
        return
    found = codes.get(code.upper())
    if found is None:
        hint = near(code.upper(), tuple(codes)) or "`amifactory explain` lists all codes"
        raise click.BadParameter(f'there is no code "{code}"; {hint}', param_hint="CODE")
    click.echo(f"{found.id} {found.severity.value}: {found.title}\n\n{found.explain}")
    if found.source:
        click.echo(f"\nSource: {found.source}")
