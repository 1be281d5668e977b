"""Facts of the documents that a payload names, each looked up and read once a process."""

from __future__ import annotations

from functools import lru_cache

from generator.library.catalog import component
from generator.library.describe import WorkflowFacts, outline, outline_workflow
from generator.library.documents import Documents
from generator.library.model import ComponentDocument, DocumentFacts, Platform


@lru_cache(maxsize=4096)
def held(name: str, platform: Platform, version: str | None) -> ComponentDocument | None:
    """The library's document of the name; None when it has none, or no such version."""
    return component(name, platform, version)


@lru_cache(maxsize=256)
def described(document: str) -> DocumentFacts | None:
    """What can be understood of a component document."""
    return outline(document)


@lru_cache(maxsize=256)
def described_workflow(document: str) -> WorkflowFacts | None:
    """What can be understood of a workflow document."""
    return outline_workflow(document)


def facts(
    documents: Documents,
    platform: Platform,
    name: str | None,
    file: str | None,
    version: str | None,
) -> DocumentFacts | None:
    """The facts of a component the payload names; None for one that is not ours to read."""
    if name is not None:
        return held(name, platform, version)
    return attached_facts(documents, file) if file is not None else None


def attached_facts(documents: Documents, file: str) -> DocumentFacts | None:
    """The facts of a component beside the payload; None when it cannot be had."""
    attached = documents.file(file)
    return None if attached.problem else described(attached.text)


def attached_workflow(documents: Documents, file: str) -> WorkflowFacts | None:
    """The facts of a workflow beside the payload; None when it cannot be had."""
    attached = documents.file(file)
    return None if attached.problem else described_workflow(attached.text)
