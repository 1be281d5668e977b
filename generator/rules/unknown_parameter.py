"""AF406: a parameter that the document does not define."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Code, Path, Severity
from generator.library.describe import WorkflowFacts
from generator.library.lookup import attached_workflow, facts
from generator.library.model import DocumentFacts, Parameter
from generator.payload.component_uses import document_uses
from generator.payload.fields import near
from generator.payload.image import Image
from generator.payload.uses import ComponentUse, WorkflowUse
from generator.rules.subject import Problem, Subject

Use = ComponentUse | WorkflowUse

CODE = Code(
    "AF406",
    "unknown parameter",
    Severity.ERROR,
    "A component or workflow is given a parameter that its document does not define. Image\n"
    "Builder refuses the recipe or the pipeline then, rather than ignoring the value. Names are\n"
    "case-sensitive. `amifactory components NAME` shows what a library component takes; a\n"
    "document beside the payload lists its own under `parameters`.",
    "imagebuilder model, ComponentConfiguration `parameters`",
)
ALONE = True


def check(subject: Subject) -> Iterator[Problem]:
    """Yield each parameter that is given and not defined."""
    for path, image in subject.images():
        for where, use, position in document_uses(image, path):
            if use.parameters:
                yield from _unknown(subject, (*where, position, "parameters"), image, use)


def _unknown(subject: Subject, path: Path, image: Image, use: Use) -> Iterator[Problem]:
    defined = definition(subject, image, use)
    if defined is None:
        return
    known = tuple(parameter.name for parameter in defined)
    for name in use.parameters:
        if name not in known:
            yield Problem(
                (*path, name),
                f'{kind(use)} "{use.said}" has no parameter "{name}"',
                near(name, known) or _listed(known),
                at_key=True,
            )


def _listed(known: tuple[str, ...]) -> str:
    return f"it takes {', '.join(known)}" if known else "it takes no parameters"


def definition(subject: Subject, image: Image, use: Use) -> tuple[Parameter, ...] | None:
    """The parameters a document defines; None for a document that is not ours to read."""
    found: DocumentFacts | WorkflowFacts | None = None
    if isinstance(use, ComponentUse):
        found = facts(subject.documents, image.platform, use.name, use.file, use.version)
    elif use.file is not None:
        found = attached_workflow(subject.documents, use.file)
    return found.parameters if found is not None else None


def kind(use: Use) -> str:
    """What a person calls the document."""
    return "component" if isinstance(use, ComponentUse) else "workflow"
