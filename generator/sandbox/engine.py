"""Docker or Podman, where an engine answers: any image can be the root file system."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass

from generator.sandbox.tools import find
from generator.sandbox.unavailable import UnavailableError

ENGINES = ("docker", "podman")
IMAGE = "public.ecr.aws/amazonlinux/amazonlinux:2023"
"""What machines are made of when nothing else is asked for."""
ANSWER = 10
"""Seconds that an engine may take to answer at all."""


@dataclass(frozen=True, slots=True)
class Engine:
    """An engine by its command."""

    name: str

    def words(self, *arguments: str) -> list[str]:
        """A command line of it."""
        return [find(self.name) or self.name, *arguments]

    def ask(self, *arguments: str, seconds: float = 600) -> str:
        """What a command of it prints.

        Raises:
            UnavailableError: when it fails.
        """
        ran = _run(self.words(*arguments), seconds)
        if ran is None or ran.returncode != 0:
            said = "no answer" if ran is None else _last(ran.stderr)
            hint = f"does {self.name} run, and has it the image?"
            raise UnavailableError(f"{self.name} {arguments[0]} failed: {said}", hint)
        return ran.stdout.decode("utf-8", "replace")

    def answers(self) -> bool:
        """Whether it is installed and its service runs."""
        if find(self.name) is None:
            return False
        ran = _run(self.words("info"), ANSWER)
        return ran is not None and ran.returncode == 0


def _run(words: Sequence[str], seconds: float) -> subprocess.CompletedProcess[bytes] | None:
    try:
        return subprocess.run(
            list(words),
            check=False,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=seconds,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None


def _last(text: bytes) -> str:
    return text.decode("utf-8", "replace").strip().rpartition("\n")[2] or "it said nothing"
