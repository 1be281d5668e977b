"""The iterations of a step's loop.

Image Builder User Guide, "Use looping constructs in AWSTOE": bounds are included, indices begin
at 0, `list` is taken once; `loop.` is the loop of the step, named or not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from generator.awstoe.loops import DEFAULT_NAME
from generator.awstoe.model import Loop


@dataclass(frozen=True, slots=True)
class Iteration:
    """One turn of a loop."""

    loop: str
    index: int
    value: str

    def value_of(self, loop: str, what: str) -> str | None:
        """The index or the value; None when that is another loop's."""
        if loop not in (self.loop, DEFAULT_NAME):
            return None
        return str(self.index) if what == "index" else self.value


def iterations(loop: Loop, replace: Callable[[str], str]) -> Iterator[Iteration]:
    """Every turn of a loop; `replace` puts in what expressions of a text stand for."""
    for index, value in enumerate(_values(loop, replace)):
        yield Iteration(loop.name, index, value)


def _values(loop: Loop, replace: Callable[[str], str]) -> Iterator[str]:
    if loop.count is not None:
        count = loop.count
        past = count.end + (1 if count.step > 0 else -1)
        yield from (str(each) for each in range(count.start, past, count.step))
    elif loop.values is not None:
        yield from [replace(each) for each in loop.values]
    elif loop.listed is not None:
        yield from replace(loop.listed).split(loop.delimiter)
