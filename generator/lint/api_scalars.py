"""Texts, numbers and booleans of the service model compiled into checks."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from math import inf
from sys import maxsize
from typing import Any

from generator.lint import api_problems as say
from generator.lint.api_functions import DYNAMIC, FINE, Check, otherwise
from generator.lint.api_model import Shape
from generator.lint.api_problems import Problem
from generator.lint.api_samples import Samples

# lengths that only the pattern tells
_LENGTHS_IN_PATTERNS = {"ResourceName": (3, 128)}

# whole documents are matched with these: looking for the one character is much faster
_WITHOUT_NUL: dict[str, Callable[[str], object]] = {
    r"[^\x00]+": lambda value: value and "\0" not in value,
    r"[^\x00]*": lambda value: "\0" not in value,
}

_CHOICES = re.compile(r"[a-z]+(?:\|[a-z]+)+")


@cache
def compiled_pattern(pattern: str) -> re.Pattern[str] | None:
    r"""A pattern of the model, to be matched as a whole; None when Python cannot read it.

    The model does not say how its patterns apply. They are read as Java's `matches` reads them:
    the whole value, with \w, \d and \s in ASCII. The registry schemas agree: they anchor Data
    and Timezone at both ends, and list HttpTokens as an enumeration.
    """
    try:
        return re.compile(pattern, re.ASCII)
    except re.error:
        return None


def text_check(name: str, shape: Shape) -> Check:
    """Checks length and pattern, or the choice between a few values."""
    pattern = shape.get("pattern", "")
    # the model writes one enumeration as a pattern: optional|required
    choices = shape.get("enum") or (pattern.split("|") if _CHOICES.fullmatch(pattern) else None)
    return _choice(choices) if choices else _free_text(name, shape)


def _choice(choices: list[str]) -> Check:
    allowed = frozenset(choices)

    def check(value: Any, samples: Samples) -> Sequence[Problem]:
        if not isinstance(value, str):
            return otherwise(check, value, samples, say.TEXT)
        if value in allowed or DYNAMIC in value:
            return FINE
        return [say.wrong_choice(value, choices)]

    return check


def _free_text(name: str, shape: Shape) -> Check:
    low, high = shape.get("min", 0), shape.get("max", maxsize)
    matches = _matcher(shape.get("pattern"))
    wanted = _wanted_text(name, shape)
    accepted: set[str] = set()  # the resources of one image share names, tags and accounts

    def check(value: Any, samples: Samples) -> Sequence[Problem]:
        if not isinstance(value, str):
            return otherwise(check, value, samples, say.TEXT)
        if value in accepted:
            return FINE
        if (low <= len(value) <= high and (not matches or matches(value))) or DYNAMIC in value:
            _remember(value, accepted)
            return FINE
        return [say.wrong_text(value, wanted, name)]

    return check


def _remember(value: str, accepted: set[str]) -> None:
    if len(value) > 128:  # documents do not come twice
        return
    if len(accepted) >= 1000:
        accepted.clear()
    accepted.add(value)


def _matcher(pattern: str | None) -> Callable[[str], object] | None:
    if not pattern:
        return None
    compiled = compiled_pattern(pattern)
    return _WITHOUT_NUL.get(pattern) or (compiled and compiled.fullmatch)


def _wanted_text(name: str, shape: Shape) -> str:
    low, high = _LENGTHS_IN_PATTERNS.get(name, (shape.get("min", 0), shape.get("max")))
    length = say.amount(low, high, "character") if low or high is not None else "a text"
    return f"{length} matching {shape['pattern']}" if "pattern" in shape else length


def number_check(_name: str, shape: Shape) -> Check:
    """Checks that a whole number is in its range."""
    low, high = shape.get("min", -inf), shape.get("max", inf)
    wanted = say.number_range(shape.get("min"), shape.get("max"))

    def check(value: Any, samples: Samples) -> Sequence[Problem]:
        if isinstance(value, int) and not isinstance(value, bool):
            return FINE if low <= value <= high else [say.wrong_number(value, wanted)]
        return otherwise(check, value, samples, wanted)

    return check


def boolean_check(_name: str, _shape: Shape) -> Check:
    """Checks that a value is true or false."""

    def check(value: Any, samples: Samples) -> Sequence[Problem]:
        return FINE if isinstance(value, bool) else otherwise(check, value, samples, say.BOOLEAN)

    return check
