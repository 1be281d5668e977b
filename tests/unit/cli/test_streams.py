"""The two streams."""

from __future__ import annotations

import io
import os
import sys

import pytest

from generator.cli import streams
from generator.errors import OutputError


@pytest.fixture
def pipe(monkeypatch):
    """Standard output as a pipe whose reader has gone."""
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        yield stream


def test_a_reader_who_has_gone_is_no_error(pipe):
    streams.out("x" * 100_000)
    streams.out("more")

    assert pipe.fileno() >= 0


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")  # noqa: PTH110
def test_a_full_disk_is_told(monkeypatch):
    with open("/dev/full", "w") as full:  # noqa: PTH123
        monkeypatch.setattr(sys, "stdout", full)
        with pytest.raises(OutputError, match="cannot write to standard output: no space left"):
            streams.out("text")


def test_closed_streams(monkeypatch):
    """Python has None for a stream that was closed before it started."""
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)

    streams.err("nobody reads this")
    with pytest.raises(OutputError, match="standard output is closed"):
        streams.out("text")


def test_what_is_printed_is_utf_8_whatever_the_locale(monkeypatch):
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii"))
    monkeypatch.setattr(sys, "stderr", None)

    streams.prepare()
    streams.out("caf\xe9 \udcff\n")

    assert raw.getvalue() == b"caf\xc3\xa9 \\udcff\n"
