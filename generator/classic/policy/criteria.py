"""The criteria of Allowed AMIs, before they are spelled for EC2 or for Organizations.

Within one criterion everything must hold, any entry of a list; any one criterion is enough.
Limits: EC2 API, ImageCriterionRequest; EC2 User Guide, Allowed AMIs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from generator.classic.policy.document import TooLargeError
from generator.classic.policy.lock import Lock, Released
from generator.classic.policy.words import counted

MOST = 10
"""Criteria of an account."""
MOST_PROVIDERS = 200
MOST_NAMES = 50
MOST_WATERMARKS = 50


@dataclass(frozen=True, slots=True)
class Criterion:
    """What an image must have: an owner, and of each other list that is given any one entry."""

    providers: tuple[str, ...]
    names: tuple[str, ...] = ()
    watermarks: tuple[str, ...] = ()
    max_age_days: int | None = None


def criteria(lock: Lock) -> tuple[Criterion, ...]:
    """The factory's images by name, age and watermark; all images of the other owners.

    Raises:
        TooLargeError: when the names need more criteria than EC2 takes.
    """
    found = (*_of_the_factory(lock), *_of_others(lock))
    if len(found) > MOST:
        names = sum(len(released.names) for released in lock.released)
        raise TooLargeError(
            f"{counted(names, 'image name')} and {counted(len(lock.others), 'other owner')} need "
            f"{len(found)} criteria, EC2 takes {MOST}",
            "give wider patterns with --image-name, for example --image-name 'web-*'",
        )
    return found


def _of_the_factory(lock: Lock) -> Iterator[Criterion]:
    for released in lock.released or (Released(),):
        names = _portions(released.names, MOST_NAMES)
        watermarks = _portions(
            [lock.watermark_key(mark) for mark in released.watermarks], MOST_WATERMARKS
        )
        for some, marks in product(names, watermarks):
            yield Criterion((lock.account,), some, marks, lock.max_age_days)


def _of_others(lock: Lock) -> Iterator[Criterion]:
    if lock.others:
        yield from map(Criterion, _portions(lock.others, MOST_PROVIDERS))


def _portions(texts: Sequence[str], size: int) -> list[tuple[str, ...]]:
    """Sorted, in as few portions as it takes; one empty portion for nothing."""
    whole = tuple(sorted(set(texts)))
    return [whole[start : start + size] for start in range(0, len(whole), size)] or [()]
