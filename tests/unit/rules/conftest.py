"""The real door to the rules: text in, findings out."""

from __future__ import annotations

from datetime import date
from textwrap import dedent

import pytest

from generator.library.documents import Attached, Documents, Script
from generator.payload.document import parse
from generator.payload.load import load
from generator.rules.frame import check
from generator.rules.subject import Subject

TODAY = date(2026, 6, 1)


@pytest.fixture
def findings():
    """Findings of a YAML text, of one code or of all; more texts are files beside it."""

    def run(text, code="", scripts=None, **files):
        loaded = load(parse("web.yaml", dedent(text).removeprefix("\n").encode()))
        assert loaded.payload is not None, [finding.message for finding in loaded.findings]
        documents = Documents(
            {name: Attached(name, held) for name, held in files.items()},
            {name: Script(name, held) for name, held in (scripts or {}).items()},
        )
        subject = Subject(loaded.payload, loaded.tree, loaded.factory_name, documents, TODAY)
        found = check(loaded, subject).findings
        return [finding for finding in found if finding.code == (code or finding.code)]

    return run


@pytest.fixture
def told(findings):
    """What the findings of one code say, with line and column: `3:8: message`."""

    def run(text, code, **files):
        return [
            f"{finding.location.span.line}:{finding.location.span.column}: {finding.message}"
            for finding in findings(text, code, **files)
        ]

    return run
