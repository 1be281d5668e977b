"""Reading holds for any bytes: it ends, it keeps values as written, its places are right."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.findings import Finding, Span
from generator.payload.document import parse
from generator.payload.json_reader import read_json
from generator.payload.nodes import Mapping, Node, Scalar
from generator.payload.reading import Findings
from generator.payload.yaml_reader import read_yaml

FILES = st.sampled_from(["web.yaml", "web.json", "<stdin>"])
MARKUP = st.text(
    st.sampled_from("{}[]:,-?&*!|>'\"%@`#<~ \t\n\r\\ab01.eEuxN\0\u200b\ufeffé😀"), max_size=60
)
SAMPLE = """\
# A payload with a bit of everything.
defaults: &shared {accounts: ['012345670123', 123456789012], tags: {team: "web\\tops"}}
amis:
  - imageName: web server
    schedule: {expression: cron(0 0 ? * SUN *), enabled: true}
    description: |
      Two
      lines
  - imageName: "\\u00fcber"
    amiTags: *shared
"""
TEXT = st.text(
    st.one_of(
        st.sampled_from('\n\t"\\/:#, '),
        st.characters(exclude_categories=("Cc", "Cf", "Cn", "Cs", "Zl", "Zp")),
    ),
    max_size=20,
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT,
    lambda children: st.lists(children, max_size=4) | st.dictionaries(TEXT, children, max_size=4),
    max_leaves=20,
)  # fmt: skip
TREES = st.dictionaries(TEXT, VALUES, min_size=1, max_size=5)
LAYOUTS: st.SearchStrategy[dict[str, Any]] = st.sampled_from(
    [{}, {"indent": 2}, {"indent": 0}, {"separators": (",", ":")}]
)


def place_is_inside(finding: Finding, text: str) -> bool:
    lines = text.split("\n")
    spans = [finding.location, *(other.location for other in finding.related)]
    return all(
        place is not None
        and 1 <= place.span.line <= place.span.end_line <= len(lines)
        and 1 <= place.span.column <= len(lines[place.span.line - 1]) + 1
        and 1 <= place.span.end_column <= len(lines[place.span.end_line - 1]) + 1
        for place in spans
    )


def check_any(file: str, data: bytes) -> None:
    document = parse(file, data)

    assert [] == [one for one in document.findings if not place_is_inside(one, document.text)]
    assert document.root is not None or document.findings


@settings(deadline=None)
@given(file=FILES, data=st.binary(max_size=200))
def test_any_bytes_give_a_tree_or_findings_inside_the_text(file: str, data: bytes) -> None:
    check_any(file, data)


@settings(max_examples=400, deadline=None)
@given(file=FILES, text=MARKUP)
def test_any_markup_gives_a_tree_or_findings_inside_the_text(file: str, text: str) -> None:
    check_any(file, text.encode())


@settings(max_examples=300, deadline=None)
@given(at=st.integers(0, len(SAMPLE)), length=st.integers(0, 5), inserted=MARKUP)
def test_a_damaged_payload_gives_a_tree_or_findings_inside_the_text(
    at: int, length: int, inserted: str
) -> None:
    check_any("web.yaml", (SAMPLE[:at] + inserted[:5] + SAMPLE[at + length :]).encode())


def as_written(value: Any) -> Any:
    """What a reader that decides about nothing makes of a value."""
    if isinstance(value, dict):
        return {key: as_written(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_written(item) for item in value]
    return (value, False) if isinstance(value, str) else (json.dumps(value), True)


def as_read(node: Node) -> Any:
    if isinstance(node, Mapping):
        return {str(key): as_read(item) for key, item in node.items()}
    if isinstance(node, Scalar):
        return str(node), node.plain
    return [as_read(item) for item in node]


@settings(deadline=None)
@given(tree=TREES, layout=LAYOUTS, tabs=st.booleans(), ascii_only=st.booleans(), file=FILES)
def test_any_json_is_read_as_written(
    tree: dict[str, Any], layout: dict[str, Any], tabs: bool, ascii_only: bool, file: str
) -> None:
    layout = {"indent": "\t"} if tabs else layout
    document = parse(file, json.dumps(tree, ensure_ascii=ascii_only, **layout).encode())

    assert () == document.findings
    assert document.root is not None
    assert as_written(tree) == as_read(document.root)


def with_places(node: Node) -> Any:
    if isinstance(node, Mapping):
        entries = [(with_places(key), with_places(node[key])) for key in node]  # type: ignore[arg-type]
        return entries, node.span
    if isinstance(node, Scalar):
        return str(node), node.plain, node.span
    return [with_places(item) for item in node], node.span


@settings(deadline=None)
@given(tree=TREES, layout=LAYOUTS)
def test_both_readers_agree_on_json(tree: dict[str, Any], layout: dict[str, Any]) -> None:
    """In values, in what is quoted, and in every place."""
    text = json.dumps(tree, ensure_ascii=False, **layout)
    as_json, as_yaml = read_json(text, Findings("a")), read_yaml(text, Findings("a"))

    assert as_json is not None
    assert as_yaml is not None
    assert with_places(as_json) == with_places(as_yaml)


WORDS = st.from_regex(r"[A-Za-zé😀][A-Za-z0-9é😀_./-]*( [A-Za-z0-9é😀_./-]+)*", fullmatch=True)
WRITTEN = st.one_of(
    WORDS,
    st.from_regex(r"[0-9]+(\.[0-9]+)?", fullmatch=True),
    WORDS.map(lambda word: f"'{word}: #'"),
    WORDS.map(lambda word: f'"{word}, \\" \\t"'),
)


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(st.tuples(WRITTEN, WRITTEN), min_size=1, max_size=8), flow=st.booleans())
def test_a_place_holds_what_was_written(rows: list[tuple[str, str]], flow: bool) -> None:
    lines = [f"- {{{key}: {value}}}" if flow else f"- {key}:  {value}  # x" for key, value in rows]
    text = "list:\n" + "\n".join(lines)
    root = read_yaml(text, Findings("web.yaml"))

    assert isinstance(root, Mapping)
    found = [(key, value) for item in root["list"] for key, value in item.items()]  # type: ignore[union-attr]
    assert rows == [(cut(lines, key.span), cut(lines, value.span)) for key, value in found]


def cut(lines: list[str], span: Span) -> str:
    """What stands at a span; the lines begin with the second of the text."""
    return lines[span.line - 2][span.column - 1 : span.end_column - 1]
