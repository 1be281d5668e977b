"""What both readers share: collecting findings, giving up, and mappings without double keys."""

from __future__ import annotations

from collections.abc import Sequence

from generator.findings import Code, Finding, Span, ordered
from generator.payload.credentials import masked
from generator.payload.nodes import Mapping, Node, Scalar
from generator.payload.reading_codes import DUPLICATE_KEY, LEFT_OUT, TOO_DEEP, finding_at

DEEPEST = 50
"""Levels of lists and mappings, the top level included."""
MOST_FINDINGS = 100
"""Findings after which a file is read no further; hostile text could give 100,000s."""
_SHOWN = 80
_LOOKED_AT = 10_000


def shown(text: str) -> str:
    """A text for a message: the file could hold one of a million characters.

    Secrets are masked before it is cut, since half of one has no form to know it by.
    """
    text = masked(text[:_LOOKED_AT])
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "..."


class StoppedError(Exception):
    """The text is not read any further; why has been told."""


class Findings:
    """What is told about one file while it is read."""

    def __init__(self, file: str, most: int = MOST_FINDINGS) -> None:
        self._file = file
        self._most = most
        self._told: list[Finding] = []

    def tell(
        self,
        code: Code,
        span: Span,
        message: str,
        hint: str = "",
        related: tuple[tuple[Span, str], ...] = (),
    ) -> None:
        """Note a finding and go on; raises StoppedError when there are too many."""
        if len(self._told) >= self._most:
            code, hint, related = LEFT_OUT, "mend these, then run again", ()
            message = f"there are more than {self._most} findings; the rest is not checked"
        self._told.append(finding_at(self._file, code, span, message, hint=hint, related=related))
        if len(self._told) > self._most:
            raise StoppedError(message)

    def stop(self, code: Code, span: Span, message: str, hint: str = "") -> StoppedError:
        """Note a finding after which nothing can be read; raise what this returns."""
        self.tell(code, span, message, hint)
        return StoppedError(message)

    def too_deep(self, span: Span) -> StoppedError:
        """Note that the text is nested too deeply; raise what this returns."""
        return self.stop(
            TOO_DEEP,
            span,
            f"lists and mappings are nested more than {DEEPEST} levels deep",
            "a payload needs fewer than ten levels; check the program that wrote this file",
        )

    def has(self, code: Code) -> bool:
        """True when the code has been told."""
        return any(finding.code == code.id for finding in self._told)

    def all(self) -> tuple[Finding, ...]:
        """Everything told, in reading order."""
        return ordered(self._told)


def build_mapping(
    entries: Sequence[tuple[Scalar, Node]], span: Span, findings: Findings
) -> Mapping:
    """A mapping of the entries; of equal keys the first stays and the others are told."""
    mapping = Mapping(entries, span)
    if len(mapping) == len(entries):
        return mapping
    first: dict[str, tuple[Scalar, Node]] = {}
    for key, value in entries:
        if key in first:
            _tell_duplicate(key, first[key][0], findings)
        else:
            first[key] = key, value
    return Mapping(first.values(), span)


def _tell_duplicate(key: Scalar, first: Scalar, findings: Findings) -> None:
    findings.tell(
        DUPLICATE_KEY,
        key.span,
        f'key "{shown(key)}" is written twice in this mapping',
        f"keep one of them; the first is on line {first.span.line}",
        related=((first.span, "first written here"),),
    )
