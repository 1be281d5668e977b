"""Choices read from a number, so that a generated payload costs one draw and has a short name.

Drawing every key by itself costs ten times as much, and a failure that says `payload(4711)` is
easy to try again. Without bytes every choice is the plainest: the first option, no, the shortest.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import shake_256
from typing import Any

_BYTES = 20_000
"""Enough for the style of the largest text; what is left over costs next to nothing."""


class Dice:
    """A stream of choices."""

    def __init__(self, data: bytes) -> None:
        self._data = iter(data)

    def number(self, low: int, high: int) -> int:
        """A whole number, both limits included."""
        value = next(self._data, 0)
        if high - low > 255:
            value = value * 256 + next(self._data, 0)
        return low + value % (high - low + 1)

    def one_in(self, times: int) -> bool:
        """True once in so many times."""
        return self.number(1, times) == times

    def pick(self, options: Sequence[Any]) -> Any:
        """One of the options."""
        return options[self.number(0, len(options) - 1)]

    def some(self, options: Sequence[Any], least: int = 1, most: int = 3) -> list[Any]:
        """A few of the options, each once, in any order."""
        left = list(options)
        count = min(self.number(least, most), len(left))
        return [left.pop(self.number(0, len(left) - 1)) for _ in range(count)]

    def text(self, alphabet: str, least: int = 1, most: int = 20) -> str:
        """Characters of the alphabet, not only blank ones."""
        text = "".join(self.pick(alphabet) for _ in range(self.number(least, most)))
        return text if text.strip() else text + alphabet[0]

    def shuffled(self, mapping: dict[str, Any]) -> dict[str, Any]:
        """The same entries in any order."""
        return {key: mapping[key] for key in self.some(list(mapping), len(mapping), len(mapping))}


def thrown(seed: int) -> Dice:
    """The choices of a number; those of 0 are the plainest."""
    return Dice(shake_256(str(seed).encode()).digest(_BYTES) if seed else b"")
