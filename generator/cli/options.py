"""Options and arguments that commands share."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Any

import click

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

IMAGE_BUILDER, CLASSIC = "image-builder", "classic"
ENGINES = (IMAGE_BUILDER, CLASSIC)
FINDING_FORMATS = ("text", "json", "github", "sarif")


class Asked:
    """How findings are to be shown and which are accepted: click's object of the whole run.

    The door has it too, so that an error comes in the format that was asked for. No dataclass:
    `--help` is quicker without.
    """

    def __init__(self) -> None:
        self.findings = "text"
        self.color = "auto"
        self.suppress: tuple[tuple[str, str], ...] = ()
        self.aside = False
        """Findings go to standard error, because standard output carries templates."""

    @property
    def for_programs(self) -> bool:
        """Findings are one document, and nothing else may stand where it goes."""
        return self.findings in ("json", "sarif")

    @property
    def colored(self) -> bool:
        """Whether to colour: asked for, or a terminal and not refused.

        NO_COLOR (https://no-color.org) refuses; FORCE_COLOR asks; TERM=dumb has no colour.
        """
        if self.color != "auto":
            return self.color == "always"
        if os.environ.get("NO_COLOR"):
            return False
        if os.environ.get("FORCE_COLOR"):
            return True
        stream = sys.stderr if self.aside else sys.stdout
        return os.environ.get("TERM") != "dumb" and stream is not None and stream.isatty()


pass_asked = click.make_pass_decorator(Asked, ensure=True)


def finding_format(name: str = "--format") -> Decorator:
    """How findings are printed; read first, so that errors about other options obey it."""
    return click.option(
        name,
        "findings",
        type=click.Choice(FINDING_FORMATS),
        default=lambda: "github" if os.environ.get("GITHUB_ACTIONS") == "true" else "text",
        show_default="text; github in GitHub Actions",
        is_eager=True,
        expose_value=False,
        callback=_remember,
        help="How findings are printed.",
    )


def _remember(ctx: click.Context, parameter: click.Parameter, value: Any) -> None:
    if parameter.name:
        setattr(ctx.ensure_object(Asked), parameter.name, value)


def _remember_suppressions(
    ctx: click.Context, parameter: click.Parameter, values: tuple[str, ...]
) -> None:
    pairs = []
    for value in values:
        code, separator, reason = value.partition("=")
        if not separator or not reason.strip():
            raise click.BadParameter(
                f'"{value}" gives no reason; write CODE=REASON, '
                "for example --suppress 'AF320=the URL holds the version'"
            )
        pairs.append((code.strip().upper(), reason.strip()))
    _remember(ctx, parameter, tuple(pairs))


suppress: Decorator = click.option(
    "--suppress",
    multiple=True,
    metavar="CODE=REASON",
    expose_value=False,
    callback=_remember_suppressions,
    help="Accept a finding, with a reason. Repeatable.",
)

color: Decorator = click.option(
    "--color",
    type=click.Choice(("auto", "always", "never")),
    default="auto",
    show_default=True,
    expose_value=False,
    callback=_remember,
    help="Colour in text output.",
)


def _engines(
    _ctx: click.Context, _parameter: click.Parameter, value: str | None
) -> tuple[str, ...]:
    return ENGINES if value is None else (value,)


engine: Decorator = click.option(
    "--engine",
    "engines",
    type=click.Choice(ENGINES),
    callback=_engines,
    show_default="both",
    help="Which engine the images are for.",
)


def _each_once(
    _ctx: click.Context, _parameter: click.Parameter, files: tuple[str, ...]
) -> tuple[str, ...]:
    """Wildcards overlap: a file that is named twice is read once, under its first name.

    A symbolic link is another file, since a payload's own name becomes that of its stack.
    """
    if "" in files:
        raise click.BadParameter("a file has no name; is a shell variable empty?")
    first: dict[tuple[str, str], str] = {}
    for file in files:
        first.setdefault(_place(file), file)
    return tuple(first.values())


def _place(file: str) -> tuple[str, str]:
    folder, name = os.path.split(file)
    return ("", "-") if file == "-" else (os.path.realpath(folder), name)


def files(metavar: str) -> Decorator:
    """One file or more; - is standard input."""
    return click.argument(
        "files",
        nargs=-1,
        required=True,
        type=click.Path(),
        metavar=f"{metavar}...",
        callback=_each_once,
    )
