"""Choices read from bytes, so that hypothesis draws once for a whole payload and still shrinks it.

Drawing every key on its own costs twenty times as much. Byte 0 is always the plainest choice:
the first option, no, the shortest text.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

_BYTES = 1000
"""Enough for a payload of four images; after them every choice is the plainest."""


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


dice = st.binary(min_size=_BYTES, max_size=_BYTES).map(Dice)
