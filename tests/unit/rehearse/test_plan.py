"""What a rehearsal would run, told without running it."""

from __future__ import annotations

from generator.rehearse.plan import plan, resolve
from tests.unit.rehearse.conftest import use

TEXT = """
name: sample
schemaVersion: 1.0
parameters:
  - Name: {type: string, default: World}
  - Needed: {type: string}
phases:
  - name: validate
    steps:
      - name: V
        action: ExecuteBash
        loop: {for: {start: 1, end: 3, updateBy: 1}}
        inputs: {commands: ["{{ Name }} {{ loop.index }} {{ Needed }}"]}
  - name: other
    steps: [{name: O, action: UpdateOS}]
  - name: build
    steps:
      - name: B
        action: CreateFile
        timeoutSeconds: 5
        maxAttempts: 2
        onFailure: Ignore
        if: {and: [{fileExists: "/{{ Name }}"}, {stringIsEmpty: a}], then: Skip, else: Execute}
        inputs: [{path: "/{{ Name }}"}, {path: "{{ validate.V.outputs.stdout }}"}]
  - name: test
    steps: [{name: T, action: Reboot}]
"""


def planned(parameters=None):
    return plan([use(TEXT, {"Needed": "x"} if parameters is None else parameters)])


def test_phases_stand_in_the_order_of_the_document_with_their_stages() -> None:
    [document] = planned().documents

    assert [("build", "validate"), ("build", "build"), ("test", "test")] == [
        (phase.stage, phase.name) for phase in document.phases
    ]
    assert ("other",) == document.left_out


def test_parameters_are_replaced_and_the_rest_is_left_in_braces() -> None:
    [document] = planned().documents

    assert {"Name": "World", "Needed": "x"} == document.parameters
    assert ({"commands": ["World {{ loop.index }} x"]},) == document.phases[0].steps[0].inputs
    assert ({"path": "/World"}, {"path": "{{ validate.V.outputs.stdout }}"}) == (
        document.phases[1].steps[0].inputs
    )


def test_a_step_says_its_settings_in_words() -> None:
    [document] = planned().documents
    looped, guarded = document.phases[0].steps[0], document.phases[1].steps[0]

    assert ("loop: from 1 to 3 by 1", 7200, "Abort", 1, 9) == (
        looped.loop, looped.timeout, looped.on_failure, looped.attempts, looped.line
    )  # fmt: skip
    assert (5, "Ignore", 2) == (guarded.timeout, guarded.on_failure, guarded.attempts)
    assert (
        'and (fileExists "/World", stringIsEmpty "a"), then Skip, else Execute' == guarded.condition
    )


def test_a_parameter_without_a_value_is_refused() -> None:
    [refusal] = planned({}).refusals

    assert (5, 'parameter "Needed" has no value') == (refusal.line, refusal.message)


def test_a_parameter_that_is_not_there_is_refused() -> None:
    [refusal] = planned({"Needed": "x", "Nmae": "y"}).refusals

    assert 'there is no parameter "Nmae"' == refusal.message


def test_phases_that_do_not_run_are_not_refused() -> None:
    """UpdateOS of a phase that Image Builder never runs keeps nothing from running."""
    assert () == planned().refusals


def test_one_document_by_itself() -> None:
    found = resolve(use(TEXT).document, {"Needed": "x"}, file="a.yaml")

    assert [("sample", "a.yaml")] == [(each.name, each.file) for each in found.documents]
    assert 1 == len(found.stage("test"))
