"""AF407: a parameter without a default, and no value for it."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Code, Severity
from generator.payload.component_uses import document_uses
from generator.rules.subject import Problem, Subject
from generator.rules.unknown_parameter import definition, kind

CODE = Code(
    "AF407",
    "missing parameter",
    Severity.ERROR,
    "The document defines a parameter without a default, so whoever uses it has to give a\n"
    "value; Image Builder refuses the recipe or the pipeline otherwise. Values are plain text\n"
    "and appear in CloudTrail: a secret is read by a step of the document from Secrets Manager,\n"
    "the parameter names it.",
    "imagebuilder model, ComponentConfiguration `parameters`",
)


def check(subject: Subject) -> Iterator[Problem]:
    """Yield each parameter that needs a value and has none."""
    for path, image in subject.images():
        for where, use, position in document_uses(image, path):
            for parameter in definition(subject, image, use) or ():
                if parameter.default is None and parameter.name not in use.parameters:
                    yield Problem(
                        (*where, position, "file" if use.file is not None else "name"),
                        f'{kind(use)} "{use.said}" needs the parameter "{parameter.name}"',
                        f"add parameters: {{{parameter.name}: ...}}",
                    )
