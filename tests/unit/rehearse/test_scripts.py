"""ExecuteBash: one script of all commands, and which line of it failed.

Image Builder User Guide, "Action modules", ExecuteBash.
"""

from __future__ import annotations

import pytest

from generator.rehearse.actions.bash import FOLDER
from generator.rehearse.actions.watching import watch

PATH = f"{FOLDER}1/script.sh"

TEXT = """\
schemaVersion: 1.0
phases:
  - name: build
    steps:
      - name: One
        action: ExecuteBash
        inputs:
          commands:
            - set -e
            - |
              # a comment
              if true; then
                false
              fi
            - >-
              folded
              text
            - exit 1
            - |
              exit 1
"""
SCRIPT = "set -e\n# a comment\nif true; then\n  false\nfi\nfolded text\nexit 1\nexit 1\n"


def test_all_commands_are_one_script(rehearsed) -> None:
    assert [SCRIPT] == rehearsed(TEXT).scripts


def test_bash_runs_a_file_and_reads_ours_before_it(rehearsed) -> None:
    done = rehearsed(TEXT)

    wrote, bash, gathered = done.machines.made[0].commands
    folder = f"{FOLDER}1"
    assert (folder, watch(f"{folder}/report")) == tuple(wrote.words[-2:])
    assert ["/bin/bash", f"{folder}/script.sh"] == list(bash.words)
    assert {"BASH_ENV": f"{folder}/watch.sh"} == bash.environment
    assert folder == gathered.words[-1]


@pytest.mark.parametrize(
    ("report", "stderr", "line", "command"),
    [
        pytest.param("err 1 [4] false\nexit 1 [0] false\n", "", 13, "false", id="errexit"),
        pytest.param("exit 1 [6 0] false\n", "", 13, "false", id="in a function"),
        pytest.param(
            "err 127 [6] folded text\nexit 127 [0] folded text\n",
            f"{PATH}: line 6: folded: command not found\n",
            15,
            "folded text",
            id="folded",
        ),
        pytest.param("exit 1 [3 0] exit 1\n", "", 12, "if true; then", id="exit in a function"),
        pytest.param("exit 1 [0] exit 1\n", "", 5, "exit 1", id="one of two"),
        pytest.param(
            "exit 2 [0] set -e\n",
            f"{PATH}: line 3: syntax error near unexpected token `fi'\n",
            12,
            "if true; then",
            id="syntax",
        ),
        pytest.param("", f"{PATH}: line 4: a: unbound variable\n", 13, "false", id="told"),
        pytest.param("", "some words: line 4: a\n", 5, "", id="unknown"),
        pytest.param("err 1 [4] false\n", "", 13, "false", id="own exit trap"),
        pytest.param("err 7 [99] far\nexit 7 [0] far\n", "", 5, "far", id="far beyond"),
        pytest.param("rubbish\nerr x [] y\n", "", 5, "", id="rubbish"),
    ],
)
def test_the_line_that_failed(rehearsed, report, stderr, line, command) -> None:
    code = int(report.split()[1]) if report[:4] in ("err ", "exit") else 1

    done = rehearsed(TEXT, script=lambda _text: (code, "", stderr), report=report)

    failure = done.result.failure
    assert ("One", line, command, code) == (
        failure.place.step, failure.line, failure.command, failure.code
    )  # fmt: skip


def test_without_a_line_the_step_is_named(rehearsed) -> None:
    done = rehearsed(TEXT, script=lambda _text: 9)

    assert (5, "", "exit code 9") == (
        done.result.failure.line, done.result.failure.command, done.result.failure.message
    )  # fmt: skip


def test_stdout_is_an_output_and_both_streams_are_told(rehearsed) -> None:
    done = rehearsed(TEXT, script=lambda _text: (0, "one\ntwo\n", "three\n"))

    told = [(each.stream, each.line) for each in done.events if hasattr(each, "stream")]
    assert [("stdout", "one"), ("stdout", "two"), ("stderr", "three")] == told
    assert ({"stdout": "one\ntwo"},) == done.step("One").outputs
