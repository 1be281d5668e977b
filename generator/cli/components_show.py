"""`amifactory components show`."""

from __future__ import annotations

import click

from generator.cli import options
from generator.cli.shelf_options import complete_names, platform_option, text_or_json


@click.command(epilog="Example: amifactory components show packages --platform linux")
@click.argument("name", shell_complete=lambda _ctx, _parameter, begun: complete_names(begun))
@platform_option("Only the document for a platform.")
@click.option("--version", metavar="VERSION", help="Which version, for example 1.x.x.")
@text_or_json
@options.pass_asked
@click.pass_context
def command(
    ctx: click.Context, asked: options.Asked, name: str, platform: str | None, version: str | None
) -> None:
    """Show a document of the library.

    Its parameters and how a payload uses it stand above it, as comments: what is printed is the
    document. A name that both platforms have shows both. Of those that AWS manages, AWS has the
    documents: only what they do is shown.
    """
    from generator.cli import shelf
    from generator.cli.shelf_json import shown_json
    from generator.cli.shelf_text import shown
    from generator.cli.streams import out

    if platform is None and ctx.parent is not None:
        platform = ctx.parent.params.get("platform")
    items = shelf.find(name, platform, version)
    if not items:
        raise click.BadParameter(shelf.unknown(name, platform, version), param_hint="NAME")
    out(shown_json(items) if asked.findings == "json" else shown(items))
