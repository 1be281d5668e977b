"""What `components new` does."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from pathlib import Path

from generator import library
from generator.cli import streams
from generator.errors import OutputError
from generator.library import Platform
from generator.output import Outcome, commit, compare, stage, staging

PRINT = "-"
_PLATFORMS: dict[str, Platform] = {"linux": "Linux", "windows": "Windows"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A document that is to be."""

    name: str
    platform: str
    is_test: bool
    output: str
    """A file, or - for standard output."""

    @property
    def file(self) -> str:
        """What its comments call it."""
        return f"{self.name}.yaml" if self.output == PRINT else Path(self.output).name

    @property
    def text(self) -> str:
        """The document."""
        platform = _PLATFORMS[self.platform]
        return library.first(platform, self.name, self.file, is_test=self.is_test)


def run(wanted: Wanted) -> None:
    """Print the document, or write it and say what to do next.

    Raises:
        OutputError: when the file is there already, or cannot be written.
    """
    if wanted.output == PRINT:
        streams.out(wanted.text)
        return
    write(Path(wanted.output), wanted.text)
    field = "tests" if wanted.is_test else "components"
    streams.out(
        f"created  {wanted.output}\n"
        f"next: amifactory check {shlex.quote(wanted.output)}\n"
        f"in a payload of the same folder: {field}: [{{file: ./{wanted.file}}}]\n"
    )


def write(path: Path, text: str) -> None:
    """A new file, whole or not at all.

    Raises:
        OutputError: when something is there already, or cannot be written.
    """
    with staging(path.parent) as place:
        if compare(path, text).outcome is not Outcome.CREATED:
            raise OutputError(f"{path} is already there", "name another file with --output")
        commit([stage(path, text, place)])
