"""Prints reports in the format that was asked for, and says with which code to leave."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from generator.cli import streams
from generator.cli.options import Asked
from generator.errors import AmiFactoryError, Exit, UnreadableError
from generator.findings import Finding, Location, Related, Report
from generator.payload.credentials import masked


def finish(
    report: Report,
    asked: Asked,
    unread: Sequence[UnreadableError] = (),
    *,
    strict: bool = False,
    quiet: bool = False,
) -> Exit:
    """Show what was found; 3 when an error stands, or with `strict` a linter's warning.

    Raises:
        UnreadableFilesError: when some files could not be read; the door shows both.
    """
    if unread:
        from generator.cli.sharing import UnreadableFilesError

        raise UnreadableFilesError(unread, report)
    if not quiet or has_news(report, asked):
        show(report, asked)
    failed = report.failed or (strict and any(map(_of_a_linter, report.findings)))
    return Exit.FINDINGS if failed else Exit.DONE


def _of_a_linter(finding: Finding) -> bool:
    return not finding.code.startswith("AF")


def has_news(report: Report, asked: Asked) -> bool:
    """Whether there is something to show; programs want a document in any case."""
    return bool(report.findings or report.suppressed) or asked.for_programs


def show(report: Report, asked: Asked, error: AmiFactoryError | None = None) -> None:
    """Print findings, where they belong, and in JSON also what stopped the command."""
    from generator.catalogue import catalogue
    from generator.present import show as written

    codes = catalogue() if report.findings or asked.findings == "sarif" else {}
    text = written(_from_here(report), asked.findings, codes, color=asked.colored)
    if error is not None and asked.findings == "json":
        text = _with_error(text, error)
    if text:
        (streams.err if asked.aside else streams.out)(f"{text}\n")


def _with_error(report: str, error: AmiFactoryError) -> str:
    import json

    from generator.present.json_report import dump

    causes = [
        {"message": cause.message, "hint": cause.hint} for cause in getattr(error, "causes", ())
    ]
    said = {"message": error.message, "hint": error.hint, "causes": causes}
    return dump({**json.loads(report), "error": said})


def _from_here(report: Report) -> Report:
    """File names relative to the current folder where they lie below it: CI wants them so.

    What findings quote is without credentials, as the texts they point into are.
    """
    here = Path.cwd()

    def relative(name: str) -> str:
        path = Path(name)
        if path.is_absolute() and path.is_relative_to(here):
            return os.fspath(path.relative_to(here))
        return name

    return _renamed(report, relative)


def _renamed(report: Report, name: Callable[[str], str]) -> Report:
    def place(location: Location) -> Location:
        return replace(location, file=name(location.file))

    def moved(finding: Finding) -> Finding:
        related = tuple(
            Related(place(each.location), masked(each.message)) for each in finding.related
        )
        location = finding.location and place(finding.location)
        message, hint = masked(finding.message), masked(finding.hint)
        return replace(finding, location=location, related=related, message=message, hint=hint)

    return Report(
        tuple(map(moved, report.findings)),
        {name(file): text for file, text in report.sources.items()},
        tuple(map(moved, report.suppressed)),
    )
