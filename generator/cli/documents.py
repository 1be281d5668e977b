"""Documents given by themselves: components, workflows and runbooks, each to its own check."""

from __future__ import annotations

from collections.abc import Iterator

from generator.awstoe.automation.check import check as check_automation
from generator.awstoe.check import check as check_component
from generator.awstoe.workflows.check import check as check_workflow
from generator.findings import Finding, Location, Report, Span
from generator.payload.credentials import in_program, masked
from generator.payload.document import Document
from generator.payload.document_file import Kind
from generator.payload.model import Suppression
from generator.rules.secret import CODE as SECRET
from generator.rules.secret import HINT
from generator.rules.suppression import sort_out


def check(document: Document, kind: Kind, suppressed: tuple[Suppression, ...]) -> Report:
    """Everything that is wrong with a document."""
    text, found = _found(document, kind)
    found = (*found, *_secrets(document.file, text))
    known = {(each.code, each.location) for each in found}
    rest = (each for each in document.findings if (each.code, each.location) not in known)
    kept = sort_out((*found, *rest), None, suppressed)
    return Report(kept.standing, {document.file: masked(text)}, kept.accepted)


def _secrets(file: str, text: str) -> Iterator[Finding]:
    """What a payload that uses the document would be told of."""
    for line, secret in in_program(text):
        said = f'{secret.kind} ("{secret.shown}...") is written into the document'
        place = Location(file, Span(line, 1, line, 1))
        yield Finding(SECRET.id, SECRET.severity, said, HINT, place)


def _found(document: Document, kind: Kind) -> tuple[str, tuple[Finding, ...]]:
    file, data = document.file, document.text.encode()
    match kind:
        case Kind.COMPONENT:
            component = check_component(file, data)
            return component.text, component.findings
        case Kind.WORKFLOW:
            workflow = check_workflow(file, data)
            return workflow.text, workflow.findings
    return check_automation(file, data)
