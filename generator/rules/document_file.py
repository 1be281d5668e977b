"""AF403: a file beside the payload that cannot be read."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Code, Severity
from generator.payload.component_uses import document_uses
from generator.rules.subject import Problem, Subject

CODE = Code(
    "AF403",
    "file beside the payload cannot be used",
    Severity.ERROR,
    "`file` names a component or workflow document in the payload's folder or below it, with\n"
    "forward slashes. The file is missing, is not UTF-8 text, cannot be read by you, or is a\n"
    "link that leads out of the folder: documents are read only from beside the payload, so\n"
    "that a payload from elsewhere cannot put a file of this machine into a template.",
)
ALONE = True


def check(subject: Subject) -> Iterator[Problem]:
    """Yield each file that cannot be had."""
    for path, image in subject.images():
        for where, use, position in document_uses(image, path):
            if use.file is None:
                continue
            problem = subject.documents.file(use.file).problem
            if problem:
                yield Problem(
                    (*where, position, "file"),
                    f'file "{use.file}" cannot be used: {problem}',
                    "a file is named as seen from the payload's folder",
                )
