"""A first document of one's own, with comments: for the platform and kind that is wanted."""

from __future__ import annotations

import re
from pathlib import Path

from generator.library.locate import LibraryError, locate
from generator.library.model import Platform

_NAME = "my-component"
"""What the documents call themselves, so that they are sound as they are."""


def first(
    platform: Platform, name: str, file: str, *, is_test: bool, root: Path | None = None
) -> str:
    """The document under another name, its comments speaking of `file`.

    Both are plain words: they stand in YAML without quotes. Raises LibraryError when the library
    is missing.
    """
    kind = "test" if is_test else "build"
    path = (root or locate()) / "components" / platform.lower() / f"first-{kind}.yaml"
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise LibraryError(f'"{path}" cannot be read: {error}') from error
    replaced = {_NAME: name, f"{_NAME}.yaml": file}
    return re.sub(rf"\b{_NAME}(?:\.yaml)?\b", lambda match: replaced[match[0]], text)
