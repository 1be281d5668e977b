"""The shelves of the library: which documents there are, by platform, name and version."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import get_args

from generator.library.describe import describe
from generator.library.locate import LibraryError, locate
from generator.library.model import ComponentDocument, DocumentFacts, Platform

_VERSION_FILE = re.compile(r"([0-9]+\.[0-9]+\.[0-9]+)\.yaml")


def components(root: Path | None = None) -> tuple[ComponentDocument, ...]:
    """Every document, by platform, name and version, the newest version first.

    Raises LibraryError when the library is missing or a document cannot be read.
    """
    return tuple(
        _read(root or locate(), platform, name, version)
        for platform in get_args(Platform)
        for name in names(platform, root)
        for version in reversed(versions(name, platform, root))
    )


def component(
    name: str, platform: Platform, version: str | None = None, root: Path | None = None
) -> ComponentDocument | None:
    """The newest document of the name, or the newest whose version fits, such as 1.x.x.

    None when there is no such name on this platform, or no such version.
    """
    pattern = version or "x.x.x"
    fitting = [known for known in versions(name, platform, root) if _fits(known, pattern)]
    return _read(root or locate(), platform, name, fitting[-1]) if fitting else None


def versions(name: str, platform: Platform, root: Path | None = None) -> tuple[str, ...]:
    """The versions of a document, oldest first; empty when there is none of that name."""
    return _shelf(root or locate(), platform).get(name, ())


def names(platform: Platform, root: Path | None = None) -> tuple[str, ...]:
    """The names on one platform's shelf, sorted."""
    return tuple(_shelf(root or locate(), platform))


def near(name: str, platform: Platform, root: Path | None = None) -> list[str]:
    """Names that may have been meant, the nearest first."""
    from difflib import get_close_matches

    return get_close_matches(name, names(platform, root))


def _fits(version: str, pattern: str) -> bool:
    wanted, numbers = pattern.split("."), version.split(".")
    pairs = zip(wanted, numbers, strict=False)
    return len(wanted) == len(numbers) and all(w in ("x", n) for w, n in pairs)


@cache
def _shelf(root: Path, platform: Platform) -> dict[str, tuple[str, ...]]:
    """Names and versions as the folders have them; no document is opened."""
    shelf = root / "components" / platform.lower()
    try:
        folders = sorted(folder for folder in shelf.iterdir() if folder.is_dir())
        found = {folder.name: _versions_in(folder) for folder in folders}
    except OSError as error:
        raise LibraryError(f'"{shelf}" cannot be read: {error.strerror}') from error
    return {name: held for name, held in found.items() if held}


def _versions_in(folder: Path) -> tuple[str, ...]:
    matches = [_VERSION_FILE.fullmatch(file.name) for file in folder.iterdir()]
    return tuple(sorted((match[1] for match in matches if match), key=_by_number))


def _by_number(version: str) -> list[int]:
    return [int(number) for number in version.split(".")]


@cache
def _read(root: Path, platform: Platform, name: str, version: str) -> ComponentDocument:
    file = root / "components" / platform.lower() / name / f"{version}.yaml"
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise LibraryError(f'"{file}" cannot be read: {error}') from error
    facts = describe(text)
    if not isinstance(facts, DocumentFacts):
        first = facts[0]
        line = first.location.span.line if first.location else 1
        raise LibraryError(f'"{file}", line {line}: {first.message}', first.hint)
    return ComponentDocument(
        name=name,
        platform=platform,
        version=version,
        description=facts.description,
        text=text,
        parameters=facts.parameters,
        phases=facts.phases,
    )
