"""AF409: one component, twice in a recipe."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from generator.findings import Code, Path, Severity
from generator.library.lookup import held
from generator.payload.component_uses import SECOND_UPDATE, component_uses, update_component
from generator.payload.image import Image
from generator.payload.uses import ComponentUse
from generator.rules.subject import Problem, Subject

CODE = Code(
    "AF409",
    "component twice in one recipe",
    Severity.ERROR,
    "A recipe takes each component once, whatever its version and parameters, and tests are\n"
    "part of the recipe. `updateOs` counts, too: it adds the update component of AWS, and\n"
    "`both` the library's for the second time. To run the same steps twice, copy the document\n"
    "to a file of another name beside the payload and use that one by `file`.",
    "imagebuilder model, CreateImageRecipe `components`",
)
_ARN = re.compile(r":(?P<owner>[^:]*):component/(?P<name>[^/]+)/")
Identity = tuple[str, str]
"""Where a component is from, and its name there."""


def check(subject: Subject) -> Iterator[Problem]:
    """Yield each component that the recipe has already."""
    for path, image in subject.images():
        if not image.components and image.tests is None:
            continue
        uses = [use for _, use, _ in component_uses(image)]
        identities = [*_updates(image), *(_identity(image, use) for use in uses)]
        if len(set(identities)) < len(identities):
            yield from _repeated(path, image)


def _repeated(path: Path, image: Image) -> Iterator[Problem]:
    seen = dict.fromkeys(_updates(image), (*path, "updateOs"))
    for where, use, position in component_uses(image, path):
        here = (*where, position, _key(use))
        earlier = seen.setdefault(_identity(image, use), here)
        if earlier is not here:
            yield _again(image, here, use, earlier)


def _again(image: Image, path: Path, use: ComponentUse, earlier: Path) -> Problem:
    if earlier[-1] != "updateOs":
        return Problem(
            path,
            f'component "{use.said}" is in the recipe already',
            "remove one; to run it twice, copy the document to a file of another name",
            also=(earlier, "used here first"),
        )
    return Problem(
        path,
        f'component "{use.said}" is in the recipe already: updateOs adds it',
        f"remove it, or change updateOs, which is {image.update_os}",
        also=(earlier, "updateOs is given here") if "update_os" in image.model_fields_set else None,
    )


def _updates(image: Image) -> Iterator[Identity]:
    if image.update_os != "never":
        yield "aws", update_component(image)
    if image.update_os == "both":
        yield "library", SECOND_UPDATE


def _identity(image: Image, use: ComponentUse) -> Identity:
    if use.name is not None:
        document = held(use.name, image.platform, use.version)
        return "library" if document is not None else "aws", use.name
    if use.file is not None:
        return "file", str(PurePosixPath(use.file))
    match = _ARN.search(str(use.arn))
    return (match["owner"], match["name"]) if match else ("arn", str(use.arn))


def _key(use: ComponentUse) -> str:
    return next(key for key in ("name", "file", "arn") if getattr(use, key) is not None)
