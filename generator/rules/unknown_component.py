"""AF401: a component that nobody has heard of."""

from __future__ import annotations

from collections.abc import Iterator

from generator import library
from generator.findings import Code, Severity
from generator.library.lookup import held
from generator.library.model import Platform
from generator.payload.component_uses import component_uses
from generator.payload.fields import near
from generator.payload.image import Image
from generator.rules.subject import Problem, Subject

CODE = Code(
    "AF401",
    "unknown component",
    Severity.ERROR,
    "`name` means a component of the library, or one of those AWS manages in every region, and\n"
    "each is made for one platform: the image's, which its `automationDocument` decides.\n"
    "`amifactory components` lists the library. A component of your own is used by `file` (a\n"
    "document beside the payload) or by `arn` (one that exists in the account). AWS manages\n"
    "more components than are known here; those, too, can be named by ARN.",
    "Image Builder User Guide, List and view component details (Amazon-managed components)",
)
ALONE = True


def check(subject: Subject) -> Iterator[Problem]:
    """Yield each name that is no component of the image's platform."""
    for path, image in subject.images():
        for where, use, position in component_uses(image, path):
            if use.name is not None and not _is_known(use.name, image.platform):
                yield Problem(
                    (*where, position, "name"),
                    f'there is no component "{use.name}" for {image.platform}',
                    _hint(use.name, image),
                )


def _is_known(name: str, platform: Platform) -> bool:
    if held(name, platform, None) is not None:
        return True
    managed = library.managed(name)
    return managed is not None and managed.platform == platform


def _hint(name: str, image: Image) -> str:
    other: Platform = "Linux" if image.platform == "Windows" else "Windows"
    if _is_known(name, other):
        return (
            f"there is one for {other}; "
            f"automationDocument {image.automation_document} makes this a {image.platform} image"
        )
    known = [*library.names(image.platform)]
    known += [c.name for c in library.managed_components() if c.platform == image.platform]
    return near(name, known) or (
        "`amifactory components` lists the library; use file or arn for one of your own"
    )
