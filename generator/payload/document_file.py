"""Tells documents of AWS from payloads: components, workflows and runbooks are YAML as well."""

from __future__ import annotations

import re
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
_TEXT = re.compile(r"^(mainSteps|phases|steps)\s*:", re.MULTILINE)


def document_kind(document: Document) -> Kind | None:
    """Told by its keys; of a document that could not be read, by its text."""
    root = document.root
    if isinstance(root, Mapping):
        found = (kind for key, kind in _KEYS.items() if key in root)
        return None if "amis" in root else next(found, None)
    unread = {NOT_UTF8.id, TOO_LARGE.id}.intersection(each.code for each in document.findings)
    match = None if unread else _TEXT.search(document.text)
    return _KEYS[match[1]] if match else None


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
