"""What `to_yaml` writes reads back as exactly what it was given, whichever reader reads it."""

from __future__ import annotations

import json
import sys
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.templates.text import to_json, to_yaml

SHORT_FORMS = (
    *("Ref", "Condition", "And", "Base64", "Cidr", "Equals", "FindInMap", "GetAtt", "GetAZs"),
    *("If", "ImportValue", "Join", "Not", "Or", "Select", "Split", "Sub", "Transform"),
)
LONG_FORMS = [name if name in {"Ref", "Condition"} else f"Fn::{name}" for name in SHORT_FORMS]
SECTIONS = ["Parameters", "Conditions", "Resources", "Outputs", "Metadata", "Transform"]

HOSTILE = (
    # as keys, numbers and constants of some reader
    *("y", "N", "yes", "Off", "true", "NULL", "~", "<<", "=", "0o17", "017", "0b1", "0x1F", "1_0"),
    *("12:30", "1e3", "1.", ".5", ".inf", "-.NaN", "+1", "1,0", "2012-10-17", "2001-1-1 1:2:3"),
    # as indicators
    *("- ", "-", "? ", "?", ": ", ":", " #", "#", "& a", "*a", "!", "!!str ", "|", ">", "%", "@"),
    *("`", "{", "}", "[", "]", ",", "'", '"', "\\", "---", "...", "\n---\n", "\n...\n", "$", "(x"),
    # as white space, line ends and what nobody sees
    *("", " ", "  ", "\t", "\n", "\n\n", "\n ", " \n", "\n\t", "\t\n", "\r", "\r\n", "\x85"),
    *("\u2028", "\u2029", "\xa0", "\u3000", "\ufeff", "\u200b", "\u202e", "\0", "\x1b", "\x7f"),
    *("\x9f", "\xad", "\ufffd", "\ufffe", "\uffff", "\ue000", "\U0010ffff", "\U000e0041"),
    # as letters
    *("a", "é", "漢", "😀", "👩\u200d💻", "text", "AWS::Region", "${A}", "A.B"),
)

texts = st.text() | st.lists(st.sampled_from(HOSTILE), max_size=6).map("".join)
numbers = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
leaves = st.none() | st.booleans() | numbers | texts


def branches(children: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    functions = st.dictionaries(
        st.sampled_from(LONG_FORMS), children | texts, min_size=1, max_size=1
    )
    attributes = st.lists(texts, min_size=2, max_size=2)
    return (
        st.lists(children, max_size=4)
        | st.dictionaries(texts, children, max_size=4)
        | functions
        | st.fixed_dictionaries({"Fn::GetAtt": attributes})
    )


trees = st.recursive(leaves, branches, max_leaves=12)
templates = st.dictionaries(
    st.sampled_from(SECTIONS) | texts,
    st.dictionaries(st.sampled_from(LONG_FORMS) | texts, trees, max_size=3) | trees,
    max_size=3,
)


def reader(base: Any) -> Any:
    """A loader of PyYAML's that knows the short forms, as CloudFormation documents them."""
    loader = type("Reader", (base,), {})
    for tag, name in zip(SHORT_FORMS, LONG_FORMS, strict=True):
        loader.add_constructor("!" + tag, long_form(name))
    return loader


def long_form(name: str) -> Any:
    """What a tag means to PyYAML and to ruamel.yaml, whose nodes have the same ids."""

    def construct(loader: Any, node: Any) -> dict[str, Any]:
        if node.id == "scalar":
            text = loader.construct_scalar(node)
            return {name: text.split(".", 1) if name == "Fn::GetAtt" else text}
        if node.id == "sequence":
            return {name: loader.construct_sequence(node, deep=True)}
        return {name: loader.construct_mapping(node, deep=True)}

    return construct


C_READER = reader(yaml.CSafeLoader)
PYTHON_READER = reader(yaml.SafeLoader)


def read(text: str, loader: Any = C_READER) -> Any:
    return yaml.load(text, loader)  # noqa: S506  # both are safe loaders


def exact(tree: object) -> str:
    """One text per tree: order counts, and 1, 1.0 and true differ."""
    return json.dumps(tree)


@settings(max_examples=800, deadline=None)
@given(template=templates)
def test_a_template_reads_back_exactly_under_yaml_1_1(template):
    assert exact(template) == exact(read(to_yaml(template)))


@settings(max_examples=200, deadline=None)
@given(template=templates)
def test_the_pure_python_reader_agrees(template):
    """PyYAML's two scanners differ in what they let pass, such as tabs."""
    assert exact(template) == exact(read(to_yaml(template), PYTHON_READER))


@settings(max_examples=200, deadline=None)
@given(template=templates)
def test_a_yaml_1_2_reader_agrees(template):
    ruamel = pytest.importorskip("ruamel.yaml")
    loader = ruamel.YAML(typ="safe", pure=True)
    loader.Constructor = type("Constructor", (ruamel.constructor.SafeConstructor,), {})
    for tag, name in zip(SHORT_FORMS, LONG_FORMS, strict=True):
        loader.Constructor.add_constructor("!" + tag, long_form(name))
    assert exact(template) == exact(loader.load(to_yaml(template)))


@settings(max_examples=100, deadline=None)
@given(many=st.lists(texts, min_size=20, max_size=60, unique=True))
def test_every_text_reads_back_as_text_wherever_it_stands(many):
    template = {
        "Keys": dict.fromkeys(many, 1),
        "Values": many,
        "Nested": [[{"Fn::Sub": text}, {text: [text]}] for text in many],
    }
    assert exact(template) == exact(read(to_yaml(template)))


def test_every_character_reads_back():
    """Alone, inside and at the end of a line, in a block: the basic plane and samples beyond."""
    codes = [*range(0xD800), *range(0xE000, 0x10000), *range(0x10000, sys.maxunicode + 1, 9973)]
    for start in range(0, len(codes), 8192):
        characters = [chr(code) for code in codes[start : start + 8192]]
        values = [[c, f"a{c}b{c}", f"{c}\n{c}a\n"] for c in characters]
        template = {"Keys": dict.fromkeys(characters, 1), "Values": values}
        assert template == read(to_yaml(template))


@settings(max_examples=200, deadline=None)
@given(template=templates)
def test_no_line_ends_in_white_space_and_the_text_ends_in_a_line_end(template):
    text = to_yaml(template)
    assert all(line == line.rstrip() for line in text.split("\n"))
    assert text.endswith("\n")


@settings(max_examples=200, deadline=None)
@given(template=templates)
def test_the_text_is_a_function_of_the_values(template):
    """Lists and tuples, and equal texts that are different objects, write the same."""
    assert to_yaml(template) == to_yaml(json.loads(json.dumps(template)))
    assert to_yaml(template) == to_yaml(as_tuples(template))


def as_tuples(tree: Any) -> Any:
    if isinstance(tree, dict):
        return {key: as_tuples(value) for key, value in tree.items()}
    return tuple(map(as_tuples, tree)) if isinstance(tree, list) else tree


@settings(max_examples=200, deadline=None)
@given(template=templates)
def test_json_reads_back_exactly(template):
    assert exact(template) == exact(json.loads(to_json(template)))
