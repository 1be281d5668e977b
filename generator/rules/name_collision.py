"""AF301: image names that Image Builder takes for one and the same."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Code, Path, Severity
from generator.rules.subject import Problem, Subject

CODE = Code(
    "AF301",
    "two image names are one to Image Builder",
    Severity.ERROR,
    "Image Builder lower-cases the names of its resources and turns spaces and underscores into\n"
    'hyphens before it makes ARNs of them: "Web Server", "web_server" and "web-server" are one\n'
    "name. The recipe, pipeline and distribution of the second image would be refused as already\n"
    "existing, in the middle of a deployment. Give the images names that differ in more than\n"
    "case, spaces, underscores and hyphens.",
    "imagebuilder model, CreateImageRecipe and CreateImagePipeline: name",
)
ALONE = True


def check(subject: Subject) -> Iterator[Problem]:
    """The second of two equal names; the first is shown with it."""
    known: dict[str, tuple[Path, str]] = {}
    for path, image in subject.images():
        name, normalised = image.image_name, image.normalised
        if normalised not in known:
            known[normalised] = path, name
            continue
        first_path, first = known[normalised]
        said = f'"{normalised}" to Image Builder, as is "{first}"' if name != first else "taken"
        yield Problem(
            (*path, "imageName"),
            f'imageName "{name}" is {said}',
            "rename one of the two; case, spaces, underscores and hyphens make no difference",
            also=((*first_path, "imageName"), "the other one"),
        )
