"""AF410: two versions of one library component in a stack."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Code, Path, Severity
from generator.library.lookup import held
from generator.payload.component_uses import component_uses
from generator.rules.subject import Problem, Subject

CODE = Code(
    "AF410",
    "two versions of a component in one stack",
    Severity.ERROR,
    "All images of a payload share one resource for each library component and platform, which\n"
    "is why a change of the component reaches all of them at once. Two versions would need two\n"
    "resources of the same name. Use one version throughout, give it once in `defaults`, or put\n"
    "the images that need the other version into a payload of their own.",
)


def check(subject: Subject) -> Iterator[Problem]:
    """Yield each use whose version is another than an earlier use's."""
    if not any(use.version for _, image in subject.images() for _, use, _ in component_uses(image)):
        return  # all are the newest
    first: dict[tuple[str, str], tuple[str, Path]] = {}
    for path, image in subject.images():
        for where, use, position in component_uses(image, path):
            document = held(use.name, image.platform, use.version) if use.name else None
            if document is None:
                continue
            here = (*where, position, "name" if use.version is None else "version")
            key = (document.platform, document.name)
            version, earlier = first.setdefault(key, (document.version, here))
            if version != document.version and earlier[:2] != path:
                yield Problem(
                    here,
                    f'component "{document.name}" is used in version {document.version} here '
                    f"and in version {version} before",
                    "use one version in all images of a payload",
                    also=(earlier, f"version {version}"),
                )
