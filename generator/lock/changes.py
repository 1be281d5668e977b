"""What a new look at the scripts shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from generator.lock.pins import Lock, Pin


class Kind(StrEnum):
    """How a script stands to the lock."""

    ADDED = "added"
    CHANGED = "changed"
    SAME = "same"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Change:
    """One script, before and now."""

    kind: Kind
    url: str
    before: Pin | None
    now: Pin | None


def changes(lock: Lock, now: Iterable[Pin], *, prune: bool = False) -> tuple[Change, ...]:
    """How each script that was looked at stands, sorted by URL; with `prune` the others go."""
    seen = {pin.url: pin for pin in now}
    urls = sorted({*seen, *(lock.pins if prune else ())})
    return tuple(_change(url, lock.pins.get(url), seen.get(url)) for url in urls)


def applied(lock: Lock, found: Iterable[Change]) -> Lock:
    """The lock after the changes; a script that is the same keeps its date."""
    pins: dict[str, Pin] = dict(lock.pins)
    for change in found:
        match change.kind:
            case Kind.REMOVED:
                del pins[change.url]
            case Kind.ADDED | Kind.CHANGED if change.now is not None:
                pins[change.url] = change.now
    return Lock(pins)


def stale(found: Iterable[Change]) -> bool:
    """True when the lock is not what a new one would be."""
    return any(change.kind is not Kind.SAME for change in found)


def digests(lock: Lock) -> Mapping[str, str]:
    """URL -> SHA-256."""
    return {url: pin.sha256 for url, pin in lock.pins.items()}


def _change(url: str, before: Pin | None, now: Pin | None) -> Change:
    if now is None:
        return Change(Kind.REMOVED, url, before, None)
    if before is None:
        return Change(Kind.ADDED, url, None, now)
    same = before.sha256 == now.sha256
    return Change(Kind.SAME if same else Kind.CHANGED, url, before, now)
