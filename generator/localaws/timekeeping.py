"""moto on our clock: what it dates, it dates in simulated time."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

from generator.localaws.clock import clock


def utcnow() -> datetime:
    """Now, in UTC and naive as moto wants it; real time unless somebody simulates."""
    now = clock.now() if clock.used else datetime.now(UTC)
    return now.replace(tzinfo=None)


def plug() -> None:
    """Put our clock under every name that moto has for the time."""
    from moto.core import utils

    theirs = utils.utcnow
    for name, module in list(sys.modules.items()):
        if name.startswith("moto.") and getattr(module, "utcnow", None) is theirs:
            vars(module)["utcnow"] = utcnow
