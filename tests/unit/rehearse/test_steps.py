"""Failures, attempts, timeouts and reboots of a step.

Image Builder User Guide, "Use component documents in AWSTOE" (step fields), "Action modules"
(ExecuteBash, exit code 194; Reboot), "Use looping constructs" (statuses).
"""

from __future__ import annotations

import pytest

from generator.ports.machine import Ran
from generator.rehearse.events import Rebooted, Retrying
from generator.rehearse.model import Status
from generator.rehearse.session import REBOOT_LIMIT

TWO = """
- {{name: One, action: ExecuteBash, {settings}, inputs: {{commands: [one]}}}}
- {{name: Two, action: ExecuteBash, inputs: {{commands: [two]}}}}
"""


def one_fails(text: str) -> int:
    return 3 if text == "one\n" else 0


@pytest.mark.parametrize(
    ("on_failure", "expected", "whole"),
    [
        ("Abort", ["build.One Failed"], Status.FAILED),
        ("Continue", ["build.One Failed", "build.Two Success"], Status.FAILED),
        ("Ignore", ["build.One IgnoredFailure", "build.Two Success"], Status.PARTLY),
    ],
)
def test_on_failure(steps, on_failure: str, expected: list[str], whole: Status) -> None:
    done = steps(TWO.format(settings=f"onFailure: {on_failure}"), script=one_fails)

    document = done.result.stages[0].documents[0]
    assert expected == done.steps
    assert [whole] * 3 == [document.phases[0].status, document.status, done.result.status]


def test_an_ignored_failure_is_not_the_first_failure(steps) -> None:
    done = steps(TWO.format(settings="onFailure: Ignore"), script=one_fails)

    assert done.result.passed
    assert done.result.failure is None


def test_a_step_is_tried_until_it_goes_well(steps) -> None:
    answers = iter([1, 1, "well\n"])

    done = steps(TWO.format(settings="maxAttempts: 5"), script=lambda _text: next(answers, 0))

    assert ["build.One Success", "build.Two Success"] == done.steps
    assert (3, "well") == (done.step("One").attempts, done.step("One").outputs[0]["stdout"])
    assert [2, 3] == [event.attempt for event in done.events if isinstance(event, Retrying)]


def test_after_the_last_attempt_it_has_failed(steps) -> None:
    done = steps(TWO.format(settings="maxAttempts: 2"), script=one_fails)

    assert 2 == done.step("One").attempts
    assert ["one\n", "one\n"] == done.scripts


def test_exit_194_reboots_and_runs_the_same_step_again(steps) -> None:
    answers = iter([194, 194])

    done = steps(TWO.format(settings="maxAttempts: 1"), script=lambda _text: next(answers, 0))

    assert ["one\n", "one\n", "one\n", "two\n"] == done.scripts
    assert (2, 1) == (done.step("One").reboots, done.step("One").attempts)
    assert 2 == done.machines.made[0].reboots
    assert [True, True] == [event.again for event in done.events if isinstance(event, Rebooted)]


def test_exit_194_of_a_program_reboots_as_well(steps) -> None:
    answers = iter([194])

    done = steps(
        "- {name: P, action: ExecuteBinary, inputs: {path: /bin/p, arguments: [x]}}",
        script=lambda _text: next(answers, 0),
    )

    assert (["build.P Success"], 1) == (done.steps, done.machines.made[0].reboots)


def test_the_action_reboot_goes_on_with_the_next_step(steps) -> None:
    done = steps(
        """
        - {name: Boot, action: Reboot, inputs: {delaySeconds: 60}}
        - {name: Two, action: ExecuteBash, inputs: {commands: [two]}}
        """
    )

    assert ["build.Boot Success", "build.Two Success"] == done.steps
    assert [False] == [event.again for event in done.events if isinstance(event, Rebooted)]


def test_a_step_that_asks_each_time_fails_at_the_limit(steps) -> None:
    done = steps(TWO.format(settings="onFailure: Abort"), script=lambda _text: 194)

    assert ["build.One Failed"] == done.steps
    assert REBOOT_LIMIT == done.machines.made[0].reboots
    assert "the agent gives up" in done.result.failure.message


def test_a_timeout_is_given_to_the_machine(steps) -> None:
    done = steps(TWO.format(settings="timeoutSeconds: 5"))

    [first, second] = [
        each.timeout for each in done.machines.made[0].commands if each.words[0] == "/bin/bash"
    ]
    assert (5, 7200) == (first, second)


def test_minus_one_is_without_end(steps) -> None:
    done = steps(TWO.format(settings="timeoutSeconds: -1"))

    assert None in [each.timeout for each in done.machines.made[0].commands]


def test_a_step_that_takes_too_long_fails_and_may_be_tried_again(steps) -> None:
    answers = iter([Ran(137, "", "", 5.0, timed_out=True)])

    done = steps(
        TWO.format(settings="timeoutSeconds: 5, maxAttempts: 2"),
        script=lambda _text: next(answers, 0),
    )

    [retry] = [event for event in done.events if isinstance(event, Retrying)]
    left = [each.timeout for each in done.machines.made[0].commands if each.words[0] == "/bin/bash"]
    assert "timed out after 5 seconds" == retry.message
    assert [5, 5, 7200] == left
    assert "build.One Success" == done.steps[0]


def test_what_the_machine_ends_has_failed(steps) -> None:
    ended = Ran(137, "", "", 1.0, ended="more than 512 MB of memory")

    done = steps(TWO.format(settings="onFailure: Abort"), script=lambda _text: ended)

    assert "it was ended: more than 512 MB of memory" == done.result.failure.message
