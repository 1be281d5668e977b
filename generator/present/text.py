"""Findings as text for people: what, where, the line itself, and the way out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

from generator.findings import Code, Finding, Location, Report, Severity
from generator.present.excerpt import excerpt, split_lines
from generator.present.foreign import harmless, line_start, place
from generator.present.summary import summarize

_Lines = Callable[[str], Sequence[str]]
_Paint = Callable[[str, str], str]

# Select Graphic Rendition parameters of ECMA-48.
_SEVERITY_STYLE = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.INFO: "1;36"}
_PLACE_STYLE = "1"
_GUTTER_STYLE = "34"
_HINT_STYLE = "36"


def show_text(report: Report, codes: Mapping[str, Code], *, color: bool = False) -> str:
    """Write every finding with its excerpt, then the totals."""
    lines = cache(lambda file: _lines(report, file))
    paint = _painted if color else _plain
    blocks = ["\n".join(_finding(finding, lines, paint)) for finding in report.findings]
    return "\n\n".join([*blocks, "\n".join(_closing(report, codes))])


def _lines(report: Report, file: str) -> list[str]:
    text = report.sources.get(file)
    return [] if text is None else split_lines(text)


def _finding(finding: Finding, lines: _Lines, paint: _Paint) -> Iterator[str]:
    style = _SEVERITY_STYLE[finding.severity]
    yield _headline(finding, paint)
    if finding.location:
        yield from _excerpt(finding.location, lines, paint, style)
    for related in finding.related:
        yield f"  {paint(place(related.location), _PLACE_STYLE)}: {harmless(related.message)}"
        yield from _excerpt(related.location, lines, paint, _HINT_STYLE)
    if finding.hint:
        yield f"  {paint('hint:', _HINT_STYLE)} {harmless(finding.hint)}"


def _headline(finding: Finding, paint: _Paint) -> str:
    where = f"{paint(place(finding.location), _PLACE_STYLE)}: " if finding.location else ""
    severity = paint(f"{finding.severity}:", _SEVERITY_STYLE[finding.severity])
    return f"{where}{line_start(finding.code)} {severity} {harmless(finding.message)}"


def _excerpt(location: Location, lines: _Lines, paint: _Paint, style: str) -> Iterator[str]:
    shown = excerpt(lines(location.file), location.span)
    if shown:
        number = f"    {location.span.line} |"
        below = " " * (len(number) - 1) + "|"
        yield f"{paint(number, _GUTTER_STYLE)} {shown.line}".rstrip()
        yield f"{paint(below, _GUTTER_STYLE)} {shown.indent}{paint(shown.marks, style)}"


def _closing(report: Report, codes: Mapping[str, Code]) -> Iterator[str]:
    yield _totals(report)
    explained = [finding for finding in report.findings if finding.code in codes]
    if explained:
        first = min(explained, key=lambda finding: finding.severity.rank)
        yield f"run `amifactory explain {first.code}` for more"


def _totals(report: Report) -> str:
    summary = summarize(report)
    counts = [
        _counted(number, noun)
        for number, noun in (
            (summary.errors, "error"),
            (summary.warnings, "warning"),
            (summary.infos, "info"),
        )
        if number
    ]
    files = summary.files_with_findings if counts else summary.files_read
    where = f" in {_counted(files, 'file')}" if files else ""
    suppressed = f", {summary.suppressed} suppressed" if summary.suppressed else ""
    return f"{', '.join(counts) or 'no findings'}{where}{suppressed}"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _painted(text: str, style: str) -> str:
    return f"\x1b[{style}m{text}\x1b[0m"


def _plain(text: str, style: str) -> str:  # noqa: ARG001 - stands in for `_painted`
    return text
