"""botocore's models, read once: each session reads them anew, which takes longer than a test."""

from __future__ import annotations

import pytest
from botocore.loaders import Loader

_READ = Loader()


def read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every session that a test makes use them."""
    monkeypatch.setattr("botocore.session.create_loader", lambda _: _READ)
