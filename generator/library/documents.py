"""The documents one payload uses: those of the library, and files beside the payload."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from generator.library.model import LONGEST

_ENOUGH = 4 * LONGEST + 4
"""Bytes that hold more characters than a document may have, whatever they are."""


@dataclass(frozen=True, slots=True)
class Attached:
    """A file beside the payload: its text, or why there is none."""

    file: str
    text: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Documents:
    """Files beside one payload by the name the payload gives them."""

    attached: Mapping[str, Attached] = field(default_factory=dict)

    def file(self, name: str) -> Attached:
        """The file, or a problem that says why it cannot be had."""
        return self.attached.get(name, Attached(name, problem="it was not read"))


def attach(folder: Path, names: Iterable[str]) -> Documents:
    """Read the files a payload names; none from outside of the payload's folder."""
    return Documents({name: _attach(folder, name) for name in sorted(set(names))})


def _attach(folder: Path, name: str) -> Attached:
    home = folder.resolve()
    path = (home / name).resolve()
    if not path.is_relative_to(home):
        return Attached(name, problem=f"it lies outside of the payload's folder {folder}")
    try:
        with path.open("rb") as stream:
            data = stream.read(_ENOUGH)
        # What is too long to be used may be cut inside a character.
        return Attached(name, data.decode("utf-8", "ignore" if len(data) == _ENOUGH else "strict"))
    except FileNotFoundError:
        return Attached(name, problem="there is no such file")
    except UnicodeDecodeError:
        return Attached(name, problem="it is not UTF-8 text")
    except OSError as error:
        return Attached(name, problem=(error.strerror or str(error)).lower())
