"""AF405: a document that is too long to stand in a template."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Code, Severity
from generator.library.model import LONGEST
from generator.payload.component_uses import document_uses
from generator.rules.subject import Problem, Subject

CODE = Code(
    "AF405",
    "document too large",
    Severity.ERROR,
    "Component and workflow documents are part of the template, and Image Builder takes up to\n"
    "16,000 characters that way. Split the document in two and list both, or keep what is long\n"
    "(a script, a package list) in S3 and let a step of the document download it. A bootstrap\n"
    "script is downloaded anyhow and may have any size.",
    "imagebuilder model, CreateComponent `data` and CreateWorkflow `data`",
)
ALONE = True


def check(subject: Subject) -> Iterator[Problem]:
    """Yield each document beside the payload that is too long."""
    for path, image in subject.images():
        for where, use, position in document_uses(image, path):
            if use.file is not None and _too_long(subject, use.file):
                yield Problem(
                    (*where, position, "file"),
                    f'file "{use.file}" has more than {LONGEST} characters, '
                    "the most that a template can carry",
                    "split it in two, or let a step download what is long",
                )


def _too_long(subject: Subject, file: str) -> bool:
    return len(subject.documents.file(file).text) > LONGEST
