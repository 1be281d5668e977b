"""AF402: a version that the library does not have, or that has no meaning."""

from __future__ import annotations

from collections.abc import Iterator

from generator import library
from generator.findings import Code, Path, Severity
from generator.library.lookup import held
from generator.library.model import Platform
from generator.payload.component_uses import component_uses
from generator.payload.uses import ComponentUse
from generator.rules.subject import Problem, Subject

CODE = Code(
    "AF402",
    "component version that cannot be had",
    Severity.ERROR,
    "`version` chooses among the versions of a library component: the newest one that fits, so\n"
    "that 1.x.x stays within the first major version. The library has no version that fits this\n"
    "one. A document beside the payload is used as it is, the version in an ARN is part of the\n"
    "ARN, and what AWS manages is always the newest: there, `version` would be ignored, so it\n"
    "is refused.",
)
ALONE = True


def check(subject: Subject) -> Iterator[Problem]:
    """Yield each version that chooses nothing."""
    for path, image in subject.images():
        for where, use, position in component_uses(image, path):
            if use.version is not None:
                here = (*where, position, "version")
                yield from _version(here, use, use.version, image.platform)


def _version(path: Path, use: ComponentUse, version: str, platform: Platform) -> Iterator[Problem]:
    if use.name is None:
        named = "file" if use.file is not None else "arn"
        yield Problem(
            path, f"version {version} has no effect on a component by {named}", "remove version"
        )
        return
    versions = library.versions(use.name, platform)
    if not versions:
        if library.managed(use.name) is not None:
            yield Problem(
                path,
                f'version {version} has no effect: "{use.name}" is managed by AWS '
                "and always the newest",
                "remove version",
            )
    elif held(use.name, platform, version) is None:
        yield Problem(
            path,
            f'component "{use.name}" has no version {version}',
            f"the library has {_listed(versions)}",
        )


def _listed(versions: tuple[str, ...]) -> str:
    *others, last = versions
    return f"{', '.join(others)} and {last}" if others else last
