"""AF406: a parameter that the document does not define."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from generator.findings import Code, Path, Severity
from generator.library.lookup import attached_workflow, facts
from generator.library.model import Parameter
from generator.payload.component_uses import component_uses
from generator.payload.fields import near
from generator.payload.image import Image
from generator.payload.uses import ComponentUse, WorkflowUse
from generator.rules.subject import Problem, Subject

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


class Defined(NamedTuple):
    """A use, and the parameters that its document defines."""

    path: Path
    use: ComponentUse | WorkflowUse
    kind: str
    parameters: tuple[Parameter, ...]


def check(subject: Subject) -> Iterator[Problem]:
    """Yield each parameter that is given and not defined."""
    for path, use, kind, parameters in defined(subject):
        if not use.parameters:
            continue
        known = tuple(parameter.name for parameter in parameters)
        for name in use.parameters:
            if name not in known:
                yield Problem(
                    (*path, "parameters", name),
                    f'{kind} "{use.said}" has no parameter "{name}"',
                    near(name, known) or _listed(known),
                    at_key=True,
                )


def defined(subject: Subject) -> Iterator[Defined]:
    """Every use whose document can be read."""
    for path, image in subject.images():
        for place, use, _ in component_uses(image, path):
            found = facts(subject.documents, image.platform, use.name, use.file, use.version)
            if found is not None:
                yield Defined(place, use, "component", found.parameters)
        if image.workflows:
            yield from _workflows(subject, path, image)


def _workflows(subject: Subject, path: Path, image: Image) -> Iterator[Defined]:
    for position, use in enumerate(image.workflows):
        found = attached_workflow(subject.documents, use.file) if use.file is not None else None
        if found is not None:
            yield Defined((*path, "workflows", position), use, "workflow", found.parameters)


def _listed(known: tuple[str, ...]) -> str:
    return f"it takes {', '.join(known)}" if known else "it takes no parameters"
