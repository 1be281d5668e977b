"""How a build is shown while it runs: redrawn on a terminal, a line for each change otherwise."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol, Self

from generator.cli import streams
from generator.cli.options import Asked
from generator.operate.follow import Look
from generator.ports.builds import LogLine
from generator.present.foreign import harmless
from generator.present.steps import news, tree

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

TAIL = 6
"""Lines of the log under the tree."""
FRAMES = 4
"""A second."""


class View(Protocol):
    """Shows looks at a build, on standard error."""

    def __enter__(self) -> Self:
        """Begin."""

    def __exit__(self, *raised: object) -> None:
        """End, whatever happened."""

    def show(self, last: Look | None, look: Look) -> None:
        """Show what is new since the last look."""


class Lines:
    """A line for each change, and each line of the log."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        pass

    def show(self, last: Look | None, look: Look) -> None:
        """Print what is new."""
        streams.err("".join(f"{line}\n" for line in news(last, look, self._now())))


class Live:
    """The tree, redrawn; times go on between two looks."""

    def __init__(self, console: Console, now: Callable[[], datetime]) -> None:
        from rich.live import Live as Redrawn

        self._now = now
        self._look: Look | None = None
        self._tail: tuple[LogLine, ...] = ()
        self._console = console
        self._live = Redrawn(console=console, get_renderable=self._drawn, refresh_per_second=FRAMES)

    def __enter__(self) -> Self:
        self._live.start()
        return self

    def __exit__(self, *raised: object) -> None:
        self._live.stop()

    def show(self, last: Look | None, look: Look) -> None:  # noqa: ARG002  # as Lines
        """Draw at once."""
        told = (*self._tail, *(line for line in look.lines if line.text.strip()))
        self._tail = told[-TAIL:]  # a new one: another thread draws
        self._look = look
        for note in look.notes:
            self._console.print(f"note: {harmless(note)}", markup=False, highlight=False)
        self._live.refresh()

    def _drawn(self) -> Text:
        from rich.text import Text

        if self._look is None:
            return Text("")
        lines = tree(self._look, self._tail, self._now())
        drawn = Text("\n").join(Text.assemble(*line) for line in lines)
        drawn.no_wrap, drawn.overflow = True, "ellipsis"
        return drawn


def view(asked: Asked, now: Callable[[], datetime]) -> View:
    """Redrawn for people at a terminal, lines for logs and programs."""
    stream = sys.stderr
    if asked.findings == "json" or os.environ.get("TERM") == "dumb" or not _terminal(stream):
        return Lines(now)
    from rich.console import Console

    plain = asked.color == "never" or bool(os.environ.get("NO_COLOR"))
    # Without a colour system nothing is bold or dim either; no_color would leave that.
    console = Console(file=stream, color_system=None if plain else "auto", highlight=False)
    return Live(console, now)


def _terminal(stream: Any) -> bool:
    return stream is not None and stream.isatty()
