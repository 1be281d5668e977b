"""What one run of a command acts with, when it has to leave at once."""

from __future__ import annotations

import os
from threading import Thread

import pytest

from generator.cli.acting import Acting
from generator.cli.options import Asked
from generator.cli.remote import Where
from generator.errors import Exit
from generator.ports.place import Place


def test_a_second_interruption_leaves_the_terminal_as_it_was(monkeypatch, capsys) -> None:
    """Bars that are redrawn hide the cursor; nobody else brings it back."""
    happened = []
    acting = Acting(Where("eu-west-1"), Asked(), yes=True)
    monkeypatch.setattr(acting.view, "close", lambda: happened.append("closed"))
    monkeypatch.setattr(os, "_exit", happened.append)

    acting.stop.leave()

    assert ["closed", Exit.INTERRUPTED] == happened
    assert "what was under way goes on in AWS" in capsys.readouterr().err


def test_a_yes_that_comes_after_an_interruption_is_none(monkeypatch) -> None:
    """A question of a worker stands until it is answered; nothing may begin after Ctrl-C."""
    place = Place("123456789012", "eu-west-1", "aws")
    monkeypatch.setattr("generator.aws.identity.place", lambda *_: place)
    monkeypatch.setattr("generator.aws.stacks.connect", lambda *_: None)
    acting = Acting(Where("eu-west-1"), Asked(), yes=True)
    user = Thread(target=acting.stop.ask)
    user.start()
    user.join(5)

    with pytest.raises(KeyboardInterrupt):
        acting.world().ask("Delete it?")
