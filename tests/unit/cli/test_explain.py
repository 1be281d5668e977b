"""`amifactory explain`."""

from __future__ import annotations

import pytest

from generator.catalogue import catalogue


def test_without_a_code_all_are_listed(amifactory):
    lines = amifactory("explain").out.splitlines()

    assert [line.split()[0] for line in lines] == list(catalogue())
    assert [line.split()[1] for line in lines] == [
        code.severity.value for code in catalogue().values()
    ]


def test_every_code_is_explained(amifactory):
    """Title, text, source, and an end of line."""
    for code in catalogue().values():
        said = amifactory("explain", code.id).out

        assert said.startswith(f"{code.id} {code.severity.value}: {code.title}\n\n"), code.id
        assert code.explain.rstrip() in said, code.id
        assert said.endswith("\n"), code.id
        assert not said.endswith("\n\n"), code.id
        assert code.source in said, code.id


def test_case_does_not_matter(amifactory):
    assert amifactory("explain", "af101") == amifactory("explain", "AF101")


@pytest.mark.parametrize("code", ["E3002", "W9013", "F1101", "e3002"])
def test_codes_of_the_linters_are_told_as_theirs(amifactory, code):
    said = amifactory("explain", code)

    assert said.code == 0
    assert said.out.startswith(f"{code.upper()} is a code of the template linters")


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("AF1O1", "did you mean AF101?"),
        ("AF1011", "did you mean AF101 or "),
        ("AF000", "`amifactory explain` lists all codes"),
        ("", "`amifactory explain` lists all codes"),
        ("hardening", "`amifactory explain` lists all codes"),
    ],
)
def test_an_unknown_code_gets_a_suggestion(amifactory, typed, hint):
    said = amifactory("explain", typed)

    assert (said.code, said.out) == (2, "")
    assert f'there is no code "{typed}"; ' in said.err
    assert hint in said.err
