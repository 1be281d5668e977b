from __future__ import annotations

from contextlib import suppress

import pytest

from generator.findings import Finding, Span
from generator.payload.json_reader import read_json
from generator.payload.nodes import Mapping, Node, Scalar
from generator.payload.reading import Findings, StoppedError


def read(text: str) -> tuple[Node | None, tuple[Finding, ...]]:
    findings = Findings("web.json")
    root = None
    with suppress(StoppedError):
        root = read_json(text, findings)
    return root, findings.all()


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


def test_all_kinds_of_values_are_read() -> None:
    root = sound('{"a": "x", "b": [1, true, false, null, {}, []], "": {"c": ""}}')

    assert {"a": "x", "b": ["1", "true", "false", "null", {}, []], "": {"c": ""}} == root


@pytest.mark.parametrize(
    "number", ["0", "-0", "12", "-3.50", "1e5", "1E+5", "2.5e-10", "123456789012345678901234567890"]
)
def test_a_number_keeps_its_text(number: str) -> None:
    value = sound(f'{{"a": {number}}}')["a"]

    assert number == value
    assert isinstance(value, Scalar)
    assert value.plain


def test_a_string_is_not_plain() -> None:
    root = sound('{"a": "12", "b": "null"}')

    assert [False, False] == [value.plain for value in root.values() if isinstance(value, Scalar)]


def test_tabs_and_newlines_are_blanks() -> None:
    assert {"a": ["1", "2"]} == sound('\n\t{\t"a"\n:\t[1\t,\n2 ]\n}\n\t')


def test_escapes_are_read() -> None:
    assert {"a": '"\\/\n\té€😀'} == sound(r'{"a": "\"\\\/\n\t\u00e9\u20AC\ud83d\ude00"}')


def test_nodes_stand_where_they_are_written() -> None:
    root = sound('{\n\t"é😀": [1,\n  "x\\ny", {}],\n "b": null}')
    (one, text, empty) = root["é😀"]

    assert Span(1, 1, 4, 12) == root.span
    assert [Span(2, 2, 2, 6), Span(4, 2, 4, 5)] == [
        key.span for key in root if isinstance(key, Scalar)
    ]
    assert Span(2, 8, 3, 14) == root["é😀"].span
    assert [Span(2, 9, 2, 10), Span(3, 3, 3, 9), Span(3, 11, 3, 13)] == [
        one.span,  # type: ignore[union-attr]
        text.span,  # type: ignore[union-attr]
        empty.span,  # type: ignore[union-attr]
    ]
    assert Span(4, 7, 4, 11) == root["b"].span


def test_equal_keys_are_told_with_both_places_and_the_first_stays() -> None:
    root, (finding,) = read('{"a": 1,\n "b": {"a": 2},\n "\\u0061": 3}')

    assert {"a": "1", "b": {"a": "2"}} == root
    assert finding.location
    assert ("AF109", 'key "a" is written twice in this mapping', Span(3, 2, 3, 10)) == (
        finding.code,
        finding.message,
        finding.location.span,
    )
    assert [Span(1, 2, 1, 5)] == [other.location.span for other in finding.related]


def test_an_empty_text_has_no_root() -> None:
    assert (None, ()) == read(" \n\t")


def test_fifty_levels_are_read_and_fifty_one_are_not() -> None:
    message = "lists and mappings are nested more than 50 levels deep"

    assert [] == told("[" * 50 + "]" * 50)
    assert [("AF116", 1, 51, message)] == told("[" * 51 + "]" * 51)
    assert [("AF116", 1, 251, message)] == told('{"a":' * 100_000)


