"""Options and values that all commands share which use AWS."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from generator.cli.options import Asked

if TYPE_CHECKING:
    from generator.ports.place import Place

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

POLL = "AMIFACTORY_POLL"
"""Environment variable: seconds between two looks at AWS."""
SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Where:
    """Where a command looks for AWS: the region and profile that were asked for."""

    region: str | None = None
    """--region, or AWS_REGION; None leaves it to the profile."""
    profile: str | None = None
    poll: float = SECONDS
    """Seconds between two looks."""
    asked: str = ""
    """What --region said, to be repeated in commands that are suggested."""

    def pinned(self, region: str | None, file: str) -> Where:
        """Where a payload is deployed that may name its region (`factory.region`).

        Raises:
            click.UsageError: when --region names another.
        """
        if region and self.asked and self.asked != region:
            raise click.UsageError(
                f"{file} belongs to {region} (factory.region); leave --region {self.asked} out"
            )
        return replace(self, region=region or self.region)

    def place(self) -> Place:
        """Account and region, as AWS says.

        Raises:
            AccessError: when AWS cannot be asked.
        """
        from generator.aws import identity

        return identity.place(self.region, self.profile)


def options(command: Callable[..., Any]) -> Callable[..., Any]:
    """--region and --profile; the command gets them as `where`, a Where."""

    @click.option(
        "--region", metavar="NAME", help="Region; the payload's, AWS_REGION or the profile's."
    )
    @click.option("--profile", metavar="NAME", help="Profile of AWS's configuration to use.")
    @wraps(command)
    def with_where(*args: Any, region: str | None, profile: str | None, **rest: Any) -> Any:
        here = region or os.environ.get("AWS_REGION") or None
        return command(*args, where=Where(here, profile, poll_seconds(), region or ""), **rest)

    return with_where


def poll_seconds() -> float:
    """Seconds between two looks at AWS, by AMIFACTORY_POLL.

    Raises:
        click.UsageError: when that is no number above zero.
    """
    said = os.environ.get(POLL)
    if not said:
        return SECONDS
    try:
        seconds = float(said)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < 3600:
        raise click.UsageError(f'{POLL} is "{said}"; give seconds, for example {POLL}=2')
    return seconds


def _remember(ctx: click.Context, _parameter: click.Parameter, value: str) -> None:
    ctx.ensure_object(Asked).findings = value


text_or_json: Decorator = click.option(
    "--format",
    type=click.Choice(("text", "json")),
    default="text",
    show_default=True,
    is_eager=True,
    expose_value=False,
    callback=_remember,
    help="How results are printed.",
)
"""--format; the command reads it as `asked.findings`, as errors do."""
