"""Deploying, building and deleting as people see it: at a terminal, and in a pipe.

Real processes over the loopback server of `amifactory local run`.
"""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAYLOAD = """\
factory: {name: web}
amis:
  - imageName: Web Server
    sourceImage: ami-0123456789abcdef0
    accounts: ["444455556666"]
"""
JOB = """\
set -e
amifactory() { "$PYTHON" -m generator "$@"; }
amifactory deploy web.yaml $DEPLOY
amifactory build 'Web Server' --follow
amifactory images
amifactory destroy web --unprotect $DESTROY
"""
ENOUGH = 120
"""Seconds; the job takes ten."""


@pytest.fixture
def job(tmp_path, monkeypatch):
    """The command that does the whole job; its environment has the checkout and nothing of ours."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("PYTHON", sys.executable)
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "web.yaml").write_text(PAYLOAD)
    local = [sys.executable, "-m", "generator", "local", "run", "--speed", "3000", "--"]
    return [*local, "bash", "-c", JOB]


def at_a_terminal(command: list[str], answers: dict[str, str]) -> tuple[int, str]:
    """Run a command at a terminal of 100 columns, and type each answer when it is asked for."""
    process, screen = pty.fork()
    if process == 0:
        os.environ |= {"TERM": "xterm-256color", "COLUMNS": "100", "LINES": "40"}
        os.execvp(command[0], command)  # noqa: S606  # the child becomes the command
    seen, end = "", time.monotonic() + ENOUGH
    while time.monotonic() < end:
        if not select.select([screen], [], [], 1)[0]:
            continue
        try:
            seen += os.read(screen, 65536).decode("utf-8", "replace")
        except OSError:  # Linux says so when the other side is closed
            break
        for question in [each for each in answers if each in plain(seen)]:
            os.write(screen, f"{answers.pop(question)}\n".encode())
    _, status = os.waitpid(process, 0)
    os.close(screen)
    return os.waitstatus_to_exitcode(status), seen


def plain(text: str) -> str:
    """Text without what moves the cursor and colours."""
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", text)


def test_at_a_terminal(job, monkeypatch) -> None:
    """Asked before each change, progress redrawn, and the results at the end."""
    monkeypatch.setenv("DEPLOY", "")
    monkeypatch.setenv("DESTROY", "")

    code, seen = at_a_terminal(job, {"[y/N]": "y", "Type": "web"})

    assert 0 == code, plain(seen)
    assert "\x1b[" in seen
    assert re.search(r"\[[#-]{8,}\] +\d+\/\d+", plain(seen))
    for line in ("Stack web", "is created", "is available", "is deleted", "444455556666"):
        assert line in plain(seen)


def test_in_a_pipe(job, monkeypatch) -> None:
    """One line an event, no escape sequence, results apart from progress."""
    monkeypatch.setenv("DEPLOY", "--yes")
    monkeypatch.setenv("DESTROY", "--yes")

    said = subprocess.run(
        job, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL, timeout=ENOUGH
    )

    assert 0 == said.returncode, said.stderr
    assert "\x1b" not in said.stdout + said.stderr
    assert "is created" in said.stdout
    assert "is available" in said.stdout
    assert "WebServerPipeline (AWS::ImageBuilder::ImagePipeline) create complete" in said.stderr
    assert "[emulated]" in said.stderr


def test_without_a_terminal_nothing_is_asked(job, monkeypatch) -> None:
    """It stops, and names the option."""
    monkeypatch.setenv("DEPLOY", "")
    monkeypatch.setenv("DESTROY", "")

    said = subprocess.run(
        job, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL, timeout=ENOUGH
    )

    assert 2 == said.returncode
    assert "--yes" in said.stderr
