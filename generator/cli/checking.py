"""What `check` does: every payload all the way to its template, of which findings are kept."""

from __future__ import annotations

from functools import partial

from generator.cli import sharing, wiring
from generator.errors import UnreadableError
from generator.findings import Report
from generator.payload.model import Suppression


def check(
    files: tuple[str, ...], suppressed: tuple[Suppression, ...], engines: tuple[str, ...]
) -> tuple[Report, list[UnreadableError]]:
    """Everything that is wrong with the payloads, and why some could not be read."""
    reports, unread = sharing.results(partial(_found, suppressed, engines), files)
    return sharing.together(reports), unread


def _found(suppressed: tuple[Suppression, ...], engines: tuple[str, ...], file: str) -> Report:
    return sharing.slim(wiring.stack(file, suppressed, engines=engines).report)
