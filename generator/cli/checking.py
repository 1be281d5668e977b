"""What `check` does: every payload all the way to its template, of which findings are kept.

Documents of components, workflows and automations are checked by themselves.
"""

from __future__ import annotations

from functools import partial

from generator.cli import documents, sharing, wiring
from generator.errors import UnreadableError
from generator.findings import Report
from generator.payload.document import read
from generator.payload.document_file import document_kind
from generator.payload.model import Suppression


def check(
    files: tuple[str, ...], suppressed: tuple[Suppression, ...], engines: tuple[str, ...]
) -> tuple[Report, list[UnreadableError]]:
    """Everything that is wrong with the payloads, and why some could not be read."""
    reports, unread = sharing.results(partial(_found, suppressed, engines), files)
    return sharing.together(reports), unread


def _found(suppressed: tuple[Suppression, ...], engines: tuple[str, ...], file: str) -> Report:
    document = read(file)
    kind = document_kind(document)
    if kind is not None:
        return sharing.slim(documents.check(document, kind, suppressed))
    return sharing.slim(wiring.stack_of(document, suppressed, engines=engines).report)
