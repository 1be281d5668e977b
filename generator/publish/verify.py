"""Whether a published template is what it is said to be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from generator.publish.keys import DIGITS, digest_in, name_in, sha256
from generator.publish.template import Template


class Beside(Enum):
    """What the template was laid beside."""

    GIVEN = "sha256"
    """The digest that a careful publisher shows: it tells whose template it is."""
    KEY = "key"
    """The digest in the key: it tells only that nobody wrote over the object."""
    PAYLOAD = "payload"
    """What payloads generate now."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The template beside one thing it should be like."""

    beside: Beside
    same: bool
    what: str
    """What it was compared with, as people read it."""
    expected: str
    """Digest, or its first digits; empty when nothing of the name is there."""


def compare(
    data: bytes, key: str, wanted: str = "", generated: Iterable[Template] = ()
) -> tuple[Comparison, ...]:
    """The template beside the digest that was given, that of its key, and what payloads make.

    What payloads make is looked up by the name in the key; under another key, any of them will
    do.
    """
    digest, promised = sha256(data), digest_in(key)
    found = []
    if wanted:
        found.append(
            Comparison(Beside.GIVEN, digest == wanted, "the digest that was given", wanted)
        )
    if promised:
        same = digest.startswith(promised)
        found.append(
            Comparison(Beside.KEY, same, f"the first {DIGITS} digits in its key", promised)
        )
    made = tuple(generated)
    if made:
        found.append(_beside(digest, name_in(key), made))
    return tuple(found)


def _beside(digest: str, name: str, made: tuple[Template, ...]) -> Comparison:
    candidates = [each for each in made if name in ("", each.name)]
    if not candidates:
        names = ", ".join(each.name for each in made)
        said = f"the payloads: they make {names}, not {name}"
        return Comparison(Beside.PAYLOAD, False, said, "")
    equal = next((each for each in candidates if each.digest == digest), None)
    if equal:
        said = f"what the payload makes now ({equal.name})"
        return Comparison(Beside.PAYLOAD, True, said, equal.digest)
    names = ", ".join(each.name for each in candidates)
    said = f"what the payload makes now ({names})"
    return Comparison(Beside.PAYLOAD, False, said, candidates[0].digest)
