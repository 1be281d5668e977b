"""Codes of findings as text: a listing, and one at length."""

from __future__ import annotations

import re

from generator.catalogue import catalogue
from generator.findings import Code
from generator.rules.suppression import LISTED, near_codes

_LINTERS = re.compile(r"[EFW]\d{4}")
_LINTER_CODE = """\
{code} is a code of the template linters that `amifactory lint` runs, cfn-lint (E, W) and AWS's
cloudformation-validate (F, E, W); where both know a rule they use the same number.

cfn-lint describes its rules at
https://github.com/aws-cloudformation/cfn-lint/blob/main/docs/rules.md
"""


def listing() -> str:
    """Every code, its severity and title, a line each."""
    return "".join(
        f"{code.id}  {code.severity.value:<7}  {code.title}\n" for code in catalogue().values()
    )


def explained(code: str) -> str:
    """What a code means and what to do about it; empty when there is no such code."""
    found = catalogue().get(code)
    if found is not None:
        return _long(found)
    return _LINTER_CODE.format(code=code) if _LINTERS.fullmatch(code) else ""


def unknown(code: str) -> str:
    """What to say of a code that is none."""
    return f'there is no code "{code}"; {near_codes(code, catalogue()) or LISTED}'


def _long(code: Code) -> str:
    source = f"\nSource: {code.source}\n" if code.source else ""
    return f"{code.id} {code.severity.value}: {code.title}\n\n{code.explain.rstrip()}\n{source}"
