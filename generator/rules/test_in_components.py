"""AF408: a test among the components, or a component among the tests."""

from __future__ import annotations

from collections.abc import Iterator

from generator import library
from generator.findings import Code, Severity
from generator.library.lookup import facts
from generator.payload.component_uses import uses_of_tests
from generator.payload.image import Image
from generator.payload.uses import ComponentUse
from generator.rules.subject import Problem, Subject

CODE = Code(
    "AF408",
    "test and component mixed up",
    Severity.ERROR,
    "What runs when is decided by the phases of a document: build and validate on the instance\n"
    "that becomes the image, test on an instance of the finished image. A document with nothing\n"
    "but a test phase does nothing where `components` puts it, and one without a test phase\n"
    "would, under `tests`, change the image instead of testing it. Move it to the other list. A\n"
    "document with both may stand in either: each of its phases runs when the phase is due.",
    "Image Builder User Guide, Use component documents in AWSTOE",
)
ALONE = True


def check(subject: Subject) -> Iterator[Problem]:
    """Yield each document that stands in the wrong list."""
    for path, image in subject.images():
        for position, use in enumerate(image.components):
            if _phases(subject, image, use) == ("test",):
                yield Problem(
                    (*path, "components", position, _key(use)),
                    f'"{use.said}" has only a test phase, so it adds nothing to the image',
                    "move it to tests",
                )
        for where, use, position in uses_of_tests(image, path):
            if "test" not in (_phases(subject, image, use) or ("test",)):
                yield Problem(
                    (*where, position, _key(use)),
                    f'"{use.said}" has no test phase: it would change the image, not test it',
                    "move it to components",
                )


def _phases(subject: Subject, image: Image, use: ComponentUse) -> tuple[str, ...]:
    """The phases of a document; none when they are not known."""
    found = facts(subject.documents, image.platform, use.name, use.file, use.version)
    if found is not None:
        return found.phases
    managed = library.managed(use.name) if use.name is not None else None
    if managed is None:
        return ()
    return ("test",) if managed.is_test else ("build",)


def _key(use: ComponentUse) -> str:
    return "file" if use.file is not None else "name"
