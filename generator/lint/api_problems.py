"""What is wrong with one value, in plain English: found, wanted, and the way out."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any

from generator.findings import Path, show_path
from generator.lint.api_pattern_words import PATTERN_WORDS

_SHOWN = 120
"""Characters of a value that a message shows; enough for any ARN of an average name."""

TEXT = "text"
LIST = "a list"
MAPPING = "a mapping"
BOOLEAN = "true or false"
_NUMBER = "a whole number"

_PLURALS = {"character": "characters", "entry": "entries"}


@dataclass(frozen=True, slots=True)
class Problem:
    """A value the service refuses; `text` goes on where the path to the value ends."""

    text: str
    hint: str = ""
    path: Path = ()
    of_key: bool = False
    """True when the last step of the path is itself the value, a key of a map."""

    def under(self, *steps: object) -> Problem:
        """The same problem seen from further up."""
        return replace(self, path=(*map(_step, steps), *self.path))

    def of_map_key(self, key: object) -> Problem:
        """The same problem as that of a key of a map."""
        return replace(self, text=f"has a key that {self.text}", path=(_step(key),), of_key=True)

    def of_sample(self, function: object) -> Problem:
        """The same problem when a function stands in the template instead of the value."""
        hint = f"{quoted_json(function)} gives a value of this form"
        return replace(self, hint=f"{hint}; {self.hint}" if self.hint else hint)

    @property
    def message(self) -> str:
        """The whole sentence."""
        place = show_path(self.path[:-1] if self.of_key else self.path)
        return f"{printable(place) or 'Properties'} {self.text}"


def wrong_type(value: Any, wanted: str) -> Problem:
    """For a value of another type than the service takes."""
    hint = ""
    if wanted == TEXT and isinstance(value, int | float):
        hint = "put it in quotes"
    elif isinstance(value, str) and _is_quoted(value, wanted):
        hint = "write it without quotes"
    return Problem(f"is {_described(value)}, the service wants {wanted}", hint)


def _step(key: object) -> str | int:
    # YAML has keys of any type
    return key if isinstance(key, str | int) else str(key)


def _is_quoted(text: str, wanted: str) -> bool:
    if wanted == BOOLEAN:
        return text.lower() in ("true", "false")
    return wanted.startswith(_NUMBER) and text.isdecimal()


def wrong_text(value: str, wanted: str, shape_name: str) -> Problem:
    """For a text of the wrong length or form."""
    length = counted(len(value), "character")
    text = f"is {quoted(value)} ({length}), the service wants {wanted}"
    return Problem(text, PATTERN_WORDS.get(shape_name, ""))


def wrong_choice(value: str, choices: Collection[str]) -> Problem:
    """For a text that is none of the choices."""
    *others, last = choices
    wanted = f"{', '.join(others)} or {last}" if others else last
    return Problem(f"is {quoted(value)}, the service wants {wanted}", did_you_mean(value, choices))


def wrong_number(value: int, wanted: str) -> Problem:
    """For a number out of range."""
    return Problem(f"is {_digits(value)}, the service wants {wanted}")


def wrong_size(size: int, wanted: str) -> Problem:
    """For a list or map with too few or too many entries."""
    hint = "" if size else "leave the property out when there is nothing to say"
    return Problem(f"has {counted(size, 'entry')}, the service wants {wanted}", hint)


def missing() -> Problem:
    """For a required property that is not there."""
    return Problem("is missing, the service requires it")


def read_only() -> Problem:
    """For a property that is a result."""
    return Problem("is set by the service and cannot be given", "remove it")


def unknown(name: object, known: Collection[str]) -> Problem:
    """For a property that nobody knows."""
    return Problem("is not a property the service knows", did_you_mean(str(name), known))


def did_you_mean(value: str, choices: Collection[str]) -> str:
    """A hint with the closest choice, whatever its capitals; empty when none is close."""
    by_lower = {choice.lower(): choice for choice in choices}
    close = get_close_matches(value[:_SHOWN].lower(), by_lower, n=1)
    return f"did you mean {by_lower[close[0]]}?" if close else ""


def amount(low: int, high: int | None, unit: str) -> str:
    """How many units are allowed: 1 to 50 entries, at most 256 characters."""
    if high is None:
        return f"at least {counted(low, unit)}"
    if low == high:
        return f"exactly {counted(high, unit)}"
    return f"{low} to {counted(high, unit)}" if low else f"at most {counted(high, unit)}"


def number_range(low: int | None, high: int | None) -> str:
    """Which numbers are allowed: a whole number from 1 to 64."""
    if low is not None and high is not None:
        return f"{_NUMBER} from {low} to {high}"
    if low is None and high is None:
        return _NUMBER
    return f"{_NUMBER} of at most {high}" if low is None else f"{_NUMBER} of at least {low}"


def counted(number: int, unit: str) -> str:
    """A number with its unit: 1 entry, 2 entries."""
    return f"{number} {unit if number == 1 else _PLURALS[unit]}"


def quoted(text: str) -> str:
    """The text in quotes, its beginning when it is long, without control characters."""
    return printable(json.dumps(_shortened(text), ensure_ascii=False))


def quoted_json(value: object) -> str:
    """A value as JSON, its beginning when it is long."""
    return printable(_shortened(json.dumps(value, ensure_ascii=False, default=str, skipkeys=True)))


def printable(text: str) -> str:
    r"""The text with control, bidi and other invisible characters as \u escapes."""
    return "".join(it if it.isprintable() else json.dumps(it)[1:-1] for it in text)


def _shortened(text: str) -> str:
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


def _described(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return f"the boolean {str(value).lower()}"
    if isinstance(value, int | float):
        return f"the number {_digits(value)}"
    if isinstance(value, str):
        return f"the text {quoted(value)}"
    names = {"list": LIST, "dict": MAPPING}
    kind = type(value).__name__
    return names.get(kind, f"a {kind}")


def _digits(value: float) -> str:
    # Python refuses to write out integers of thousands of digits
    huge = isinstance(value, int) and value.bit_length() > 64
    return "a number of more than 19 digits" if huge else str(value)
