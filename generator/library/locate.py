"""Finds the library on disk: installed with the package, or in a checkout beside it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from generator.errors import AmiFactoryError, Exit

_PACKAGE = Path(__file__).resolve().parent.parent


class LibraryError(AmiFactoryError):
    """The library of component documents cannot be found or read."""

    exit_code = Exit.MACHINE


@cache
def locate(explicit: Path | None = None, *, package: Path = _PACKAGE) -> Path:
    """The folder that holds `components/` and `payloads/`.

    An explicit folder wins; then the one in the installed package; then the checkout that the
    package lies in. Raises LibraryError when there is none.
    """
    if explicit is not None:
        return _explicit(explicit)
    installed, checkout = package / "_library", package.parent
    if _holds_components(installed):
        return installed
    if _is_checkout(checkout) and _holds_components(checkout):
        return checkout
    raise LibraryError(
        "the component library is missing from this installation",
        "install amifactory again",
    )


def _explicit(folder: Path) -> Path:
    if _holds_components(folder):
        return folder
    raise LibraryError(
        f'"{folder}" is not a component library',
        "a library is a folder that holds components/linux/<name>/<version>.yaml",
    )


def _holds_components(folder: Path) -> bool:
    return (folder / "components").is_dir()


def _is_checkout(folder: Path) -> bool:
    """A folder named components beside the package proves nothing: our pyproject.toml does."""
    try:
        text = (folder / "pyproject.toml").read_text(encoding="utf-8")
    except OSError:
        return False
    return 'name = "amifactory"' in text.splitlines()
