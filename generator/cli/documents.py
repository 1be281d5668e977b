"""Documents given by themselves: components, workflows and runbooks, each to its own check."""

from __future__ import annotations

from generator.awstoe.automation.check import check as check_automation
from generator.awstoe.check import check as check_component
from generator.awstoe.workflows.check import check as check_workflow
from generator.findings import Finding, Report
from generator.payload.document import Document
from generator.payload.document_file import Kind
from generator.payload.model import Suppression
from generator.rules.suppression import sort_out


def check(document: Document, kind: Kind, suppressed: tuple[Suppression, ...]) -> Report:
    """Everything that is wrong with a document."""
    text, found = _found(document, kind)
    known = {(each.code, each.location) for each in found}
    rest = (each for each in document.findings if (each.code, each.location) not in known)
    kept = sort_out((*found, *rest), None, suppressed)
    return Report(kept.standing, {document.file: text}, kept.accepted)


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
