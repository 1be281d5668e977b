"""Loops. Image Builder User Guide, "Use looping constructs in AWSTOE"."""

from __future__ import annotations

import pytest

from generator.ports.machine import Ran


def loop(given: str, settings: str = "") -> str:
    return f"""
- name: L
  action: ExecuteBash
  {settings}
  loop: {given}
  inputs: {{commands: ["{{{{ loop.index }}}} {{{{ loop.value }}}}"]}}
"""


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("{for: {start: 1, end: 5, updateBy: 2}}", ["0 1", "1 3", "2 5"]),
        ("{for: {start: 1, end: 4, updateBy: 2}}", ["0 1", "1 3"]),
        ("{for: {start: 1, end: -1, updateBy: -1}}", ["0 1", "1 0", "2 -1"]),
        ("{forEach: [a, 'b c']}", ["0 a", "1 b c"]),
        ("{forEach: {list: 'a,b,,c'}}", ["0 a", "1 b", "2 ", "3 c"]),
        ("{forEach: {list: 'a-b', delimiter: '-'}}", ["0 a", "1 b"]),
    ],
)
def test_the_iterations(steps, given: str, expected: list[str]) -> None:
    assert [f"{each}\n" for each in expected] == steps(loop(given)).scripts


def test_a_named_loop_is_known_by_its_name_and_as_loop(steps) -> None:
    """The guide: `loop.` is resolved with the loop of the step that runs, named or not."""
    done = steps(
        """
        - name: L
          action: ExecuteBash
          loop: {name: Mine, forEach: [a]}
          inputs: {commands: ["{{ Mine.index }} {{ Mine.value }} {{ loop.value }}"]}
        """
    )

    assert ["0 a a\n"] == done.scripts


def test_without_a_loop_its_variables_stay(steps) -> None:
    done = steps('- {name: N, action: ExecuteBash, inputs: {commands: ["echo {{ loop.value }}"]}}')

    assert ["echo {{ loop.value }}\n"] == done.scripts


def test_outputs_of_all_iterations_are_joined_by_newlines(steps) -> None:
    """The example of the guide: Hello and World, one below the other."""
    answers = iter(["Hello\n", "World\n"])

    done = steps(loop("{forEach: [a, b]}"), script=lambda _text: next(answers))

    assert ({"stdout": "Hello\nWorld"},) == done.step("L").outputs


def test_a_retry_runs_all_iterations_again(steps) -> None:
    """The loop is left at the first failure, and begins anew; what it gave before is dropped."""
    answers = iter(["a1", 1, "a2", "b2"])

    done = steps(loop("{forEach: [a, b]}", "maxAttempts: 2"), script=lambda _text: next(answers))

    assert ["0 a\n", "1 b\n", "0 a\n", "1 b\n"] == done.scripts
    assert ({"stdout": "a2\nb2"},) == done.step("L").outputs


def test_a_failed_loop_names_its_iteration_and_gives_nothing(steps) -> None:
    done = steps(loop("{forEach: [a, b, c]}"), script=lambda text: 4 if "b" in text else 0)

    assert ["0 a\n", "1 b\n"] == done.scripts
    assert () == done.step("L").outputs
    assert 1 == done.result.failure.iteration
    assert "iteration 1 of the loop" in done.result.failure.message


def test_all_iterations_share_the_time_of_the_step(steps) -> None:
    done = steps(
        loop("{forEach: [a, b, c]}", "timeoutSeconds: 10"),
        script=lambda _text: Ran(0, "", "", 4.0),
    )

    left = [each.timeout for each in done.machines.made[0].commands if each.words[0] == "/bin/bash"]
    assert [10, 6, 2] == left


def test_a_reboot_runs_the_whole_loop_again(steps) -> None:
    """Not documented: the stricter reading, in which every iteration must bear a second run."""
    answers = iter([0, 194])

    done = steps(loop("{forEach: [a, b]}"), script=lambda _text: next(answers, 0))

    assert ["0 a\n", "1 b\n", "0 a\n", "1 b\n"] == done.scripts


def test_the_list_may_be_what_a_step_gave(steps) -> None:
    answers = iter(["x\ny\n"])

    done = steps(
        """
        - {name: Find, action: ExecuteBash, inputs: {commands: [find]}}
        - name: Each
          action: ExecuteBash
          loop: {forEach: {list: "{{ build.Find.outputs.stdout }}", delimiter: "\\n"}}
          inputs: {commands: ["{{ loop.value }}"]}
        """,
        script=lambda _text: next(answers, 0),
    )

    assert ["find\n", "x\n", "y\n"] == done.scripts
