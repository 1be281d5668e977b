"""The published schema as a document: sound, described, and true to its own examples."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from generator.payload.document import parse
from generator.payload.load import load
from generator.payload.nodes import Mapping, Scalar
from generator.payload.plain import as_boolean, as_integer
from generator.payload.schema import DIALECT, schema

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted(path for path in (ROOT / "payloads").iterdir() if path.suffix != ".md")
PUBLISHED = schema()


def subschemas(node: Any, path: str = "$") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every schema inside of a schema, with its place."""
    if isinstance(node, list):
        for number, item in enumerate(node):
            yield from subschemas(item, f"{path}[{number}]")
    elif isinstance(node, dict):
        yield path, node
        for key, value in node.items():
            if key in ("properties", "$defs"):
                for name, inner in value.items():
                    yield from subschemas(inner, f"{path}.{name}")
            elif key not in ("examples", "default", "enum"):
                yield from subschemas(value, f"{path}.{key}")


def test_the_schema_is_valid_by_its_meta_schema():
    assert DIALECT == PUBLISHED["$schema"]
    Draft202012Validator.check_schema(PUBLISHED)


def test_every_key_of_every_section_is_described():
    mute = [
        f"{path}.{key}"
        for path, section in subschemas(PUBLISHED)
        for key, value in section.get("properties", {}).items()
        if not value.get("description") and not path.endswith((".if", ".else"))
    ]
    assert mute == []


def test_examples_and_defaults_are_valid_where_they_stand():
    wrong = [
        (path, value)
        for path, section in subschemas(PUBLISHED)
        for value in [*section.get("examples", []), *filter(None, [section.get("default")])]
        if not Draft202012Validator({**section, "$defs": PUBLISHED["$defs"]}).is_valid(value)
    ]
    assert wrong == []


def test_there_are_examples_to_check():
    given = [value for _, section in subschemas(PUBLISHED) for value in section.get("examples", [])]
    assert len(given) > 20


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_an_example_payload_is_valid_by_the_schema_and_by_the_models(path):
    document = parse(path.name, path.read_bytes())
    assert load(document).findings == ()
    assert [
        error.message for error in Draft202012Validator(PUBLISHED).iter_errors(data(document.root))
    ] == []


def data(node: Any) -> Any:
    """What an editor's YAML reader makes of it: unquoted numbers and booleans are such."""
    if isinstance(node, Mapping):
        return {str(key): data(value) for key, value in node.items()}
    if not isinstance(node, Scalar):
        return [data(item) for item in node]
    number, boolean = as_integer(node), as_boolean(node)
    return next((each for each in (number, boolean) if each is not None), str(node))
