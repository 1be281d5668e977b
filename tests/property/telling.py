"""What every finding has to be, whatever it is about: a place in the text, and printable words."""

from __future__ import annotations

from generator.cli.wiring import Stack, stack_of
from generator.findings import Finding, Location
from generator.payload.document import parse
from tests.property.worlds import BESIDE


def stack(data: bytes, ending: str) -> Stack:
    """What becomes of the bytes of a payload: a template, or errors, all of them well told."""
    made = stack_of(parse(str(BESIDE / f"factory.{ending}"), data))
    assert bool(made.text) is not made.report.failed
    lines = made.loaded.document.text.split("\n")
    for finding in made.report.findings:
        _check_words(finding)
        for place in (finding.location, *(each.location for each in finding.related)):
            _check_place(place, lines)
    return made


def _check_words(finding: Finding) -> None:
    words = (finding.message, finding.hint, *(each.message for each in finding.related))
    assert finding.message
    assert [each for each in words if not each.isprintable()] == []


def _check_place(place: Location | None, lines: list[str]) -> None:
    """A stretch of the text; libyaml ends an unfinished line on a line of its own."""
    assert place is not None
    span = place.span
    assert (span.line, span.column) <= (span.end_line, span.end_column)
    assert 1 <= span.line <= len(lines)
    assert 1 <= span.column <= len(lines[span.line - 1]) + 1
    if (span.end_line, span.end_column) != (len(lines) + 1, 1):
        assert span.end_line <= len(lines)
        assert span.end_column <= len(lines[span.end_line - 1]) + 1
