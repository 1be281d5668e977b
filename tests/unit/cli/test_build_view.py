"""How a build is shown: redrawn on a terminal, in lines elsewhere."""

from __future__ import annotations

import io
import re
import sys

import pytest
from rich.console import Console

from generator.cli.build_view import Lines, Live, view
from generator.cli.options import Asked
from generator.operate.follow import Look, Run
from tests.fakes.builds import at, build, line, step, workflow

LOOK = Look(
    build(status="BUILDING"),
    (Run(workflow(started=at(1)), (step("Apply", started=at(1)),)),),
    (line(2, "[bold]hello[/bold]"),),
    ("the log is [red]short",),
)


class Terminal(io.StringIO):
    """Standard error that says it is a terminal."""

    def isatty(self) -> bool:
        """As asked."""
        return True


def now():
    return at(61)


def test_a_terminal_shows_tree_and_log_as_they_are_written() -> None:
    drawn = io.StringIO()
    console = Console(file=drawn, force_terminal=True, width=60, height=40, color_system=None)
    with Live(console, now) as live:
        live.show(None, LOOK)
    text = drawn.getvalue()

    for said in ("web-server 1.0.0/1  building  1 min 1 s", "▸ Apply  1 min", "[bold]hello[/bold]"):
        assert said in text
    assert "note: the log is [red]short" in text


def test_without_colours_nothing_is_bold_either(monkeypatch) -> None:
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")

    with view(Asked(), now) as shown:
        shown.show(None, LOOK)

    assert isinstance(shown, Live)
    assert [] == re.findall(r"\x1b\[[0-9;]*m", stream.getvalue())


@pytest.mark.parametrize(
    ("terminal", "format_", "term", "kind"),
    [
        (True, "text", "xterm", Live),
        (True, "text", "dumb", Lines),
        (True, "json", "xterm", Lines),
        (False, "text", "xterm", Lines),
    ],
)
def test_only_people_at_a_terminal_get_it_redrawn(monkeypatch, terminal, format_, term, kind):
    monkeypatch.setattr(sys, "stderr", Terminal() if terminal else io.StringIO())
    monkeypatch.setenv("TERM", term)
    asked = Asked()
    asked.findings = format_

    assert kind is type(view(asked, now))
