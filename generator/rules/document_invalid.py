"""AF404: a component document beside the payload with mistakes in it."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Code, Path, Severity
from generator.library.lookup import described
from generator.library.model import LONGEST, DocumentFacts
from generator.payload.component_uses import component_uses
from generator.rules.subject import Problem, Subject

CODE = Code(
    "AF404",
    "component document with mistakes",
    Severity.ERROR,
    "The document is not what AWSTOE, the runner of Image Builder, can read: CloudFormation\n"
    "would refuse it, or the build would fail on its instance. The message names line and\n"
    "column in the document. A document has `schemaVersion: 1.0` and `phases` (build, validate\n"
    "or test), each phase a name and steps, each step a name and an action. Only this frame is\n"
    "checked here, not what each action takes.",
    "Image Builder User Guide, Use component documents in AWSTOE",
)
ALONE = True


def check(subject: Subject) -> Iterator[Problem]:
    """Yield every mistake of every document beside the payload."""
    for path, image in subject.images():
        for where, use, position in component_uses(image, path):
            if use.file is not None:
                yield from _mistakes(subject, (*where, position, "file"), use.file)


def _mistakes(subject: Subject, path: Path, file: str) -> Iterator[Problem]:
    attached = subject.documents.file(file)
    if attached.problem or len(attached.text) > LONGEST:
        return
    facts = described(attached.text)
    for problem in () if isinstance(facts, DocumentFacts) else facts:
        said = f"{file}:{problem.line}:{problem.column}: {problem.message}"
        yield Problem(path, said, problem.hint)
