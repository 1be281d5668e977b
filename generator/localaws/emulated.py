"""What the local AWS imitates, and where each piece of that knowledge is from.

Every module that imitates something names it in a constant `EMULATES`; docs/local-aws.md is
written from them.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass

ROOM = "generator.localaws"


@dataclass(frozen=True, slots=True)
class Emulated:
    """One behaviour of AWS that the local AWS imitates."""

    behaviour: str
    """What happens, in one sentence without a full stop."""
    source: str
    """Where that is known from: a botocore model, a registry schema, an AWS page, moto; or
    `unverified`, when nothing but experience says so."""


def everything() -> Iterator[tuple[str, Emulated]]:
    """All that is imitated, with the module that does it (`imagebuilder.building`), by module."""
    room = importlib.import_module(ROOM)
    for found in sorted(one.name for one in pkgutil.walk_packages(room.__path__, f"{ROOM}.")):
        module = importlib.import_module(found)
        for one in getattr(module, "EMULATES", ()):
            yield found.removeprefix(f"{ROOM}."), one
