"""`amifactory lock`."""

from __future__ import annotations

import click

from generator.cli import options


@click.command(epilog="Example: amifactory lock payloads/*.yaml")
@options.files("PAYLOAD")
@click.option(
    "--check", is_flag=True, help="Write nothing; exit 5 when a script is not the locked one."
)
@click.option(
    "--allow-private-hosts", is_flag=True, help="Fetch from servers of this machine's network too."
)
@click.option("--prune", is_flag=True, help="Forget scripts that no PAYLOAD named here uses.")
@click.option("--profile", metavar="NAME", help="Profile of AWS's configuration, for s3:// URLs.")
@options.finding_format("--findings")
@options.suppress
@options.color
@options.pass_asked
def command(
    asked: options.Asked,
    files: tuple[str, ...],
    check: bool,
    allow_private_hosts: bool,
    prune: bool,
    profile: str | None,
) -> int:
    """Record which bootstrap scripts builds may run.

    Fetches the script at each bootstrapUrl of the PAYLOADs and writes its SHA-256, size and the
    day into amifactory.lock beside them; commit that file. From then on builds run that script
    and no other. Run it again after a script has changed: it shows the difference, and which
    images the next build makes anew. Other commands never fetch anything.
    """
    from generator.cli import locking

    order = locking.Order(check, allow_private_hosts, prune, profile)
    return locking.run(files, order, asked)
