"""AF319: recipes with more components than Image Builder takes."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Code, Severity
from generator.payload.image import Image
from generator.rules.subject import Problem, Subject

CODE = Code(
    "AF319",
    "too many components",
    Severity.ERROR,
    "A recipe takes 20 components, and everything that runs in a build is one: the update of the\n"
    "operating system (two with `updateOs: both`), the bootstrap, each entry of `components` and\n"
    "each test. The recipe would be refused while the stack is being created. Join small\n"
    "components into one document, or move some steps into the bootstrap script. The number is a\n"
    "quota that AWS raises on request; if yours is higher, suppress the finding and say so.",
    "imagebuilder model, ImageRecipe: components; Image Builder User Guide, Manage recipes",
)

MOST = 20
_UPDATES = {"before": 1, "after": 1, "both": 2, "never": 0}


def check(subject: Subject) -> Iterator[Problem]:
    """The recipe of every image."""
    for path, image in subject.images():
        parts = _parts(image)
        count = sum(parts.values())
        if count > MOST:
            listed = ", ".join(f"{number} {name}" for name, number in parts.items() if number)
            longest = "components" if parts["from components"] >= parts["tests"] else "tests"
            yield Problem(
                (*path, longest),
                f'image "{image.image_name}" has {count} components, a recipe takes {MOST}',
                f"it has {listed}; join small ones into one document",
            )


def _parts(image: Image) -> dict[str, int]:
    tested = image.tests is not None and image.tests.enabled
    return {
        "for updates": _UPDATES[image.update_os],
        "for the bootstrap": int(image.bootstrap_url is not None),
        "from components": len(image.components),
        "tests": len(image.tests.components) if image.tests and tested else 0,
    }
