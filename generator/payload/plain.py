"""What an unquoted value means: the core schema of YAML 1.2, decimal only.

Fields that take a number or a boolean ask here; everything else keeps the text as written.
Source: https://yaml.org/spec/1.2.2/#103-core-schema
"""

from __future__ import annotations

import re

from generator.payload.nodes import Scalar

_NUMBER = re.compile(
    r"(?P<sign>[-+]?)(?P<whole>0|[1-9][0-9]{0,18})(?:\.(?P<part>[0-9]{0,18}))?"
    r"(?:[eE](?P<power>[-+]?[0-9]{1,2}))?",
)
_BOOLEANS = {
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
_YAML11_BOOLEANS = {"y", "n", "yes", "no", "on", "off"}
_LARGEST = 2**63 - 1


def as_integer(scalar: Scalar) -> int | None:
    """The whole number an unquoted value stands for: `12`, `-3`, `1e2`, `1.0`.

    None for quoted text, leading zeros, octal and hexadecimal, fractions, and numbers beyond
    64 bits, which no field takes.
    """
    match = _NUMBER.fullmatch(scalar) if scalar.plain else None
    if match is None:
        return None
    part = match["part"] or ""
    shift = int(match["power"] or 0) - len(part)
    value = _shifted(int(match["whole"] + part), shift)
    if value is None or value > _LARGEST:
        return None
    return -value if match["sign"] == "-" else value


def as_boolean(scalar: Scalar) -> bool | None:
    """True or false for an unquoted true or false (also True, TRUE...); None for all else."""
    return _BOOLEANS.get(scalar) if scalar.plain else None


def looks_like_yaml11_boolean(scalar: Scalar) -> bool:
    """True for yes, no, on, off, y and n in any case: booleans of YAML 1.1, text in 1.2."""
    return scalar.lower() in _YAML11_BOOLEANS


def _shifted(digits: int, shift: int) -> int | None:
    """The digits times ten to the shift; None when that is no whole number."""
    if shift >= 0:
        return int(digits * 10**shift)
    quotient, rest = divmod(digits, 10**-shift)
    return None if rest else int(quotient)
