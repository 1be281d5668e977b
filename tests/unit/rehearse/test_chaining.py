"""Expressions in braces.

Image Builder User Guide, "Use component documents in AWSTOE" (input and output chaining) and
"Use variables in AWSTOE".
"""

from __future__ import annotations

from generator.rehearse.chaining import replace_lines
from generator.rehearse.model import Status


def test_parameters_and_constants(rehearsed) -> None:
    done = rehearsed(
        """
        schemaVersion: 1.0
        parameters:
          - First: {type: string}
          - Second: {type: string, default: two}
        constants:
          - Third: {type: string, value: "{{ First }}"}
        phases:
          - name: build
            steps:
              - name: A
                action: ExecuteBash
                inputs: {commands: ["{{First}} {{ Second }} {{   Third }}"]}
        """,
        {"First": "{{ Second }}"},
    )

    assert ["{{ Second }} two {{ First }}\n"] == done.scripts


def test_outputs_and_inputs_of_earlier_steps(steps) -> None:
    done = steps(
        """
        - name: A
          action: ExecuteBash
          inputs: {commands: [a]}
        - name: B
          action: DeleteFile
          inputs: [{path: /one}, {path: "/{{ build.A.outputs.stdout }}"}]
        - name: C
          action: ExecuteBash
          inputs: {commands: ["{{ build.A.outputs[0].stdout }} {{ build.B.inputs[1].path }}"]}
        """,
        script=lambda text: "said\n\n" if text == "a\n" else 0,
    )

    assert ["a\n", "said /said\n"] == done.scripts


def test_outputs_of_one_mapping_or_of_all(steps) -> None:
    answers = iter(["b25l\n", "dHdv\n"])

    done = steps(
        """
        - name: A
          action: ReadFile
          inputs: [{path: /one}, {path: /two}]
        - name: C
          action: ExecuteBash
          inputs: {commands: ["{{ build.A.outputs[1].content }}", "{{ build.A.outputs.content }}"]}
        """,
        helper=lambda _command: next(answers),
    )

    assert ["two\none\ntwo\n"] == done.scripts


def test_what_a_step_did_not_give_fails_the_step_that_wants_it(steps) -> None:
    done = steps(
        """
        - {name: A, action: ExecuteBash, onFailure: Ignore, inputs: {commands: [a]}}
        - {name: B, action: ExecuteBash, inputs: {commands: ["{{ build.A.outputs.stdout }}"]}}
        """,
        script=lambda _text: 1,
    )

    assert ["build.A IgnoredFailure", "build.B Failed"] == done.steps
    assert "build.A.outputs.stdout: that step gave none" == done.result.failure.message


def test_inputs_of_a_skipped_step_are_known(steps) -> None:
    done = steps(
        """
        - name: A
          action: DeleteFile
          if: {stringIsEmpty: full}
          inputs: [{path: /one}]
        - {name: B, action: ExecuteBash, inputs: {commands: ["{{ build.A.inputs[0].path }}"]}}
        """
    )

    assert ["/one\n"] == done.scripts
    assert Status.SKIPPED is done.step("A").status


def test_a_nul_character_never_reaches_a_program(steps) -> None:
    done = steps(
        """
        - {name: A, action: ExecuteBash, inputs: {commands: [a]}}
        - {name: B, action: DeleteFile, inputs: [{path: "{{ build.A.outputs.stdout }}"}]}
        """,
        script=lambda _text: "a\0b",
    )

    assert "a NUL character cannot be given to a program" == done.result.failure.message


def test_lines_are_known_also_below_what_was_put_in() -> None:
    found = replace_lines("a\n{{ Two }} b\nc {{ One\n}} d\ne", lambda each: f"{each.name}\n!")

    assert "a\nTwo\n! b\nc One\n! d\ne" == found.text
    assert (0, 1, 1, 2, 2, 4) == found.origins
