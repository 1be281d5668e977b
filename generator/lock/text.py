"""The text of a lock: YAML of one shape, one script after the other, sorted by URL."""

from __future__ import annotations

import json

from generator.lock.pins import Lock

VERSION = 1
HEAD = "# Written by `amifactory lock`. Builds run these scripts and no others; commit the file.\n"


def to_text(lock: Lock) -> str:
    """The same pins give the same bytes."""
    pins = [lock.pins[url] for url in sorted(lock.pins)]
    if not pins:
        return f"{HEAD}version: {VERSION}\nscripts: []\n"
    entries = (
        f"  - url: {json.dumps(pin.url)}\n"
        f"    sha256: {json.dumps(pin.sha256)}\n"
        f"    size: {pin.size}\n"
        f"    fetched: {pin.fetched.isoformat()}\n"
        for pin in pins
    )
    return f"{HEAD}version: {VERSION}\nscripts:\n{''.join(entries)}"
