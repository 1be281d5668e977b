"""How far stacks are, as bars and as lines."""

from __future__ import annotations

import io
import re
import sys
from datetime import UTC, datetime, timedelta

import pytest
from rich.console import Console

from generator.cli.options import Asked
from generator.cli.progress_view import Lines, Live, view
from generator.deploy.world import Began, Ended, Happened, News, Said
from generator.ports.stacks import Event
from generator.present.events import news_line
from generator.present.progress import Board, Progress

ARN = "arn:aws:cloudformation:eu-west-1:123456789012:stack/web/1"
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TOPIC = "AWS::SNS::Topic"


def happened(name: str, status: str, seconds: int, reason: str = "") -> Happened:
    own = name == "web"
    event = Event(
        f"{name}-{status}-{seconds}",
        NOW + timedelta(seconds=seconds),
        name,
        "AWS::CloudFormation::Stack" if own else TOPIC,
        status,
        reason,
        physical_id=ARN if own else "",
        stack=ARN,
    )
    return Happened("web", event)


STORY: tuple[News, ...] = (
    Said("web", "waiting"),
    Began("web", 2, "creating"),
    happened("web", "CREATE_IN_PROGRESS", 0),
    happened("A", "CREATE_IN_PROGRESS", 1),
    happened("A", "CREATE_IN_PROGRESS", 2),
    happened("A", "CREATE_COMPLETE", 64),
    happened("B", "CREATE_FAILED", 65, "no \x1b[31msuch thing"),
    happened("web", "ROLLBACK_IN_PROGRESS", 66),
    happened("web", "ROLLBACK_COMPLETE", 70),
    Ended("web", "ROLLBACK_COMPLETE"),
)


def test_a_log_has_a_line_for_each_event_and_none_twice(capsys) -> None:
    view = Lines()

    for news in STORY:
        view.tell(news)

    assert (
        "web: waiting\n"
        "web: creating 2 resources\n"
        "web  0:00  create in progress\n"
        f"web  0:01  A ({TOPIC}) create in progress\n"
        f"web  1:04  A ({TOPIC}) create complete\n"
        f"web  1:05  B ({TOPIC}) create failed: no <U+001B>[31msuch thing\n"
        "web  1:06  rollback in progress\n"
        "web  1:10  rollback complete\n"
    ) == capsys.readouterr().err


def test_a_terminal_has_a_bar_and_keeps_what_failed() -> None:
    stream = io.StringIO()
    console = Console(file=stream, force_terminal=True, width=90, color_system=None)
    view = Live(console, lambda: 0.0)

    for news in STORY:
        view.tell(news)
    view.close()
    shown = stream.getvalue()

    assert "[--------------------] 0/2" in shown
    assert f"web  1:05  B ({TOPIC}) create failed: no <U+001B>[31msuch thing\n" in shown
    assert shown.count("create failed") == 1
    assert "create complete" not in shown


def test_a_narrow_terminal_has_names_instead_of_the_bar() -> None:
    stream = io.StringIO()
    console = Console(file=stream, force_terminal=True, width=40, color_system=None)
    view = Live(console, lambda: 0.0)

    for news in STORY[:5]:
        view.tell(news)
    view.close()
    shown = stream.getvalue()

    assert "[#" not in shown
    assert "[-" not in shown
    assert "0/2" in shown
    assert "creating: A" in shown


def test_without_colours_nothing_is_bold_either(monkeypatch) -> None:
    """NO_COLOR=1 (https://no-color.org): cursor movements are what is left."""
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    shown = view(Asked(), lambda: 0.0)

    for news in STORY[:5]:
        shown.tell(news)
    shown.close()

    assert isinstance(shown, Live)
    assert [] == re.findall(r"\x1b\[[0-9;]*m", stream.getvalue())


class Terminal(io.StringIO):
    """Standard error that says it is a terminal."""

    def isatty(self) -> bool:
        """As asked."""
        return True


@pytest.mark.parametrize(
    ("count", "bar"),
    [
        (0, "[--------------------] 0/2"),
        (6, "[##########----------] 1/2"),
        (7, "[####################] 2/2"),
    ],
)
def test_the_bar_fills_with_what_is_done(count: int, bar: str) -> None:
    board = Board()
    board.tell(STORY[1])

    for news in STORY[2:count]:
        board.tell(news)

    assert bar == board.stacks["web"].bar()


def test_what_is_in_flight_is_named_a_few_at_a_time() -> None:
    board = Board()
    board.tell(Began("web", 9, "creating"))

    for name in "ABCDE":
        board.tell(happened(name, "CREATE_IN_PROGRESS", 1))

    progress = board.stacks["web"]
    assert "A, B, C and 2 more" == progress.in_flight()
    assert (progress,) == board.running()
    board.tell(happened("A", "CREATE_FAILED", 2, "no"))
    assert progress.turned
    board.tell(Ended("web", "ROLLBACK_COMPLETE"))
    assert () == board.running()


def test_text_of_others_is_harmless_in_a_log() -> None:
    said = Said("web", "::error::no")

    assert "web: ::error::no" == news_line(said, 0)
    assert "<U+003A>:x: ::error::no" == news_line(Said("::x", "::error::no"), 0)


def test_the_bars_can_be_drawn_while_another_stack_begins() -> None:
    """They are drawn by a thread of their own, and every stack is told of by its own."""
    board = Board()

    class Beginning(Progress):
        @property
        def ended(self) -> str:
            board.stacks.setdefault("other", Progress("other", "creating", 1))
            return ""

        @ended.setter
        def ended(self, status: str) -> None:
            """Never over."""

    board.stacks["web"] = Beginning("web", "creating", 1)

    assert ["web"] == [each.stack for each in board.running()]
