"""Options of `components`, which may stand before a name and behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from generator.cli import options

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

PLATFORMS = ("linux", "windows")


def platform_option(about: str) -> options.Decorator:
    """--platform; None when it is not given."""
    return click.option("--platform", type=click.Choice(PLATFORMS), help=about)


def complete_names(incomplete: str) -> list[CompletionItem]:
    """Names of the library that begin so; none while an option is being typed."""
    from click.shell_completion import CompletionItem

    from generator.cli import shelf

    if incomplete.startswith("-"):
        return []
    names = {each.name for each in shelf.items(None) if each.name.startswith(incomplete)}
    return [CompletionItem(name) for name in sorted(names)]


def _remember_given(
    ctx: click.Context, _parameter: click.Parameter, value: str | None
) -> str | None:
    """Behind a name nothing is said by default, so that what was said before it stands."""
    if value is not None:
        ctx.ensure_object(options.Asked).findings = value
    return value


text_or_json: options.Decorator = click.option(
    "--format",
    type=click.Choice(("text", "json")),
    show_default="text",
    is_eager=True,
    expose_value=False,
    callback=_remember_given,
    help="How results are printed.",
)
"""--format; the command reads it as `asked.findings`, as errors do."""
