"""`amifactory explain`."""

from __future__ import annotations

import click


@click.command(epilog="Example: amifactory explain AF320")
@click.argument("code", required=False)
def command(code: str | None) -> None:
    """Explain a finding's code at length.

    What it means, why it matters and where the rule comes from. Without CODE, lists all codes.
    """
    from generator.cli import explaining
    from generator.cli.streams import out

    if code is None:
        out(explaining.listing())
        return
    explained = explaining.explained(code.upper())
    if not explained:
        raise click.BadParameter(explaining.unknown(code), param_hint="CODE")
    out(explained)
