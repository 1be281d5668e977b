"""Machines that are really made here: with bubblewrap, over this host's own /."""

from __future__ import annotations

import time
from functools import cache

import pytest

from generator.sandbox.choose import HOST, Order, Sandbox, choose
from generator.sandbox.limits import GIB, MIB, Deadline, Limits
from generator.sandbox.unavailable import UnavailableError

TIGHT = Limits(
    processes=60,
    memory=200 * MIB,
    file_size=8 * MIB,
    disk=GIB,
    output=8 * MIB,
    kept=10_000,
    lines=50,
)
"""Limits that hostile documents reach at once."""


def machines(limits: Limits = TIGHT, **order: object) -> Sandbox:
    """Machines over this host's own /."""
    asked = {"sandbox": "bwrap", "root": HOST, **order}
    return choose(Order(limits, Deadline(time.monotonic), **asked), lambda _: None)


@cache
def why_not() -> str:
    """Why no machine can be made here; empty when one can."""
    try:
        made = machines()
    except UnavailableError as error:
        return f"no rehearsals here: {error.message}"
    made.close()
    return ""


def need_machines() -> None:
    """Skip a test where no machine can be made."""
    if why_not():
        pytest.skip(why_not())
