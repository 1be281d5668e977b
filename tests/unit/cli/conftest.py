"""The command line in this process, in a folder of its own, with small payloads."""

from __future__ import annotations

import io
import json
import sys
from dataclasses import dataclass
from typing import Any

import pytest

from generator.cli.door import run

SOUND = """\
amis:
  - imageName: base
    sourceImage: ami-0123456789abcdef0
"""
FAULTY = """\
amis:
  - imageName: base
    sourceImage: ami-01
"""
DOUBTFUL = """\
amis:
  - imageName: base
    sourceImage: ami-0123456789abcdef0
    bootstrapUrl: https://example.com/base.sh
"""
"""One warning, AF320: the script has no digest."""
COPYING = """\
factory:
  region: eu-central-1
  kmsKeyId: arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab
  permissionsBoundary: arn:aws:iam::111122223333:policy/boundary
amis:
  - imageName: base
    sourceImage: ami-0123456789abcdef0
    copyToAccounts: ["123456789012"]
"""


@dataclass(frozen=True, slots=True)
class Said:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output, which is JSON."""
        return json.loads(self.out)


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    """The current folder, empty."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def payloads(here):
    """The current folder with a payload of each kind."""
    (here / "sound.yaml").write_text(SOUND)
    (here / "faulty.yaml").write_text(FAULTY)
    (here / "doubtful.yaml").write_text(DOUBTFUL)
    (here / "copying.yaml").write_text(COPYING)
    return here


@pytest.fixture
def amifactory(capsys, monkeypatch):
    """Run one command."""

    def call(*arguments: str, stdin: str | None = "") -> Said:
        given = None if stdin is None else io.TextIOWrapper(io.BytesIO(stdin.encode()))
        monkeypatch.setattr(sys, "stdin", given)
        code = run(list(arguments))
        captured = capsys.readouterr()
        return Said(code, captured.out, captured.err)

    return call


@pytest.fixture
def listing(here):
    """Every file and folder below the current folder."""
    return lambda: sorted(str(path.relative_to(here)) for path in here.rglob("*"))
