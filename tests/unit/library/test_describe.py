from __future__ import annotations

import pytest

from generator.library import DocumentFacts, Parameter, Problem, describe

_GOOD = """\
name: web
description: Serves pages.
schemaVersion: 1.0
parameters:
  - Port:
      type: string
      default: 080
phases:
  - name: test
    steps:
      - name: Ask
        action: ExecuteBash
"""


def _only(document: str) -> Problem:
    found = describe(document)
    assert not isinstance(found, DocumentFacts)
    assert len(found) == 1
    return found[0]


def test_the_facts_of_a_document():
    """Values stay as they are written: 080 is no number."""
    assert describe(_GOOD) == DocumentFacts(
        name="web",
        description="Serves pages.",
        parameters=(Parameter("Port", "080", ""),),
        phases=("test",),
    )


@pytest.mark.parametrize(
    ("phases", "expected"), [(("test",), True), (("build", "test"), False), (("build",), False)]
)
def test_only_a_test_phase_alone_makes_a_test(phases: tuple[str, ...], expected: bool):
    facts = DocumentFacts(name="", description="", parameters=(), phases=phases)
    assert expected is facts.is_test


def test_name_description_and_parameters_may_be_left_out():
    document = "schemaVersion: '1.0'\nphases: [{name: build, steps: [{name: A, action: Reboot}]}]\n"
    assert describe(document) == DocumentFacts(
        name="", description="", parameters=(), phases=("build",)
    )


_HEAD = "schemaVersion: 1.0\n"
_TAIL = "phases: [{name: build, steps: [{name: A, action: Reboot}]}]\n"


@pytest.mark.parametrize(
    ("document", "line", "column", "message"),
    [
        ("", 1, 1, "the document is empty"),
        ("- a\n- b\n", 1, 1, "the document is a list, not a mapping"),
        ("hello\n", 1, 1, "the document is a single value, not a mapping"),
        ("a: [1\n", 2, 1, "not valid YAML"),
        ("a: é: x\n", 1, 5, "not valid YAML: mapping values are not allowed"),
        ("a: é\n---\nb: 1\n", 2, 1, "not valid YAML: but found another document"),
        ("a: *x\n", 1, 4, "not valid YAML: found undefined alias"),
        ("é: 1\nb: é\x07\n", 2, 5, "character U+0007 cannot be in YAML"),
        ("a: 1\nb: \ud800\n", 2, 4, "character U+D800 cannot be in YAML"),
        (_TAIL, 1, 1, "schemaVersion is missing"),
        ("schemaVersion: 2.0\n" + _TAIL, 1, 16, 'schemaVersion is "2.0", the only one is 1.0'),
        (_HEAD, 1, 1, "phases is missing"),
        (_HEAD + "phases: build\n", 2, 9, "phases needs a list of at least one phase"),
        (_HEAD + "phases: []\n", 2, 9, "phases needs a list of at least one phase"),
        (_HEAD + "phases: [build]\n", 2, 10, "a phase is a single value, not a mapping"),
        (
            _HEAD + "phases: [{steps: [{name: A, action: Reboot}]}]\n",
            2,
            10,
            "a phase has no name",
        ),
        (
            _HEAD + "phases: [{name: deploy, steps: [{name: A, action: Reboot}]}]\n",
            2,
            9,
            "no phase is named build, validate or test",
        ),
        (_HEAD + "phases: [{name: build}]\n", 2, 10, 'phase "build" needs a list'),
        (_HEAD + "phases: [{name: build, steps: []}]\n", 2, 31, 'phase "build" needs a list'),
        (
            _HEAD + "phases: [{name: build, steps: [Reboot]}]\n",
            2,
            32,
            "a step is a single value, not a mapping",
        ),
        (
            _HEAD + "phases: [{name: build, steps: [{action: Reboot}]}]\n",
            2,
            32,
            "a step has no name",
        ),
        (
            _HEAD + "phases: [{name: build, steps: [{name: A}]}]\n",
            2,
            32,
            'step "A" has no action',
        ),
        (
            _HEAD + "phases:\n  - name: build\n    steps:\n"
            "      - {name: A, action: Reboot}\n      - {name: A, action: Reboot}\n",
            6,
            16,
            'step "A" is given twice',
        ),
        (_HEAD + "name: [a]\n" + _TAIL, 2, 7, "name is a list, not a text"),
        (_HEAD + _HEAD + _TAIL, 2, 1, 'key "schemaVersion" is given twice'),
        (_HEAD + "parameters: {}\n" + _TAIL, 2, 13, "parameters is a mapping, not a list"),
        (_HEAD + "parameters: [Port]\n" + _TAIL, 2, 14, "a parameter is one name with its"),
        (
            _HEAD + "parameters: [{name: Port, type: string}]\n" + _TAIL,
            2,
            14,
            "a parameter is one name with its settings",
        ),
        (
            _HEAD + "parameters: [{No: {type: string}}]\n" + _TAIL,
            2,
            15,
            'parameter name "No" is not allowed',
        ),
        (
            _HEAD + "parameters: [{Port: {type: integer}}]\n" + _TAIL,
            2,
            15,
            'parameter "Port" needs type: string',
        ),
        (
            _HEAD + "parameters: [{Port: {type: string}}, {Port: {type: string}}]\n" + _TAIL,
            2,
            39,
            'parameter "Port" is given twice',
        ),
    ],
)
def test_each_mistake_is_told_at_its_place(document: str, line: int, column: int, message: str):
    problem = _only(document)
    assert problem.message.startswith(message)
    assert (line, column) == (problem.line, problem.column)


def test_all_mistakes_are_told_in_reading_order():
    found = describe("schemaVersion: 3\nname: {}\nphases: []\n")
    assert not isinstance(found, DocumentFacts)
    assert [problem.line for problem in found] == [1, 2, 3]


def test_sixteen_thousand_characters_are_the_most():
    """Characters, not bytes; AWS counts them in CreateComponent.data."""
    room = 16_000 - len(_GOOD) - len("# \n")
    assert isinstance(describe(_GOOD + "# " + "é" * room + "\n"), DocumentFacts)
    too_long = _only(_GOOD + "# " + "é" * (room + 1) + "\n")
    assert "has 16001 characters, an inline component at most 16000" in too_long.message


def test_an_alias_that_contains_itself_ends():
    problem = _only("schemaVersion: 1.0\nphases: &p [*p]\n")
    assert problem.message.startswith("a phase is a list")
