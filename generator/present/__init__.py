"""Showing: reports become text for a terminal, JSON, GitHub annotations or SARIF.

Takes a report and the catalogue of codes, gives text to print. Printing, choosing a format
and deciding about colour are left to the command line; nothing here reads a file.
"""

from __future__ import annotations

from collections.abc import Mapping

from generator.findings import Code, Report

FORMATS = ("text", "json", "github", "sarif")


def show(
    report: Report,
    format: str,  # noqa: A002 - named as the option that users type
    codes: Mapping[str, Code],
    *,
    color: bool = False,
) -> str:
    """Write a report in one of `FORMATS`, without a final newline.

    `codes` gives titles and explanations; a finding's code may be missing from it.
    `color` is for text only. Raises ValueError for another format.
    """
    match format:
        case "text":
            from generator.present.text import show_text

            return show_text(report, codes, color=color)
        case "json":
            from generator.present.json_report import show_json

            return show_json(report)
        case "github":
            from generator.present.github import show_github

            return show_github(report, codes)
        case "sarif":
            from generator.present.sarif import show_sarif

            return show_sarif(report, codes)
    raise ValueError(f"format {format!r} is none of {', '.join(FORMATS)}")
