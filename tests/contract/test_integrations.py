"""What other tools read of the project: pre-commit's hooks and the GitHub Action."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.cli.door import COMMANDS, run

ROOT = Path(__file__).parent.parent.parent
PAYLOAD = "amis:\n  - {imageName: web, sourceImage: ami-0de53d8956e8dcf80}\n"


def hooks() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    return found


@pytest.mark.parametrize("hook", hooks(), ids=lambda hook: hook["id"])
@pytest.mark.parametrize(("payload", "code"), [(PAYLOAD, 0), ("amis: []\n", 3)])
def test_a_hook_runs_on_the_files_it_names(
    hook: dict[str, Any],
    payload: str,
    code: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As pre-commit calls it: the entry with the file names after it."""
    monkeypatch.chdir(tmp_path)
    Path("web.amifactory.yaml").write_text(payload)
    program, *arguments = shlex.split(hook["entry"])

    assert re.search(hook["files"], "web.amifactory.yaml")
    assert "amifactory" == program
    assert code == run([*arguments, "web.amifactory.yaml"])


def test_the_action_calls_commands_that_exist() -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text())
    scripts = "\n".join(step.get("run", "") for step in action["runs"]["steps"])
    called = set(re.findall(r"^\s*amifactory ([a-z]+)", scripts, re.MULTILINE))

    assert {"check", "lint"} == called
    assert called <= set(COMMANDS)


def test_the_action_takes_inputs_through_the_environment_only() -> None:
    """An expression inside a script would let a branch name or an input run commands."""
    action = yaml.safe_load((ROOT / "action.yml").read_text())

    assert [] == [step for step in action["runs"]["steps"] if "${{" in step.get("run", "")]
