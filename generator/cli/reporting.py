"""Prints reports and results, and says with which code to leave."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import click

from generator.cli.making import Made, stale
from generator.errors import Exit
from generator.findings import Finding, Location, Related, Report


def show(report: Report, findings_format: str, *, color: bool, quiet: bool = False) -> None:
    """Print findings on standard output; `quiet` prints nothing when there are none."""
    from generator.catalogue import catalogue
    from generator.present import show as written

    nothing = not report.findings and not report.suppressed
    if quiet and nothing and findings_format == "text":
        return
    codes = catalogue() if not nothing or findings_format == "sarif" else {}
    text = written(_from_here(report), findings_format, codes, color=color)
    if text:
        click.echo(text)


def status(report: Report, *, strict: bool = False) -> Exit:
    """3 when an error stands, or with `strict` a warning."""
    warned = strict and any(finding.severity == "warning" for finding in report.findings)
    return Exit.FINDINGS if report.failed or warned else Exit.DONE


def tell(made: tuple[Made, ...], *, only_compare: bool) -> Exit:
    """Print what became of every file; 5 when comparing found a difference."""
    for each in made:
        if each.staged is None:
            continue
        verb = each.staged.outcome.value
        if only_compare and verb != "same":
            verb = "missing" if verb == "created" else "out of date"
        said = f", {len(each.images)} image{'s' if len(each.images) != 1 else ''}"
        counted = f"{each.resources} resource{'s' if each.resources != 1 else ''}"
        click.echo(f"{verb:<8} {each.staged.path} ({counted}{said if each.images else ''})")
        for line in each.images:
            click.echo(f"         - {line}")
    return Exit.CHANGES if only_compare and stale(made) else Exit.DONE


def _from_here(report: Report) -> Report:
    """File names relative to the current folder where they lie below it: CI wants them so."""
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
        related = tuple(Related(place(each.location), each.message) for each in finding.related)
        location = finding.location and place(finding.location)
        return replace(finding, location=location, related=related)

    return Report(
        tuple(map(moved, report.findings)),
        {name(file): text for file, text in report.sources.items()},
        tuple(map(moved, report.suppressed)),
    )
