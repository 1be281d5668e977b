"""What `deploy --destinations` does: the role for copies into the accounts that receive them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

import click

from generator.cli.options import Asked
from generator.cli.remote import Where
from generator.errors import Exit

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

_UNIT = re.compile(r"ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}|r-[0-9a-z]{4,32}")
"""An organizational unit or a root (Organizations, CreateOrganizationalUnit)."""


@dataclass(frozen=True, slots=True)
class Destinations:
    """What was asked for; `command` gets None without --destinations."""

    accounts: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    delegated_admin: bool = False
    source: str = ""
    """Account that builds; empty for the one in use."""
    remove: bool = False


def options(command: Callable[..., Any]) -> Callable[..., Any]:
    """--destinations and what goes with it; the command gets them as `destinations`."""

    @click.option(
        "--destinations",
        "wanted",
        is_flag=True,
        help="Prepare the accounts that receive copies instead, by a StackSet.",
    )
    @click.option(
        "--accounts",
        multiple=True,
        metavar="ID[,ID]",
        help="With --destinations: these accounts instead of the payloads'. Repeatable.",
    )
    @click.option(
        "--organizational-unit",
        "units",
        multiple=True,
        metavar="OU",
        help="With --destinations: all accounts of a unit, also future ones. Repeatable.",
    )
    @click.option(
        "--delegated-admin",
        is_flag=True,
        help="With --organizational-unit: act as a delegated administrator.",
    )
    @click.option(
        "--source-account",
        metavar="ID",
        help="With --destinations: the account that builds, if it is another one.",
    )
    @click.option(
        "--remove",
        is_flag=True,
        help="With --destinations: take out accounts that are not asked for.",
    )
    @wraps(command)
    def with_destinations(
        *args: Any,
        wanted: bool,
        accounts: tuple[str, ...],
        units: tuple[str, ...],
        delegated_admin: bool,
        source_account: str | None,
        remove: bool,
        **rest: Any,
    ) -> Any:
        given = Destinations(
            accounts=_accounts("--accounts", accounts),
            units=_units(units),
            delegated_admin=delegated_admin,
            source="".join(_accounts("--source-account", (source_account or "",))),
            remove=remove,
        )
        if not wanted and given != Destinations():
            raise click.UsageError("these options need --destinations: see --help")
        if wanted:
            _alone(click.get_current_context())
        _go_together(given)
        return command(*args, destinations=given if wanted else None, **rest)

    return with_destinations


def _accounts(option: str, given: tuple[str, ...]) -> tuple[str, ...]:
    found = [each.strip() for value in given for each in value.split(",") if each.strip()]
    for each in found:
        if not re.fullmatch(r"[0-9]{12}", each):
            raise click.UsageError(f'{option}: "{each}" is not an account id of 12 digits')
    return tuple(dict.fromkeys(found))


def _units(given: tuple[str, ...]) -> tuple[str, ...]:
    for each in given:
        if not _UNIT.fullmatch(each):
            raise click.UsageError(
                f'--organizational-unit: "{each}" is not the id of a unit, such as ou-ab12-cdefgh34'
            )
    return tuple(dict.fromkeys(given))


_KNOWN = frozenset(
    (
        *("wanted", "accounts", "units", "delegated_admin", "source_account", "remove"),
        *("files", "yes", "allow_replace", "region", "profile", "format", "suppress", "color"),
    )
)
"""Parameters that mean something together with --destinations."""


def _alone(ctx: click.Context) -> None:
    """Options about stacks say nothing about a StackSet: none is passed over in silence."""
    from click.core import ParameterSource

    for each in ctx.command.params:
        given = ctx.get_parameter_source(each.name or "") is ParameterSource.COMMANDLINE
        if given and each.name not in _KNOWN:
            raise click.UsageError(f"{each.opts[0]} does not go with --destinations")


def _go_together(given: Destinations) -> None:
    if given.accounts and given.units:
        raise click.UsageError("give --accounts or --organizational-unit, not both")
    if given.delegated_admin and not given.units:
        raise click.UsageError("--delegated-admin goes with --organizational-unit")


def run(
    files: tuple[str, ...],
    given: Destinations,
    where: Where,
    asked: Asked,
    *,
    yes: bool = False,
    change_source: bool = False,
) -> Exit:
    """Prepare the accounts; 1 when it failed in one of them.

    `change_source` (`--allow-replace`) lets the StackSet trust another account than it does.

    Raises:
        click.UsageError: when it has to be confirmed and nobody can be asked.
        AccessError, RemoteError: when AWS cannot be used, or refuses.
    """
    from generator.cli import accepting, reporting
    from generator.cli.destinations_deployment import Deployment
    from generator.cli.destinations_receivers import receivers

    payloads = receivers(files, accepting.suppressions(asked.suppress))
    if payloads.unread or payloads.report.failed:
        return reporting.finish(payloads.report, asked, payloads.unread)
    asked.aside = not asked.for_programs
    if payloads.report.findings and not asked.for_programs:
        reporting.show(payloads.report, asked)
    if not (given.accounts or given.units or payloads.accounts):
        raise click.UsageError(
            "no image is copied to another account (copyToAccounts), and none is named; add "
            "--accounts or --organizational-unit"
        )
    place = where.pinned(payloads.region, files[0]).place()
    deployment = Deployment(given, payloads, place, where, asked)
    return deployment.run(yes=yes, change_source=change_source)
