"""AF411: two documents that would become one component."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from generator.findings import Code, Path, Severity
from generator.library.lookup import held
from generator.payload.component_uses import component_uses
from generator.payload.image import Image
from generator.payload.resource_names import camel, component_slug, document_name
from generator.payload.uses import ComponentUse
from generator.rules.subject import Problem, Subject

CODE = Code(
    "AF411",
    "two components of one name",
    Severity.ERROR,
    "A document beside the payload becomes a component named after its file, without folder and\n"
    "ending; a library component is named after itself. Image Builder compares names in lower\n"
    "case with hyphens, and CloudFormation compares logical ids by letters and digits alone, so\n"
    "that web-1.yaml and web1.yaml, or my/hardening.yaml and the library's hardening, are one.\n"
    "Only one of the two documents would reach AWS, and both images would run it. Rename a\n"
    "file.",
    "imagebuilder model, CreateComponent `name`",
)


def check(subject: Subject) -> Iterator[Problem]:
    """Yield each document whose component another document has taken."""
    if not any(use.file for _, image in subject.images() for _, use, _ in component_uses(image)):
        return  # names of the library differ
    first: dict[str, tuple[str, Path]] = {}
    for path, image in subject.images():
        for where, use, position in component_uses(image, path):
            origin = _origin(image, use)
            if origin is None:
                continue
            source, name, key = origin
            here = (*where, position, key)
            logical = camel(component_slug(image.platform, name))
            other, earlier = first.setdefault(logical, (source, here))
            if other != source:
                yield Problem(
                    here,
                    f"{source} and {other} would be one component",
                    "rename a file: components are named after their files",
                    also=(earlier, "the other document"),
                )


def _origin(image: Image, use: ComponentUse) -> tuple[str, str, str] | None:
    """What the component is made of, its name, and the key that says so."""
    if use.file is not None:
        return f'file "{PurePosixPath(use.file)}"', document_name(use.file), "file"
    if use.name is not None and held(use.name, image.platform, use.version) is not None:
        return f'the library\'s "{use.name}"', use.name, "name"
    return None
