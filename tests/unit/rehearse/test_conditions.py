"""Conditions: `if`, and `Assert`.

Image Builder User Guide, "Use conditional constructs in AWSTOE", "Use comparison operators in
AWSTOE" and "Use logical operators": the examples of those pages.
"""

from __future__ import annotations

import pytest

from generator.rehearse.model import Status
from generator.rehearse.patterns import matches

TRUE = [
    "{stringIsEmpty: ''}",
    "{stringIsWhitespace: '   '}",
    "{stringEquals: Something, value: something}",
    "{stringLessThan: 'b', value: 'a'}",
    "{stringLessThanEquals: 'a', value: 'a'}",
    "{stringGreaterThan: 'a', value: 'b'}",
    "{stringGreaterThanEquals: 'A', value: 'a'}",
    "{patternMatches: '^[a-z]+$', value: ThisIsValue}",
    "{numberEquals: 1, value: 1.0}",
    "{numberLessThan: 2, value: 1}",
    "{numberLessThanEquals: 2, value: 2}",
    "{numberGreaterThan: 1, value: 2}",
    "{numberGreaterThanEquals: 1, value: 1}",
    "{numberGreaterThan: 9007199254740992, value: 9007199254740993}",
    "{not: {stringIsEmpty: a}}",
    "{not: [{stringIsEmpty: a}]}",
    "{and: [{stringIsEmpty: ''}, {numberEquals: 1, value: 1}]}",
    "{or: [{stringIsEmpty: a}, {numberEquals: 1, value: 1}]}",
    "{binaryExists: there}",
    "{fileExists: there}",
    "{folderExists: there}",
    "{fileMD5Equals: D41D8CD98F00B204E9800998ECF8427E, path: there}",
]
FALSE = [
    "{stringIsEmpty: ' '}",
    "{stringIsWhitespace: ''}",
    "{stringIsWhitespace: ' Hello?'}",
    "{stringEquals: a, value: 'a '}",
    "{stringLessThan: 'a', value: 'b'}",
    "{patternMatches: '^[a-z]+$', value: 'This Value'}",
    "{numberEquals: 1, value: a10}",
    "{numberLessThan: 1, value: 2}",
    "{and: [{stringIsEmpty: a}, {numberEquals: 1, value: 1}]}",
    "{or: [{stringIsEmpty: a}, {stringIsEmpty: b}]}",
    "{binaryExists: gone}",
    "{fileExists: gone}",
    "{folderExists: gone}",
    "{fileSHA1Equals: da39a3ee5e6b4b0d3255bfef95601890afd80709, path: gone}",
]
DIGEST = "d41d8cd98f00b204e9800998ecf8427e  -\n"


def helper(command):
    return DIGEST if command.words[-1] == "there" else 1


@pytest.mark.parametrize(
    ("given", "holds"), [*((t, True) for t in TRUE), *((f, False) for f in FALSE)]
)
def test_an_operator(steps, given: str, holds: bool) -> None:
    done = steps(f"- {{name: A, action: Assert, inputs: {given}}}", helper=helper)

    assert [f"build.A {'Success' if holds else 'Failed'}"] == done.steps


@pytest.mark.parametrize(
    ("branches", "empty", "expected"),
    [
        ("", "''", "Success"),
        ("", "a", "Skipped"),
        (", then: Skip, else: Execute", "''", "Skipped"),
        (", then: Skip, else: Execute", "a", "Success"),
        (", else: Abort", "a", "Failed"),
    ],
)
def test_then_and_else(steps, branches: str, empty: str, expected: str) -> None:
    done = steps(
        f"""
        - name: A
          action: ExecuteBash
          if: {{stringIsEmpty: {empty}{branches}}}
          onFailure: Continue
          inputs: {{commands: [a]}}
        """
    )

    assert [f"build.A {expected}"] == done.steps


@pytest.mark.parametrize(
    ("on_failure", "expected"),
    [
        ("Abort", ["build.A Failed"]),
        ("Ignore", ["build.A IgnoredFailure", "build.B Success"]),
    ],
)
def test_abort_marks_the_step_as_failed(steps, on_failure: str, expected: list[str]) -> None:
    """And what follows is what onFailure says of any failed step; it is not tried again."""
    done = steps(
        f"""
        - name: A
          action: ExecuteBash
          if: {{stringIsEmpty: a, else: Abort}}
          onFailure: {on_failure}
          maxAttempts: 3
          inputs: {{commands: [a]}}
        - {{name: B, action: ExecuteBash, inputs: {{commands: [b]}}}}
        """
    )

    assert expected == done.steps
    assert ("its condition says Abort", 0) == (done.step("A").message, done.step("A").attempts)


def test_a_skipped_step_counts_as_success(steps) -> None:
    done = steps(
        "- {name: A, action: ExecuteBash, if: {stringIsEmpty: a}, inputs: {commands: [a]}}"
    )

    assert Status.SUCCESS is done.result.status


def test_a_condition_is_looked_at_once_also_after_a_reboot(steps) -> None:
    answers = iter([194])

    done = steps(
        "- {name: A, action: ExecuteBash, if: {not: {fileExists: /m}}, inputs: {commands: [a]}}",
        script=lambda _text: next(answers, 0),
        helper=lambda _command: 1,
    )

    looks = [each for each in done.machines.made[0].commands if each.words[-1] == "/m"]
    assert (["build.A Success"], 1) == (done.steps, len(looks))


def test_and_or_stop_at_what_decides_them(steps) -> None:
    done = steps("- {name: A, action: Assert, inputs: {or: [{fileExists: /a}, {fileExists: /b}]}}")

    assert ["/a"] == [each.words[-1] for each in done.machines.made[0].commands]


def test_a_condition_compares_with_what_a_step_gave(steps) -> None:
    done = steps(
        """
        - {name: A, action: ExecuteBash, inputs: {commands: [a]}}
        - name: B
          action: Assert
          inputs: {patternMatches: "^v2\\\\.", value: "{{ build.A.outputs.stdout }}"}
        """,
        script=lambda _text: "V2.1\n",
    )

    assert Status.SUCCESS is done.result.status


def test_a_failed_assertion_says_what_does_not_hold(steps) -> None:
    done = steps("- {name: A, action: Assert, inputs: {numberEquals: 1, value: 2}}")

    assert 'does not hold: numberEquals "1" value "2"' == done.result.failure.message


def test_paths_of_conditions_are_arguments(steps) -> None:
    done = steps("- {name: A, action: Assert, inputs: {fileExists: '/a $(b) ;c'}}")

    [looked] = done.machines.made[0].commands
    assert "/a $(b) ;c" == looked.words[-1]
    assert "/a" not in looked.words[2]


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("b[[:digit:]]+$", "a B12", True),
        ("^[^[:space:]]$", " ", False),
        (r"[[:punct:]x]\z", "a]", True),
        (r"a\z", "a\n", False),
        (r"\\z", r"\z", True),
        (r"^\[:digit:\]$", "[:digit:]", True),
    ],
)
def test_patterns_are_those_of_re2(pattern: str, text: str, expected: bool) -> None:
    """RE2, "Syntax": what Python writes in another way."""
    assert expected == matches(pattern, text)


def test_a_pattern_that_cannot_be_read_fails_its_step(steps) -> None:
    done = steps("- {name: A, action: Assert, inputs: {patternMatches: '(', value: a}}")

    assert done.result.failure.message.startswith("the pattern cannot be read: ")
