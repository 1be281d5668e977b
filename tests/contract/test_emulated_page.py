"""docs/local-aws.md says of everything that is emulated where it is known from."""

from __future__ import annotations

import ast
import importlib.util
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from generator.localaws.emulated import Emulated, everything

ROOT = Path(__file__).parent.parent.parent
ROOM = ROOT / "generator" / "localaws"


def pages() -> Any:
    spec = importlib.util.spec_from_file_location("pages", ROOT / "docs" / "pages.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def declaring() -> Iterator[str]:
    """Modules that have an EMULATES, by their text alone."""
    for path in ROOM.rglob("*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.Assign | ast.AnnAssign) and "EMULATES" in ast.unparse(node):
                yield path.relative_to(ROOM).with_suffix("").as_posix().replace("/", ".")


def test_the_page_is_up_to_date() -> None:
    """`python docs/pages.py` writes it again."""
    page = (ROOT / "docs" / "local-aws.md").read_text(encoding="utf-8")

    assert pages().local_aws_page() == page


def test_everything_that_is_emulated_is_on_it() -> None:
    assert {name.removesuffix(".__init__") for name in declaring()} == {
        module for module, _ in everything()
    }


def test_every_behaviour_has_a_source_and_is_a_sentence() -> None:
    """In one line, without the full stop that the table does without."""
    wrong = [
        one
        for _, one in everything()
        if not isinstance(one, Emulated)
        or not one.source
        or "\n" in one.behaviour + one.source
        or one.behaviour.removesuffix("...").endswith(".")
        or len(one.behaviour) < 12
    ]

    assert [] == wrong


def test_no_behaviour_is_told_twice() -> None:
    told = [one.behaviour for _, one in everything()]

    assert len(told) == len(set(told))
