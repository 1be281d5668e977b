"""What is wrong inside of the documents beside a payload. Not a rule: awstoe has those.

A document is checked once, for the platform of the first image that uses it; documents that
cannot be had, or are too long, have rules of their own (AF403, AF405).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from generator.awstoe import codes as component_codes
from generator.awstoe.check import check as check_component
from generator.awstoe.workflows import codes as workflow_codes
from generator.awstoe.workflows.check import check as check_workflow
from generator.findings import Finding
from generator.findings import Path as Place
from generator.library.model import LONGEST
from generator.payload.component_uses import component_uses
from generator.payload.credentials import masked
from generator.payload.image import Image
from generator.payload.uses import ComponentUse, WorkflowUse
from generator.rules.subject import Subject

CODES = (*component_codes.CODES, *workflow_codes.CODES)


def findings(subject: Subject) -> Iterator[tuple[Finding, str]]:
    """Everything found in documents, located there, with the text of the document."""
    seen: set[tuple[str, str]] = set()
    for path, image in subject.images():
        for place, use in _uses(image, path):
            kind = type(use).__name__
            if use.file is not None and (kind, use.file) not in seen:
                seen.add((kind, use.file))
                yield from _of_document(subject, image, place, use)


def _uses(image: Image, path: Place) -> Iterator[tuple[Place, ComponentUse | WorkflowUse]]:
    for where, use, position in component_uses(image, path):
        yield (*where, position, "file"), use
    for position, workflow in enumerate(image.workflows):
        yield (*path, "workflows", position, "file"), workflow


def _of_document(
    subject: Subject, image: Image, place: Place, use: ComponentUse | WorkflowUse
) -> Iterator[tuple[Finding, str]]:
    attached = subject.documents.file(str(use.file))
    if attached.problem or len(attached.text) > LONGEST:
        return
    file, data = str(Path(subject.folder) / attached.file), attached.text.encode()
    if isinstance(use, WorkflowUse):
        workflow = check_workflow(file, data, (use.type or "").upper())
        found, text = workflow.findings, workflow.text
    else:
        component = check_component(file, data, image.platform)
        found, text = component.findings, component.text
    shown = masked(text)
    for finding in found:
        yield replace(finding, path=place), shown
