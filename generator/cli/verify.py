"""`amifactory verify`."""

from __future__ import annotations

import re

import click

from generator.cli import options, remote


def _digest(_ctx: click.Context, _parameter: click.Parameter, value: str | None) -> str:
    digest = (value or "").removeprefix("sha256:").lower()
    if value is not None and not re.fullmatch(r"[0-9a-f]{64}", digest):
        raise click.BadParameter("a SHA-256 digest has 64 hex digits")
    return digest


@click.command(epilog="Example: amifactory verify 'https://console.aws.amazon.com/...' web.yaml")
@click.argument("url", metavar="LINK")
@click.argument("files", nargs=-1, type=click.Path(), metavar="[PAYLOAD]...")
@click.option("--sha256", metavar="HEX", callback=_digest, help="What the digest should be.")
@options.engine
@remote.options
@remote.text_or_json
@options.suppress
@options.color
@options.pass_asked
def command(
    asked: options.Asked,
    url: str,
    files: tuple[str, ...],
    sha256: str,
    engines: tuple[str, ...],
    where: remote.Where,
) -> int:
    """Show what a launch link opens, and check its template.

    LINK is a launch link or the URL of a template in S3; quote it, for it has characters that
    shells know. Reads the template with your credentials and compares its digest with --sha256,
    with the one in its key, and with what each PAYLOAD generates now. Exits 5 when one of them
    differs, 4 when the template cannot be read or there is nothing to compare it with.
    """
    from generator.cli import accepting, verifying

    order = verifying.Order(url, files, accepting.suppressions(asked.suppress), engines, sha256)
    return verifying.run(order, where, asked)
