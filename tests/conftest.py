"""What all tests share: a closed environment, and golden files that can be rewritten."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache
from pathlib import Path

import botocore.loaders
import pytest

ROOT = Path(__file__).parent.parent

botocore.loaders.create_loader = cache(botocore.loaders.create_loader)
"""Service models are read once; botocore reads them again for each session."""

live = os.environ.pop("AMIFACTORY_LIVE", "") == "1"
os.environ["LIVE_ACCOUNT"] = "1" if live else "0"
for name in [] if live else list(os.environ):
    if name.startswith(("AWS_", "AMIFACTORY_", "GITHUB_")) or name in ("NO_COLOR", "FORCE_COLOR"):
        del os.environ[name]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="rewrite golden files; then read git diff"
    )


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compare a text with a golden file, or rewrite the file."""
    update = request.config.getoption("--update-golden")

    def compare(path: Path, actual: str) -> None:
        if update:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(actual, encoding="utf-8")
        expected = path.read_text(encoding="utf-8") if path.exists() else ""

        assert expected == actual

    return compare
