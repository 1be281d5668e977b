"""Tells documents of AWS from payloads: components, workflows and runbooks are YAML as well."""

from __future__ import annotations

import re
from difflib import get_close_matches
from enum import StrEnum

from generator.findings import Finding, Span
from generator.payload.codes import DOCUMENT_GIVEN
from generator.payload.document import Document
from generator.payload.nodes import Mapping
from generator.payload.reading_codes import NOT_UTF8, TOO_LARGE, finding_at


class Kind(StrEnum):
    """What a file is, other than a payload or a template."""

    COMPONENT = "a component document"
    WORKFLOW = "a workflow document"
    AUTOMATION = "an Automation document"


_KEYS = {"mainSteps": Kind.AUTOMATION, "phases": Kind.COMPONENT, "steps": Kind.WORKFLOW}
"""The key that only this kind has at its top; looked for in this order."""
_SHARED = ("schemaVersion", "name", "description", "parameters", "constants", "outputs")
_RUNBOOK = "0.3"
"""The schemaVersion of Automation documents; the others have 1.0."""
_COMPARED = 40
"""Keys, and characters of one, that are compared: a hostile document has many."""
_TEXT = re.compile(r"^(mainSteps|phases|steps)\s*:", re.MULTILINE)


def document_kind(document: Document) -> Kind | None:
    """Told by its keys; of a document that could not be read, by its text."""
    root = document.root
    if isinstance(root, Mapping):
        return None if "amis" in root else _by_keys(root)
    unread = {NOT_UTF8.id, TOO_LARGE.id}.intersection(each.code for each in document.findings)
    match = None if unread else _TEXT.search(document.text)
    return _KEYS[match[1]] if match else None


def _by_keys(root: Mapping) -> Kind | None:
    """By the key that its kind has; without one by the version, which no payload has."""
    found = next((kind for key, kind in _KEYS.items() if key in root), None)
    version = root.get("schemaVersion")
    if version == _RUNBOOK and found is not Kind.COMPONENT:
        return Kind.AUTOMATION
    return found or (_by_a_slip(root) if version is not None else None)


def _by_a_slip(root: Mapping) -> Kind:
    """By a misspelt key; a document without any is taken for a component."""
    names = [key for key in root if key not in _SHARED][:_COMPARED]
    meant = [near for key in names for near in get_close_matches(key[:_COMPARED], _KEYS, n=1)]
    return _KEYS[meant[0]] if meant else Kind.COMPONENT


def document_given(document: Document, kind: Kind) -> Finding:
    """Said once, where a payload is needed."""
    return finding_at(
        document.file,
        DOCUMENT_GIVEN,
        Span(1, 1, 1, 2),
        f"this is {kind}, not a payload",
        hint="`amifactory check` checks it; a payload uses it with `components: [{file: ...}]`"
        if kind is Kind.COMPONENT
        else "`amifactory check` checks it",
    )
