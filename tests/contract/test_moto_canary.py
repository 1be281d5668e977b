"""moto still has every private name that the local AWS leans on."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.localaws.plug import PRIVATE_NAMES, plug

ROOM = Path(__file__).parent.parent.parent / "generator" / "localaws"
SOURCES = {path: path.read_text(encoding="utf-8") for path in sorted(ROOM.rglob("*.py"))}


def resolved(path: str) -> object:
    """What a dotted path names: a module as far as it goes, then attributes."""
    if "()." in path:
        made, _, attribute = path.partition("().")
        source = inspect.getsource(resolved(made).__init__)  # type: ignore[misc]
        return re.search(rf"self\.{attribute}\b", source)
    parts = path.split(".")
    for length in range(len(parts), 0, -1):
        try:
            found: object = importlib.import_module(".".join(parts[:length]))
        except ModuleNotFoundError:
            continue
        for name in parts[length:]:
            found = getattr(found, name)
        return found
    raise ModuleNotFoundError(path)


def imported() -> Iterator[str]:
    for source in SOURCES.values():
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("moto"):
                yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("name", sorted(PRIVATE_NAMES))
def test_moto_has_the_private_name(name: str) -> None:
    plug()

    assert resolved(name) is not None


def test_moto_has_everything_that_is_imported_from_it() -> None:
    missing = []
    for name in sorted(set(imported())):
        try:
            resolved(name)
        except (AttributeError, ModuleNotFoundError):
            missing.append(name)

    assert [] == missing


def test_every_use_of_a_private_name_is_in_the_table() -> None:
    """Private attributes are marked for the linter; the mark is what is looked for."""
    known = {name.rsplit(".", 1)[-1] for name in PRIVATE_NAMES}
    used = {
        (path.name, name)
        for path, source in SOURCES.items()
        for line in source.splitlines()
        if "SLF001" in line
        for name in re.findall(r"\.(_[a-z]\w*)", line.partition("#")[0])
    }

    assert set() == {(path, name) for path, name in used if name not in known}
