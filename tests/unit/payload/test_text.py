from __future__ import annotations

from contextlib import suppress

import pytest

from generator.findings import Span
from generator.payload.reading import MOST_FINDINGS, Findings, StoppedError
from generator.payload.text import LARGEST, STAND_IN, check_text, refuse_characters, to_text


def told(data: bytes) -> list[tuple[str, Span, str]]:
    findings = Findings("web.yaml")
    with suppress(StoppedError):
        check_text(data, findings)
    return [(one.code, one.location.span, one.message) for one in findings.all() if one.location]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_line_ending_becomes_a_newline(ending: str) -> None:
    assert "amis:\n- ü\n" == to_text(f"amis:{ending}- ü{ending}".encode())


def test_a_byte_order_mark_at_the_start_is_not_part_of_the_text() -> None:
    data = b"\xef\xbb\xbfamis: []"

    assert "amis: []" == to_text(data)
    assert [] == told(data)


def test_ordinary_text_in_any_language_is_accepted() -> None:
    assert [] == told("name: Größe 東京 😀 Здравствуйте\n\ttab".encode())


@pytest.mark.parametrize(
    ("character", "described"),
    [
        ("\x00", "U+0000 (control character)"),
        ("\x0b", "U+000B (control character)"),
        ("\x1b", "U+001B (control character)"),
        ("\x7f", "U+007F (control character)"),
        ("\x85", "U+0085 (control character)"),
        ("\x9f", "U+009F (control character)"),
        ("\u061c", "U+061C (arabic letter mark)"),
        ("\u200b", "U+200B (zero width space)"),
        ("\u200f", "U+200F (right-to-left mark)"),
        ("\u2028", "U+2028 (line separator)"),
        ("\u2029", "U+2029 (paragraph separator)"),
        ("\u202a", "U+202A (left-to-right embedding)"),
        ("\u202e", "U+202E (right-to-left override)"),
        ("\u2060", "U+2060 (word joiner)"),
        ("\u2066", "U+2066 (left-to-right isolate)"),
        ("\u2069", "U+2069 (pop directional isolate)"),
        ("\ufeff", "U+FEFF (zero width no-break space)"),
        ("\ufffe", "U+FFFE (not a character)"),
        ("\U000e0041", "U+E0041 (tag latin capital letter a)"),
    ],
)
def test_a_refused_character_is_named_at_its_place(character: str, described: str) -> None:
    data = f"amis:\r\n- é{character}b\n".encode()

    assert [("AF102", Span(2, 4, 2, 5), f"character {described} is not allowed")] == told(data)
    assert f"amis:\n- é{STAND_IN}b\n" == to_text(data)


def test_a_run_of_refused_characters_is_one_finding() -> None:
    message = "character U+200B (zero width space) and 2 more like it is not allowed"

    assert [("AF102", Span(1, 2, 1, 5), message)] == told("a\u200b\u200b\u200bb".encode())


def test_every_run_is_told_with_its_own_place() -> None:
    spans = [span for _, span, _ in told(b"\x01a\x02\n\n\x03\nb\x04")]

    assert [Span(1, 1, 1, 2), Span(1, 3, 1, 4), Span(3, 1, 3, 2), Span(4, 2, 4, 3)] == spans


def test_characters_of_an_escape_are_told_at_the_given_place() -> None:
    findings = Findings("web.json")
    place = Span(7, 3, 7, 20)

    assert f"a{STAND_IN}b{STAND_IN}" == refuse_characters("a\rb\ud83d", findings, place)
    assert [
        "character U+000D (control character) is not allowed",
        "character U+D83D (half of a surrogate pair) is not allowed",
    ] == [one.message for one in findings.all()]
    assert {place} == {one.location.span for one in findings.all() if one.location}


def test_a_byte_that_is_not_utf8_is_told_by_line_and_column() -> None:
    data = "é: 1\r\nname: Größe\n".encode() + b"x: \xe9\n"

    assert [("AF101", Span(3, 4, 3, 5), "byte 0xE9 is not UTF-8")] == told(data)
    assert f"é: 1\nname: Größe\nx: {STAND_IN}\n" == to_text(data)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_utf16_is_recognised_with_and_without_its_mark(encoding: str) -> None:
    expected = [("AF101", Span(1, 1, 1, 1), "file is UTF-16, expected UTF-8")]

    assert expected == told("amis: []".encode(encoding))


def test_one_mebibyte_is_read_and_one_byte_more_is_not() -> None:
    message = "file is larger than 1,048,576 bytes, the most a payload may have"

    assert [] == told(b" " * LARGEST)
    assert [("AF103", Span(1, 1, 1, 1), message)] == told(b" " * (LARGEST + 1))
    assert "" == to_text(b" " * (LARGEST + 1))


def test_after_a_hundred_findings_the_rest_is_left_out() -> None:
    found = told(b"\x01a" * 5000)

    assert MOST_FINDINGS + 1 == len(found)
    assert ("AF118", "there are more than 100 findings; the rest is not checked") == (
        found[-1][0],
        found[-1][2],
    )