SLIPS = [
    ('{"a": 1,}', {"a": "1"}, ("AF106", 1, 8, "there is a comma before the closing }")),
    ('{"a": [1,\n]}', {"a": ["1"]}, ("AF106", 1, 9, "there is a comma before the closing ]")),
    ('{"a": 1 // why\n}', {"a": "1"}, ("AF106", 1, 9, "JSON has no comments")),
    ('# why\n{"a": 1}', {"a": "1"}, ("AF106", 1, 1, "JSON has no comments")),
    ('{/* why\n */"a": 1}', {"a": "1"}, ("AF106", 1, 2, "JSON has no comments")),
    (
        "{'a': 1}",
        {"a": "1"},
        ("AF106", 1, 2, "JSON texts stand in double quotes, not single ones"),
    ),
    ("{a: 1}", {"a": "1"}, ("AF106", 1, 2, "the text a needs double quotes")),
    (
        '{"a": Web server}',
        {"a": "Web server"},
        ("AF106", 1, 7, "the text Web server needs double quotes"),
    ),
    (
        '{"a": https://example.com/a.sh}',
        {"a": "https://example.com/a.sh"},
        ("AF106", 1, 7, "the text https://example.com/a.sh needs double quotes"),
    ),
    (
        '{"a": “x y”}',
        {"a": "“x y”"},
        ("AF106", 1, 7, "typographic quotes are not quotes in JSON"),
    ),
    ('{"a": True}', {"a": "True"}, ("AF106", 1, 7, "True is not a JSON word")),
    ('{"a": None}', {"a": "None"}, ("AF106", 1, 7, "None is not a JSON word")),
    ('{"a": .5}', {"a": ".5"}, ("AF106", 1, 7, ".5 is not a JSON number")),
    ('{"a": +1}', {"a": "+1"}, ("AF106", 1, 7, "+1 is not a JSON number")),
    ('{"a": 0x1F}', {"a": "0x1F"}, ("AF106", 1, 7, "0x1F is not a JSON number")),
    ('{"a": "x\ty"}', {"a": "x\ty"}, ("AF106", 1, 9, "there is a tab inside a JSON text")),
    ('{"a": "x\\q"}', {"a": "x\\q"}, ("AF106", 1, 9, "\\q is not an escape in JSON")),
    ('{"a": "\\u12"}', {"a": "\\u12"}, ("AF106", 1, 8, "\\u needs four hexadecimal digits")),
    (
        '{"a": 012345670123}',
        {"a": "012345670123"},
        ("AF117", 1, 7, "number 012345670123 starts with a zero, which JSON does not allow"),
    ),
    (
        '{"a": NaN}',
        {"a": "NaN"},
        ("AF115", 1, 7, "NaN is not a number that JSON or a payload can hold"),
    ),
    (
        '{"a": -Infinity}',
        {"a": "-Infinity"},
        ("AF115", 1, 7, "-Infinity is not a number that JSON or a payload can hold"),
    ),
    (
        '{"a": 1} {}',
        {"a": "1"},
        ("AF106", 1, 10, "there is more text after the end of the JSON value"),
    ),
]


@pytest.mark.parametrize(("text", "root", "finding"), SLIPS)
def test_a_slip_is_told_and_read_past(
    text: str, root: dict[str, object], finding: tuple[str, int, int, str]
) -> None:
    assert root == read(text)[0]
    assert [finding] == told(text)


def test_all_slips_of_a_file_are_told_at_once() -> None:
    places = [one[:3] for one in told("{'a': [01, NaN,\n], // end\n\"b\": tru}")]

    assert [
        ("AF106", 1, 2),
        ("AF117", 1, 8),
        ("AF115", 1, 12),
        ("AF106", 1, 15),
        ("AF106", 2, 4),
        ("AF106", 3, 6),
    ] == places


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ('{"a": 1', ("AF106", 1, 1, "the { opened here is never closed")),
        ('{"a": [1,\n  2\n', ("AF106", 1, 7, "the [ opened here is never closed")),
        ('{"a": [1, 2}', ("AF106", 1, 12, "expected a comma or ], found }")),
        ('{"a": 1 "b": 2}', ("AF106", 1, 9, 'expected a comma or }, found "')),
        ('{"a": "b"c"}', ("AF106", 1, 10, "expected a comma or }, found c")),
        ('{"a" 1}', ("AF106", 1, 6, 'expected a colon after the key "a", found 1')),
        ('{"a": }', ("AF106", 1, 7, "expected a value, found }")),
        ('{"a": 1,, "b": 2}', ("AF106", 1, 9, "expected a key in double quotes, found ,")),
        ("{: 1}", ("AF106", 1, 2, "expected a key in double quotes, found :")),
        ('{"a": "x\n"}', ("AF106", 1, 7, "the quote opened here is not closed on this line")),
        ("{'a: 1}", ("AF106", 1, 2, "the quote opened here is not closed on this line")),
        (
            '{"a": 1 /* why }',
            ("AF106", 1, 9, "the comment opened here is never closed, and JSON has no comments"),
        ),
        ('{"a": it is "b"}', ("AF106", 1, 7, "the text it is needs double quotes")),
    ],
)
def test_a_mistake_that_cannot_be_read_past_is_one_finding(
    text: str, finding: tuple[str, int, int, str]
) -> None:
    assert (None, [finding]) == (read(text)[0], told(text))


@pytest.mark.parametrize(
    ("escape", "described"),
    [
        ("\\u0000", "U+0000 (control character)"),
        ("\\r", "U+000D (control character)"),
        ("\\b", "U+0008 (control character)"),
        ("\\u0085", "U+0085 (control character)"),
        ("\\u200b", "U+200B (zero width space)"),
        ("\\u202e", "U+202E (right-to-left override)"),
        ("\\ud83d", "U+D83D (half of a surrogate pair)"),
        ("\\ude00\\ud83d", "U+DE00 (half of a surrogate pair) and 1 more like it"),
    ],
)
def test_a_refused_character_from_an_escape_is_told(escape: str, described: str) -> None:
    message = f"character {described} is not allowed"

    assert [("AF102", 1, 7, message)] == told(f'{{"a": "x{escape}y"}}')
    assert [("AF102", 1, 2, message)] == told(f'{{"x{escape}y": 1}}')
