"""Questions to the user."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from threading import Lock

import click

Quiet = Callable[[], AbstractContextManager[object]]


class Asking:
    """One question at a time, on standard error; --yes answers them all."""

    def __init__(self, quiet: Quiet, *, yes: bool) -> None:
        """`quiet` keeps whatever is redrawn from the terminal while the user thinks."""
        self._yes = yes
        self._quiet = quiet
        self._turn = Lock()

    def __call__(self, question: str) -> bool:
        """Whether the user agrees.

        Raises:
            click.Abort: when the user interrupts.
        """
        from generator.present.foreign import harmless

        if self._yes:
            return True
        with self._turn, self._quiet():
            return click.confirm(harmless(question), err=True)


def need_answers(*, yes: bool, what: str) -> None:
    """Nobody can answer where there is no terminal.

    Raises:
        click.UsageError: without --yes there.
    """
    if not yes and not (sys.stdin is not None and sys.stdin.isatty()):
        raise click.UsageError(
            f"{what} asks before it acts, and standard input is no terminal; add --yes",
            click.get_current_context(silent=True),
        )
