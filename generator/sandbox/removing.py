"""Folders of machines are removed: whatever was written into them, and whoever owns it."""

from __future__ import annotations

import subprocess
from pathlib import Path

from generator.sandbox.launch import unshared
from generator.sandbox.tools import find


def removed(folder: Path, *, user: bool) -> None:
    """Remove a folder with all that is in it; links are removed, not followed.

    rm(1) and not shutil: it gets down into folders nested deeper than a path can name.
    """
    _rm([str(folder)], user=user)


def emptied(folder: Path, *, user: bool) -> None:
    """Remove all that is in a folder."""
    words = ["find", str(folder), "-mindepth", "1", "-maxdepth", "1", "-exec"]
    _run([*words, "rm", "-rf", "--one-file-system", "--", "{}", "+"], user=user)


def _rm(paths: list[str], *, user: bool) -> None:
    _run(["rm", "-rf", "--one-file-system", "--", *paths], user=user)


def _run(words: list[str], *, user: bool) -> None:
    program = [find(words[0]) or words[0], *words[1:]]
    subprocess.run(
        [*(unshared(user=True) if user else []), *program],
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
