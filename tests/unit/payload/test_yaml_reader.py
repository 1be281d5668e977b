from __future__ import annotations

from collections.abc import Iterator

import pytest
import yaml

from generator.findings import Finding, Span
from generator.payload.nodes import Mapping, Node, Scalar, Sequence
from generator.payload.reading import Findings, StoppedError
from generator.payload.yaml_reader import read_yaml


@pytest.fixture(params=["libyaml", "PyYAML alone"], autouse=True)
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both parsers give the same: libyaml, and the one that stands in where it is missing."""
    if request.param != "libyaml":
        monkeypatch.delattr(yaml, "CBaseLoader")
    return request.param


def read(text: str) -> tuple[Node | None, tuple[Finding, ...]]:
    findings = Findings("web.yaml")
    try:
        return read_yaml(text, findings), findings.all()
    except StoppedError:
        return None, findings.all()


def sound(text: str) -> Mapping:
    root, findings = read(text)
    assert () == findings
    assert isinstance(root, Mapping)
    return root


def told(text: str) -> list[tuple[str, int, int, str]]:
    return [
        (one.code, one.location.span.line, one.location.span.column, one.message)
        for one in read(text)[1]
        if one.location
    ]


def scalars(node: Node) -> Iterator[Scalar]:
    if isinstance(node, Scalar):
        yield node
        return
    children = [*node.keys(), *node.values()] if isinstance(node, Mapping) else node
    for child in children:
        assert isinstance(child, Scalar | Sequence | Mapping)
        yield from scalars(child)


def cut(text: str, span: Span) -> str:
    """What stands at a span."""
    lines = text.split("\n")[span.line - 1 : span.end_line]
    lines[-1] = lines[-1][: span.end_column - 1]
    lines[0] = lines[0][span.column - 1 :]
    return "\n".join(lines)


def test_values_stay_as_they_are_written() -> None:
    """YAML 1.1 reads each of these as something else."""
    text = "a: [012345670123, 1.10, yes, 1_000, 0x1f, 1:30, 2024-01-01, ~, 1e5, null, '']"
    values = sound(text)["a"]

    assert [
        "012345670123", "1.10", "yes", "1_000", "0x1f", "1:30", "2024-01-01", "~", "1e5", "null", ""
    ] == values  # fmt: skip


def test_only_an_unquoted_scalar_is_plain() -> None:
    root = sound("a: x\nb: 'x'\nc: \"x\"\nd: |\n  x\ne: >-\n  x\nf: !!str x\ng:\n'h': 1\n")
    flags = [value.plain for value in root.values() if isinstance(value, Scalar)]

    assert [True, False, False, False, False, False, True, True] == flags


def test_quoted_and_block_text_is_read() -> None:
    root = sound(
        "a: 'it''s'\nb: \"tab\\t\\u00e9\\U0001F600\"\nc: |\n  one\n   two\nd: >\n  one\n  two\n"
    )

    assert {"a": "it's", "b": "tab\té😀", "c": "one\n two\n", "d": "one two\n"} == root


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a: web server # comment", ["a", "web server"]),
        ('\'a b\': "x\\"y"   ', ["'a b'", '"x\\"y"']),
        ("é😀: [ü, 'b' ,{c: d}]", ["é😀", "ü", "'b'", "c", "d"]),
        ("a: &name value", ["a", "value"]),
        ("a: !!str &name 'value'", ["a", "'value'"]),
        ("a: &name # why\n  value", ["a", "value"]),
        ("a: &name\nb: 1", ["a", "b", "", "1"]),
        ("a:\n  one\n  two\n\nb: 1", ["a", "b", "one\n  two", "1"]),
        ("a: |\n  one\n\n  two\n\n\nb: 1", ["a", "b", "|\n  one\n\n  two", "1"]),
        ("a: &x >-\n  one\n", ["a", ">-\n  one"]),
        ("a:\nb: ~", ["a", "b", "", "~"]),
    ],
)
def test_a_scalar_stands_where_it_is_written(text: str, written: list[str]) -> None:
    assert written == [cut(text, scalar.span) for scalar in scalars(sound(text))]


def test_a_block_collection_ends_with_its_last_value() -> None:
    text = (
        "a:\n  - b: 1\n    c: [2,\n      3]\n\n  # comment\n  -\n\n"
        "d:\n  e: |\n    x\n\n\nf: {g: 1\n  }\n"
    )
    root = sound(text)

    assert text.rstrip() == cut(text, root.span)
    assert "- b: 1\n    c: [2,\n      3]\n\n  # comment\n  -" == cut(text, root["a"].span)
    assert "b: 1\n    c: [2,\n      3]" == cut(text, root["a"][0].span)  # type: ignore[index]
    assert "e: |\n    x" == cut(text, root["d"].span)
    assert "{g: 1\n  }" == cut(text, root["f"].span)


def test_a_text_without_a_document_has_no_root() -> None:
    assert (None, ()) == read("# nothing\n")


def test_equal_keys_are_told_with_both_places_and_the_first_stays() -> None:
    root, (again, more) = read("a: 1\nb: {x: 1, 'x': 2}\na: 3\n")

    assert {"a": "1", "b": {"x": "1"}} == root
    assert again.location
    assert ("AF109", 'key "x" is written twice in this mapping', Span(2, 11, 2, 14)) == (
        again.code,
        again.message,
        again.location.span,
    )
    assert [Span(2, 5, 2, 6)] == [other.location.span for other in again.related]
    assert [Span(1, 1, 1, 2)] == [other.location.span for other in more.related]


def test_an_alias_stands_for_what_its_anchor_names() -> None:
    root = sound("a: &x {k: [1]}\nb: *x\nc: &y text\nd: [*y, *x]\n*y : 1\n")

    assert {"k": ["1"]} == root["b"]
    assert ["text", {"k": ["1"]}] == root["d"]
    assert "1" == root["text"]


def test_an_anchor_may_be_given_again() -> None:
    assert {"a": "1", "b": "2", "c": "2"} == sound("a: &x 1\nb: &x 2\nc: *x\n")


def test_an_alias_key_can_be_a_duplicate() -> None:
    root, findings = read("&k a: 1\n*k : 2\n")

    assert {"a": "1"} == root
    assert ["AF109"] == [one.code for one in findings]


def test_an_alias_without_an_anchor_is_told_and_read_as_text() -> None:
    root, _ = read("a: *glob\n")

    assert {"a": "*glob"} == root
    assert [("AF110", 1, 4, "*glob is an alias, and there is no anchor &glob before it")] == told(
        "a: *glob\n"
    )


@pytest.mark.parametrize("text", ["a: &x [1, *x]\n", "a: &x\n  b: {c: *x}\n"])
def test_an_alias_inside_what_it_names_is_refused(text: str) -> None:
    column = text.split("\n")[-2].index("*") + 1

    assert [
        ("AF110", text.count("\n"), column, "alias *x stands inside &x, the thing it names")
    ] == told(text)


def test_aliases_of_aliases_stop_at_the_budget() -> None:
    """A billion values in ten lines."""
    lines = ["l0: &l0 [" + ", ".join(["ha"] * 10) + "]"]
    lines += [f"l{n}: &l{n} [" + ", ".join([f"*l{n - 1}"] * 10) + "]" for n in range(1, 10)]

    assert [("AF111", 4, 45, "the aliases of this file add more than 10,000 values")] == told(
        "\n".join(lines)
    )


def test_aliases_may_add_ten_thousand_values() -> None:
    shared = "a: &a [" + ", ".join(["x"] * 99) + "]\n"

    assert [] == told(shared + "b: [" + ", ".join(["*a"] * 100) + "]")
    assert ["AF111"] == [one[0] for one in told(shared + "b: [" + ", ".join(["*a"] * 101) + "]")]


def test_fifty_levels_are_read_and_fifty_one_are_not() -> None:
    message = "lists and mappings are nested more than 50 levels deep"

    assert [] == told("a: " + "[" * 49 + "]" * 49)
    assert [("AF116", 1, 53, message)] == told("a: " + "[" * 50 + "]" * 50)
    assert [("AF116", 1, 53, message)] == told("a: " + "[" * 100_000)


def test_levels_are_counted_through_aliases() -> None:
    fits = "a: &a " + "[" * 30 + "]" * 30 + "\nb: " + "[" * 19 + "*a" + "]" * 19
    exceeds = "a: &a " + "[" * 30 + "]" * 30 + "\nb: " + "[" * 20 + "*a" + "]" * 20

    assert [] == told(fits)
    assert ["AF116"] == [one[0] for one in told(exceeds)]


def test_a_merge_key_is_refused_with_the_payloads_own_way() -> None:
    root, (finding,) = read("a: &a {x: 1}\nb:\n  <<: *a\n  y: 2\n")

    assert {"a": {"x": "1"}, "b": {"y": "2"}} == root
    assert ("AF112", "merge key << is not supported") == (finding.code, finding.message)
    assert "put the keys that images share under `defaults`" == finding.hint


def test_a_quoted_merge_key_is_a_key() -> None:
    assert {"<<": "1", "": "2", "null": "3"} == sound("'<<': 1\n'': 2\n\"null\": 3\n")


@pytest.mark.parametrize(
    ("tag", "column"),
    [
        ("a: !Ref b", 4),
        ("a: !!python/object/apply:os.system [id]", 4),
        ("a: !!binary aGk=", 4),
        ("a: &x !!int 12", 7),
        ("a: !<tag:example.com,2000:x> 1", 4),
        ("a: !!map x", 4),
        ("a: !!str [x]", 4),
        ("a: !!set {x}", 4),
        ("- !Sub x", 3),
    ],
)
def test_a_tag_is_refused_where_it_is_written(tag: str, column: int) -> None:
    written = tag[column - 1 :].split(" ", 1)[0]

    assert [("AF113", 1, column, f"tag {written} is not allowed in a payload")] == told(tag)


def test_tags_that_say_what_is_true_are_accepted() -> None:
    root = sound("a: !!str 12\nb: !!seq [x]\nc: !!map {x: y}\n")

    assert {"a": "12", "b": ["x"], "c": {"x": "y"}} == root
    assert isinstance(root["a"], Scalar)
    assert not root["a"].plain


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("a: {{ name }}", (1, 5), "a mapping stands where a key is expected"),
        ("? [x, y]\n: 1", (1, 3), "a list stands where a key is expected"),
        ("?\n: 2", (1, 2), "there is no key before the colon"),
        ("~: 1", (1, 1), "~ is not a key"),
        ("null: 1", (1, 1), "null is not a key"),
    ],
)
def test_a_key_that_is_not_text_is_refused(text: str, place: tuple[int, int], message: str) -> None:
    assert [("AF114", *place, message)] == told(text)


@pytest.mark.parametrize("value", [".nan", ".NaN", ".inf", "-.inf", "+.Inf", ".INF"])
def test_an_unquoted_number_that_is_not_finite_is_refused(value: str) -> None:
    assert [("AF115", 1, 4, f"{value} is not a finite number")] == told(f"a: {value}")
    assert [] == told(f"a: '{value}'")


@pytest.mark.parametrize(
    ("escape", "described"),
    [
        ("\\x07", "U+0007 (control character)"),
        ("\\0", "U+0000 (control character)"),
        ("\\r", "U+000D (control character)"),
        ("\\N", "U+0085 (control character)"),
        ("\\L", "U+2028 (line separator)"),
        ("\\u200b", "U+200B (zero width space)"),
        ("\\u202E", "U+202E (right-to-left override)"),
        ("\\ufeff", "U+FEFF (zero width no-break space)"),
    ],
)
def test_a_refused_character_from_an_escape_is_told(escape: str, described: str) -> None:
    message = f"character {described} is not allowed"

    assert [("AF102", 1, 4, message)] == told(f'a: "x{escape}y"')
    assert [("AF102", 1, 1, message)] == told(f'"x{escape}y": 1')


def test_half_of_a_surrogate_pair_is_refused(parser: str) -> None:
    """Libyaml refuses the escape itself; the other parser lets it through."""
    expected = "AF105" if parser == "libyaml" else "AF102"

    assert [expected] == [one[0] for one in told('a: "\\ud83d"')]


def test_a_second_document_is_told_and_the_first_is_kept() -> None:
    text = "---\na: 1\n---\nb: !x 2\n---\n"

    assert {"a": "1"} == read(text)[0]
    assert [
        ("AF107", 3, 1, "another document starts here; one payload file is one document")
    ] == told(text)


def test_a_document_may_be_marked_at_both_ends() -> None:
    assert {"a": "1"} == sound("%YAML 1.1\n---\na: 1\n...\n")


def test_findings_before_a_syntax_error_are_told_too() -> None:
    assert ["AF109", "AF113", "AF105"] == [one[0] for one in told("a: {x: 1, x: 2}\nb: !y 1\nc: [")]


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("a:\n\tb: 1\n", (2, 1), "there is a tab where YAML allows only spaces"),
        ("a:\n  b: 1\n\t\tc: 2\n", (3, 1), "there is a tab where YAML allows only spaces"),
        ("a: @web\n", (1, 4), "a value cannot start with @"),
        ("a: `web`\n", (1, 4), "a value cannot start with `"),
        ("a: %web\n", (1, 4), "a value cannot start with %"),
        ("a: , b\n", (1, 4), "a value cannot start with ,"),
        ("a: *.log\n", (1, 4), "a value that starts with * is read as an alias"),
        ("a: *\n", (1, 4), "a value that starts with * is read as an alias"),
        ("a: & b\n", (1, 4), "a value that starts with & is read as an anchor"),
        ("a: !x!y z\n", (1, 4), "a value that starts with ! is read as a tag"),
        ("a: b: c\n", (1, 5), "there is a second colon in this line"),
        ('a: "x": y\n', (1, 7), "there is a second colon in this line"),
        ("a:1\nb: 2\n", (1, 2), "there is no space after the colon"),
        ("a: 1\nb:2\nc: 3\n", (2, 2), "there is no space after the colon"),
        ("x:\n- a:web\n  b: 2\n", (2, 4), "there is no space after the colon"),
        ("a:\n- b\n-c\n- d\n", (3, 1), "there is no space after the dash"),
        ("a: 1\nb\nc: 2\n", (2, 1), 'there is no colon after "b"'),
        ("- # one\na: 1\n", (2, 1), "this line does not fit the lines above it"),
        ("a: 1\n: 2\n", (2, 1), "there is no key before the colon"),
        ("a: 'b\nc: 1\n", (1, 4), "the quote ' opened here is never closed"),
        ('a: "b\nc: 1\n', (1, 4), 'the quote " opened here is never closed'),
        ("a: 'it's'\n", (1, 8), "text stands after the closing quote"),
        ('a: "b\nc: "d"\n', (2, 5), "text stands after the closing quote"),
        ("a: [1, 2\nb: 3\n", (1, 4), "the [ opened here is never closed"),
        ("a: {b: 1\n", (1, 4), "the { opened here is never closed"),
        ("a: [1, {b: 2]\n", (1, 13), "expected a comma or }, found ]"),
        ("a: [x, , y]\n", (1, 8), "there is a comma with nothing before it"),
        ("{a: 1}}\n", (1, 7), "the } closes nothing"),
        ("a: - b\n", (1, 4), "a list cannot start on the line of its key"),
        ("a: ? b\n", (1, 4), "a value cannot start with `? `"),
        ("a: | b\n", (1, 6), "text stands right after | or >"),
        ('a: "C:\\Users"\n', (1, 7), "\\U is not an escape in YAML"),
        ('a: "\\q"\n', (1, 5), "\\q is not an escape in YAML"),
        (
            "a: b\n  c: d\n",
            (2, 3),
            "this line is indented deeper than the one above, which has a value",
        ),
        (
            "a:\n  b: 1\n c: 2\n",
            (3, 2),
            "this line's indentation does not fit the mapping that starts on line 1",
        ),
        (
            "a:\n  - 1\n  b: 2\n",
            (3, 3),
            "this line's indentation does not fit the list that starts on line 2",
        ),
    ],
)
def test_a_syntax_error_says_what_was_done(text: str, place: tuple[int, int], message: str) -> None:
    assert [("AF105", *place, message)] == told(text)


@pytest.mark.parametrize(
    "text",
    [
        "...",
        "%web\na: 1",
        "a: 1\n...\nb: 2",
        "%YAML 3.0\n---\na: 1",
        "%TAG ! a\n%TAG ! b\n---\na: 1",
        'a: "\\U00110000"',
        "a: !<\n",
        "a: |0\n x\n",
        "&a a: 1\n&b &c x: 1\n",
        "a: &a *a\n",
        "k" * 2000 + ": 1",
    ],
)
def test_rarer_syntax_errors_are_one_finding_in_the_text(text: str) -> None:
    (finding,) = read(text)[1]

    assert "AF105" == finding.code
    assert finding.location
    assert finding.location.span.line <= text.count("\n") + 1
    assert finding.hint
