"""What `--version` prints: ours and those of the packages that decide about output."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version

from generator import __version__

DECISIVE = ("cfn-lint", "cloudformation-validate", "botocore", "troposphere")


def version_line() -> str:
    """One line that a bug report needs."""
    others = ", ".join(f"{name} {_installed(name)}" for name in DECISIVE)
    return f"amifactory {__version__} (python {platform.python_version()}, {others})"


def _installed(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "missing"
