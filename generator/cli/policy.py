"""`amifactory policy`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from generator.cli import options

KINDS = ("user", "scp", "allowed-images", "declarative", "all")
PRINT = Path("-")

Callback = Callable[[click.Context, click.Parameter, Any], Any]


def _read_by(reader: str) -> Callback:
    """Read one value, or each of several, by a function of `classic.policy.values`."""

    def callback(_ctx: click.Context, _parameter: click.Parameter, value: Any) -> Any:
        from generator.classic.policy import values

        read = getattr(values, reader)
        try:
            return read(value) if isinstance(value, str) else tuple(map(read, value))
        except values.RefusedError as error:
            raise click.BadParameter(f"{error.message}; {error.hint}") from error

    return callback


def _named(_ctx: click.Context, _parameter: click.Parameter, folder: str) -> Path:
    if not folder:
        raise click.BadParameter("the folder has no name; is a shell variable empty?")
    return Path(folder)


@click.command(epilog="Example: amifactory policy payloads/classic.json --account 111122223333")
@click.argument("payload", required=False, type=click.Path(), metavar="[PAYLOAD]")
@click.option(
    "--kind",
    type=click.Choice(KINDS),
    default="all",
    show_default=True,
    help="Which policy to write.",
)
@click.option(
    "--account",
    required=True,
    metavar="ID",
    callback=_read_by("read_account"),
    help="The factory's account, which owns the approved images.",
)
@click.option(
    "--owner",
    "owners",
    multiple=True,
    metavar="ID",
    callback=_read_by("read_owner"),
    help="Another account, all of whose images are approved; or aws-marketplace, "
    "aws-backup-vault. Repeatable.",
)
@click.option(
    "--allow-amazon/--no-allow-amazon",
    "amazon",
    default=True,
    show_default=True,
    help="Approve the images of Amazon and of providers that AWS calls verified.",
)
@click.option(
    "--image-name",
    "image_names",
    multiple=True,
    metavar="PATTERN",
    callback=_read_by("read_image_name"),
    help="Approve only images of the factory with such a name; replaces the names of PAYLOAD. "
    "Repeatable.",
)
@click.option(
    "--watermark",
    "watermarks",
    multiple=True,
    metavar="NAME",
    callback=_read_by("read_watermark"),
    help="Approve only images of the factory with such a watermark; replaces those of PAYLOAD. "
    "Repeatable.",
)
@click.option(
    "--max-age-days",
    type=click.IntRange(1, 2_147_483_647),
    metavar="N",
    help="Approve only images of the factory that are at most so old.",
)
@click.option(
    "--exempt-role",
    "exempt",
    multiple=True,
    metavar="PATTERN",
    callback=_read_by("read_role"),
    help="A role in the factory's account, or an ARN, to which nothing applies. Repeatable.",
)
@click.option(
    "--partition",
    type=click.Choice(("aws", "aws-cn", "aws-us-gov")),
    help="Apply in one partition only; in all of them by default.",
)
@click.option("--enforce", is_flag=True, help="Begin in force, not in audit mode.")
@click.option(
    "-o",
    "--output",
    type=click.Path(),
    metavar="FOLDER",
    default="-",
    show_default=True,
    callback=_named,
    help="Folder for the policies; - prints them.",
)
@options.finding_format("--findings")
@options.color
@options.pass_asked
def command(
    asked: options.Asked, /, payload: str | None, kind: str, output: Path, **flags: Any
) -> int:
    """Write policies that lock launches to approved images.

    Four kinds, from one user to a whole organization: an IAM policy, a service control policy
    (scp), EC2's Allowed AMIs, a declarative policy of AWS Organizations. Names and watermarks of
    the approved images come from PAYLOAD, or from the options. Each policy comes with what it
    stops, what it does not, and the commands that put it in place: in a text beside it, or on
    standard error. docs/launch-lock.md tells which to choose.
    """
    from generator.cli import policing, reporting

    policing.refuse_idle(kind, flags)
    asked.aside = output == PRINT
    loaded = policing.load(payload)
    status = reporting.finish(policing.report(loaded), asked, quiet=True)
    if status:
        return status
    made = policing.make(kind, loaded.payload if loaded else None, flags)
    if asked.aside:
        return policing.show(made, together=kind == "all")
    return policing.write(made, output, payload, asked)
