from __future__ import annotations

import pytest

from generator.findings import Span
from generator.payload.nodes import Scalar
from generator.payload.plain import as_boolean, as_integer, looks_like_yaml11_boolean


def written(text: str, *, plain: bool = True) -> Scalar:
    return Scalar(text, Span(1, 1, 1, 1), plain=plain)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("12", 12),
        ("+7", 7),
        ("-3", -3),
        ("-0", 0),
        ("1.0", 1),
        ("20.", 20),
        ("1e2", 100),
        ("1E+2", 100),
        ("1.5e1", 15),
        ("1500e-2", 15),
        ("9223372036854775807", 2**63 - 1),
    ],
)
def test_a_plain_whole_number_in_any_spelling_is_an_integer(text: str, number: int) -> None:
    assert number == as_integer(written(text))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "012",
        "0o14",
        "0x1f",
        "1_000",
        "1:30",
        "1.5",
        "1e-1",
        "15e-2",
        "e5",
        ".5",
        "12 ",
        "١٢",
        "9223372036854775808",
        "1e19",
        "1e999999999",
        "9" * 5000,
        ".inf",
        "true",
    ],
)
def test_other_text_is_no_integer(text: str) -> None:
    """Huge numbers are refused before they are computed."""
    assert None is as_integer(written(text))


def test_a_quoted_number_is_no_integer() -> None:
    assert None is as_integer(written("12", plain=False))


@pytest.mark.parametrize("text", ["true", "True", "TRUE"])
def test_true_has_three_spellings(text: str) -> None:
    assert True is as_boolean(written(text))


@pytest.mark.parametrize("text", ["false", "False", "FALSE"])
def test_false_has_three_spellings(text: str) -> None:
    assert False is as_boolean(written(text))


@pytest.mark.parametrize("text", ["yes", "no", "on", "off", "tRUE", "1", "0", ""])
def test_other_text_is_no_boolean(text: str) -> None:
    assert None is as_boolean(written(text))


def test_a_quoted_true_is_no_boolean() -> None:
    assert None is as_boolean(written("true", plain=False))


@pytest.mark.parametrize("text", ["yes", "No", "ON", "off", "y", "N"])
def test_words_that_yaml_1_1_read_as_booleans_are_recognised(text: str) -> None:
    assert looks_like_yaml11_boolean(written(text))
    assert looks_like_yaml11_boolean(written(text, plain=False))


@pytest.mark.parametrize("text", ["true", "yess", "", "0"])
def test_other_words_are_not_taken_for_yaml_1_1_booleans(text: str) -> None:
    assert not looks_like_yaml11_boolean(written(text))
