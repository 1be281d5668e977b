"""`amifactory local run`."""

from __future__ import annotations

import click

from generator.cli.emulating import hosting_options


@click.command(
    context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False},
    epilog="Example: amifactory local run -- amifactory deploy payloads/web.yaml",
)
@hosting_options
@click.argument("words", nargs=-1, required=True, type=click.UNPROCESSED, metavar="COMMAND...")
def command(
    port: int,
    speed: float,
    state: str | None,
    region: str,
    rehearse: str | None,
    words: tuple[str, ...],
) -> int:
    """Run COMMAND against a local AWS that lives as long as it does.

    COMMAND gets the variables with which programs find the local AWS, and cannot see your
    profiles and keys. Exits as COMMAND does.
    """
    from generator.cli import emulating

    return emulating.run(emulating.wanted(port, speed, state, region, rehearse), words)
