"""Findings that are accepted with a reason, and entries of `suppress` that cannot do that.

Not a rule: it looks at what the rules found. Only their findings can be accepted. Those about
the text and its shape leave no payload to work with, and those about what it becomes are
refusals of AWS, which no reason moves. Codes of template linters are left to `lint`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from generator.findings import Code, Finding, Severity
from generator.payload.codes import UNUSABLE_SUPPRESSION
from generator.payload.fields import near
from generator.payload.model import Payload, Suppression
from generator.rules.subject import Problem

UNUSED_SUPPRESSION = Code(
    "AF215",
    "suppression accepts nothing",
    Severity.WARNING,
    "An entry of `suppress` matches no finding: what it accepted has been mended, or its `image`\n"
    "is not the one that has the finding. Remove the entry. Left in place, it would silently\n"
    "accept the same mistake when it comes back.",
)

LISTED = "`amifactory explain` lists all codes"

_LOOKALIKES = str.maketrans("OIL", "011")
_LINTERS = re.compile(r"[EFW]\d{4}")
_SHAPE_OR_RESULT = ("AF1", "AF2", "AF5")


@dataclass(frozen=True, slots=True)
class Sorted:
    """Findings that stand, those that are accepted, and the suppressions that did it."""

    standing: tuple[Finding, ...]
    accepted: tuple[Finding, ...]
    used: frozenset[int]
    """Positions among the suppressions."""


def sort_out(
    findings: Iterable[Finding], payload: Payload | None, suppressions: Sequence[Suppression]
) -> Sorted:
    """Set apart what is accepted; the first suppression that fits gives the reason."""
    standing, accepted, used = [], [], set()
    for finding in findings:
        fitting = [n for n, each in enumerate(suppressions) if _fits(each, finding, payload)]
        used.update(fitting)
        if fitting:
            accepted.append(replace(finding, reason=suppressions[fitting[0]].reason))
        else:
            standing.append(finding)
    return Sorted(tuple(standing), tuple(accepted), frozenset(used))


def refusal(code: str, known: Collection[str]) -> tuple[str, str] | None:
    """Why a code cannot be suppressed, with a hint; None when it can. `known` are the rules'."""
    if code in known or _LINTERS.fullmatch(code):
        return None
    if re.fullmatch(r"AF\d{3}", code) and code.startswith(_SHAPE_OR_RESULT):
        hint = "mend what it points at; AF3xx, AF4xx, AF7xx and codes of template linters can be"
        return f"{code} cannot be suppressed", hint
    return f'there is no code "{code}"', near_codes(code, known) or LISTED


def near_codes(code: str, known: Iterable[str]) -> str:
    """A did-you-mean of the codes that differ in one character, or have two swapped."""
    digits = code.upper().translate(_LOOKALIKES)
    every = sorted(known)
    match = [digits] if digits in every else get_close_matches(digits, every, n=3, cutoff=0.8)
    return f"did you mean {' or '.join(sorted(match))}?" if match else ""


def complaints(
    payload: Payload, known: Collection[str], used: Collection[int], *, whole: bool
) -> Iterator[tuple[Code, Problem]]:
    """What is wrong with the entries of `suppress`.

    `whole` is false for a payload whose faulty parts were taken away: what an entry was meant
    for may be among them.
    """
    images = [image.image_name for image in payload.amis]
    for position, entry in enumerate(payload.suppress):
        refused = refusal(entry.code, known)
        if refused:
            yield UNUSABLE_SUPPRESSION, Problem(("suppress", position, "code"), *refused)
        elif whole and entry.image is not None and entry.image not in images:
            message = f'no image is named "{entry.image}"'
            hint = near(entry.image, images) or f"the images are {', '.join(images[:10])}"
            yield UNUSABLE_SUPPRESSION, Problem(("suppress", position, "image"), message, hint)
        elif whole and position not in used and entry.code in known:
            message = f"nothing to suppress: {entry.code} is not found" + _where(entry)
            hint = "remove the entry, so that it cannot hide a new mistake"
            yield UNUSED_SUPPRESSION, Problem(("suppress", position), message, hint)


def _where(entry: Suppression) -> str:
    return f' in image "{entry.image}"' if entry.image is not None else ""


def _fits(suppression: Suppression, finding: Finding, payload: Payload | None) -> bool:
    if suppression.code != finding.code:
        return False
    if suppression.image is None:
        return True
    match finding.path[:2]:
        case ("amis", int(position)) if payload is not None:
            return payload.amis[position].image_name == suppression.image
    return False
