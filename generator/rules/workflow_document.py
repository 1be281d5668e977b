"""AF412: a workflow document beside the payload with mistakes in it."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Code, Path, Severity
from generator.library.lookup import described_workflow
from generator.library.model import LONGEST
from generator.library.workflows import WorkflowFacts
from generator.payload.uses import WorkflowUse
from generator.rules.subject import Problem, Subject

IMAGE_OUTPUT = "ImageId"

CODE = Code(
    "AF412",
    "workflow document with mistakes",
    Severity.ERROR,
    "The document is not a workflow that Image Builder takes. The message names line and column\n"
    "in the document. A workflow has `schemaVersion: 1.0` and up to 15 steps, each a name and\n"
    "an action. One of type build also has to give the image away, as an output with the name\n"
    "ImageId (outputs: [{name: ImageId, value: $.stepOutputs.<step>.imageId}]); the pipeline is\n"
    "refused otherwise. Only this frame is checked here, not the inputs of each action.",
    "Image Builder User Guide, Create a YAML workflow document",
)
ALONE = True


def check(subject: Subject) -> Iterator[Problem]:
    """Yield every mistake of every workflow beside the payload."""
    for path, image in subject.images():
        for position, use in enumerate(image.workflows):
            if use.file is not None:
                yield from _document(subject, (*path, "workflows", position, "file"), use, use.file)


def _document(subject: Subject, path: Path, use: WorkflowUse, file: str) -> Iterator[Problem]:
    attached = subject.documents.file(file)
    if attached.problem or len(attached.text) > LONGEST:
        return
    facts = described_workflow(attached.text)
    if not isinstance(facts, WorkflowFacts):
        for problem in facts:
            said = f"{file}:{problem.line}:{problem.column}: {problem.message}"
            yield Problem(path, said, problem.hint)
    elif use.type == "build" and IMAGE_OUTPUT not in facts.outputs:
        yield Problem(
            path,
            f'build workflow "{file}" has no output named {IMAGE_OUTPUT}',
            "add outputs: [{name: ImageId, value: $.stepOutputs.<step>.imageId}], "
            "with the step that creates the image",
        )
