"""Options and arguments that commands share."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Any

import click

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

FINDING_FORMATS = ("text", "json", "github", "sarif")

payloads: Decorator = click.argument(
    "files", nargs=-1, required=True, type=click.Path(), metavar="PAYLOAD..."
)


def finding_format(name: str = "--format") -> Decorator:
    """How findings are printed."""
    return click.option(
        name,
        "findings",
        type=click.Choice(FINDING_FORMATS),
        default=lambda: "github" if os.environ.get("GITHUB_ACTIONS") == "true" else "text",
        show_default="text; github in GitHub Actions",
        help="How findings are printed.",
    )


def _suppressions(
    _ctx: click.Context, _parameter: click.Parameter, values: tuple[str, ...]
) -> tuple[tuple[str, str], ...]:
    pairs = []
    for value in values:
        code, separator, reason = value.partition("=")
        if not separator or not reason.strip():
            raise click.BadParameter(
                f'"{value}" gives no reason; write CODE=REASON, '
                "for example --suppress 'AF320=pinned by the release process'"
            )
        pairs.append((code, reason.strip()))
    return tuple(pairs)


suppress: Decorator = click.option(
    "--suppress",
    multiple=True,
    metavar="CODE=REASON",
    callback=_suppressions,
    help="Accept a finding, with a reason. Repeatable.",
)

color: Decorator = click.option(
    "--color",
    type=click.Choice(("auto", "always", "never")),
    default="auto",
    show_default=True,
    help="Colour in text output.",
)


def colored(choice: str) -> bool:
    """Whether to colour standard output: asked for, or a terminal and not refused.

    NO_COLOR (https://no-color.org) and TERM=dumb refuse; FORCE_COLOR asks.
    """
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return bool(os.environ.get("FORCE_COLOR")) or sys.stdout.isatty()
