"""Accounts that receive copies, as payloads name them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from generator.cli import sharing, wiring
from generator.errors import UnreadableError
from generator.findings import Report
from generator.payload.model import Suppression


@dataclass(frozen=True, slots=True)
class Receivers:
    """Accounts that receive copies from payloads."""

    report: Report
    accounts: tuple[str, ...]
    region: str
    """That the payloads pin; empty when none does, or they disagree."""
    unread: tuple[UnreadableError, ...] = ()


def receivers(files: tuple[str, ...], suppressed: tuple[Suppression, ...]) -> Receivers:
    """All accounts of all payloads, and what was found on the way."""
    found, unread = sharing.results(partial(_receivers, suppressed), files)
    regions = {each.region for each in found if each.region}
    return Receivers(
        report=sharing.together([each.report for each in found]),
        accounts=tuple(sorted({account for each in found for account in each.accounts})),
        region=regions.pop() if len(regions) == 1 else "",
        unread=tuple(unread),
    )


def _receivers(suppressed: tuple[Suppression, ...], file: str) -> Receivers:
    stack = wiring.stack(file, suppressed)
    payload = stack.loaded.payload
    return Receivers(
        report=sharing.slim(stack.report),
        accounts=stack.graph.needs_destination_roles if stack.graph else (),
        region=(payload and payload.factory.region) or "",
    )
