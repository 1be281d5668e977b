"""The facts of a component or workflow document, or what is wrong with it and where."""

from __future__ import annotations

from dataclasses import dataclass

from generator.awstoe.check import check
from generator.awstoe.model import Document
from generator.awstoe.workflows.check import check as check_workflow
from generator.findings import Finding
from generator.library.model import DocumentFacts, Parameter


@dataclass(frozen=True, slots=True)
class WorkflowFacts:
    """What a workflow document says about itself."""

    parameters: tuple[Parameter, ...]
    outputs: tuple[str, ...]
    """Names of what it gives to later workflows and to the service."""


def describe(document: str) -> DocumentFacts | tuple[Finding, ...]:
    """The facts of a component document, or everything that was found in a broken one."""
    checked = check("", _bytes(document))
    return _facts(checked.document) if checked.document is not None else checked.findings


def outline(document: str) -> DocumentFacts | None:
    """What can be understood of a component document, also of one with mistakes."""
    understood = check("", _bytes(document)).outline
    return _facts(understood) if understood is not None else None


def outline_workflow(document: str) -> WorkflowFacts | None:
    """What can be understood of a workflow document, also of one with mistakes."""
    understood = check_workflow("", _bytes(document)).outline
    if understood is None:
        return None
    parameters = (_parameter(each.name, each.default) for each in understood.parameters)
    return WorkflowFacts(tuple(parameters), understood.outputs)


def _bytes(document: str) -> bytes:
    return document.encode("utf-8", "surrogatepass")


def _parameter(name: str, default: str | None, description: str = "") -> Parameter:
    return Parameter(str(name), None if default is None else str(default), description)


def _facts(document: Document) -> DocumentFacts:
    return DocumentFacts(
        name=document.name,
        description=document.description,
        parameters=tuple(
            _parameter(each.name, each.default, each.description) for each in document.parameters
        ),
        phases=tuple(str(phase.name) for phase in document.phases),
    )
