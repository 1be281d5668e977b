"""How deployments are shown while they run: redrawn on a terminal, a line an event otherwise."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import RLock
from typing import TYPE_CHECKING, Any, Protocol

from generator.cli import streams
from generator.cli.options import Asked
from generator.deploy.world import Began, Ended, Happened, News, Said
from generator.present.elapsed import clock
from generator.present.events import failed, news_line
from generator.present.foreign import harmless
from generator.present.progress import Board, Progress

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

FRAMES = 4
"""A second."""
NARROW = 60
"""Columns; a terminal with fewer has no place for bars beside the names."""


class View(Protocol):
    """Shows news, on standard error; called from several threads."""

    board: Board

    def tell(self, news: News) -> None:
        """Show it."""

    def say(self, text: str) -> None:
        """Show text that stays."""

    @contextmanager
    def quiet(self) -> Iterator[None]:
        """Leave the terminal alone for a while."""

    def close(self) -> None:
        """Show nothing more."""


class Lines:
    """A line for each event."""

    def __init__(self) -> None:
        self.board = Board()
        self._turn = RLock()

    def tell(self, news: News) -> None:
        """One line, whole, whoever else prints; the end is the stack's own last event."""
        with self._turn:
            if self.board.tell(news) and not isinstance(news, Ended):
                streams.err(f"{news_line(news, self.board.seconds(news.stack))}\n")

    def say(self, text: str) -> None:
        """As it is."""
        with self._turn:
            streams.err(f"{text}\n")

    @contextmanager
    def quiet(self) -> Iterator[None]:
        """Nobody else prints meanwhile."""
        with self._turn:
            yield

    def close(self) -> None:
        """Nothing is left to clear."""


class Live:
    """A bar for each stack under way; what failed stays above."""

    def __init__(self, console: Console, now: Callable[[], float]) -> None:
        from rich.live import Live as Redrawn

        self.board = Board()
        self._console = console
        self._now = now
        self._began: dict[str, float] = {}
        self._turn = RLock()
        self._live = Redrawn(
            console=console,
            get_renderable=self._drawn,
            refresh_per_second=FRAMES,
            transient=True,
        )

    def tell(self, news: News) -> None:
        """Into the bars; sentences, failures and ends are printed as well."""
        with self._turn:
            self.board.tell(news)
            if isinstance(news, Began):
                self._began[news.stack] = self._now()
                self._live.start(refresh=True)
            if isinstance(news, Said | Ended) or (
                isinstance(news, Happened) and failed(news.event)
            ):
                self._print(news_line(news, self.board.seconds(news.stack)))

    def say(self, text: str) -> None:
        """Above the bars."""
        with self._turn:
            self._print(text)

    @contextmanager
    def quiet(self) -> Iterator[None]:
        """Take the bars away and bring them back."""
        with self._turn:
            was = self._live.is_started
            self._live.stop()
            try:
                yield
            finally:
                if was:
                    self._live.start(refresh=True)

    def close(self) -> None:
        """Take the bars away."""
        self._live.stop()

    def _print(self, text: str) -> None:
        from rich.text import Text

        self._console.print(Text.from_ansi(text), soft_wrap=True)

    def _drawn(self) -> Table:
        from rich.table import Table

        table = Table.grid(padding=(0, 2))
        for _ in range(4):
            table.add_column(no_wrap=True, overflow="ellipsis")
        for each in self.board.running():
            table.add_row(*self._row(each))
        return table

    def _row(self, progress: Progress) -> Any:
        from rich.text import Text

        passed = self._now() - self._began.get(progress.stack, self._now())
        what = "rolling back" if progress.turned else progress.doing
        flight = progress.in_flight()
        far = progress.count() if self._console.width < NARROW else progress.bar()
        return (
            Text(harmless(progress.stack), style="bold"),
            Text(far, style="yellow" if progress.turned else "green"),
            Text(clock(passed)),
            Text(harmless(f"{what}: {flight}" if flight else what)),
        )


def view(asked: Asked, now: Callable[[], float]) -> View:
    """Redrawn for people at a terminal, lines for logs and programs."""
    stream = sys.stderr
    terminal = stream is not None and stream.isatty() and os.environ.get("TERM") != "dumb"
    if asked.findings == "json" or not terminal:
        return Lines()
    from rich.console import Console

    plain = asked.color == "never" or bool(os.environ.get("NO_COLOR"))
    # Without a colour system nothing is bold or dim either; no_color would leave that.
    console = Console(file=stream, color_system=None if plain else "auto", highlight=False)
    return Live(console, now)
