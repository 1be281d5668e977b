"""A policy: its document, the text that goes to AWS, and what a person should know of it."""

from __future__ import annotations

import json
import textwrap
from dataclasses import dataclass
from typing import Any

from generator.errors import AmiFactoryError, Exit

Json = dict[str, Any]

_WIDTH = 92


class TooLargeError(AmiFactoryError):
    """More is asked for than AWS takes in one policy."""

    exit_code = Exit.USAGE


@dataclass(frozen=True, slots=True)
class Step:
    """A command, and why to run it."""

    why: str
    command: str


@dataclass(frozen=True, slots=True)
class Policy:
    """One policy, ready to be put in place."""

    kind: str
    title: str
    document: Json
    text: str
    """The document as AWS is to get it, with a final newline."""
    stops: str
    leaves: str
    """What it does not stop."""
    beware: str
    """What else it does."""
    steps: tuple[Step, ...]

    @property
    def name(self) -> str:
        """What its files are called."""
        return name_of(self.kind)

    @property
    def about(self) -> str:
        """What it stops, what it does not, what else it does, and how to go on, as plain text."""
        steps = (f"  # {step.why}\n  {step.command}\n" for step in self.steps)
        return (
            f"{self.title}\n\n"
            f"{_wrapped(f'Stops: {self.stops}')}\n\n"
            f"{_wrapped(f'Does not stop: {self.leaves}')}\n\n"
            f"{_wrapped(f'Beware: {self.beware}')}\n\n"
            f"Next:\n{''.join(steps)}"
        )


def name_of(kind: str) -> str:
    """The stem of the files of a kind of policy."""
    return f"launch-lock-{kind}"


def readable(document: Json) -> str:
    """JSON for people, in the document's own order."""
    return f"{json.dumps(document, indent=2)}\n"


def compact(document: Json) -> str:
    """JSON without white space."""
    return f"{json.dumps(document, separators=(',', ':'))}\n"


def fitting(document: Json, limit: int, what: str, hint: str) -> str:
    """The document for people when AWS takes it that long, else without white space.

    Organizations counts white space that a command sends (Organizations User Guide, Quotas).

    Raises:
        TooLargeError: when even that is too long.
    """
    for text in (readable(document), compact(document)):
        if len(text.rstrip()) <= limit:
            return text
    raise TooLargeError(
        f"the {what} has {len(compact(document).rstrip())} characters, AWS takes {limit}", hint
    )


def _wrapped(text: str) -> str:
    return textwrap.fill(text, _WIDTH, break_long_words=False, break_on_hyphens=False)
