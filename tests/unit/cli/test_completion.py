"""Shell completion: the scripts, and what they ask for."""

from __future__ import annotations

import pytest

from generator.cli.door import COMMANDS


@pytest.mark.parametrize(
    ("shell", "part"),
    [
        ("bash", "complete -o nosort -F _amifactory_completion amifactory"),
        ("zsh", "#compdef amifactory"),
        ("fish", "complete --no-files --command amifactory"),
    ],
)
def test_a_shell_gets_its_script(amifactory, monkeypatch, shell, part):
    """Also on a machine without that shell."""
    monkeypatch.setenv("PATH", "")

    said = amifactory("completion", shell)

    assert (said.code, said.err) == (0, "")
    assert part in said.out
    assert f"_AMIFACTORY_COMPLETE={shell}_complete" in said.out


@pytest.fixture
def completed(amifactory, monkeypatch):
    """What bash is offered for a line, of which the last word is incomplete."""

    def offer(line: str) -> list[str]:
        monkeypatch.setenv("_AMIFACTORY_COMPLETE", "bash_complete")
        monkeypatch.setenv("COMP_WORDS", line)
        monkeypatch.setenv("COMP_CWORD", str(len(line.split(" ")) - 1))
        said = amifactory()
        assert (said.code, said.err) == (0, "")
        return [word.partition(",")[2] for word in said.out.split()]

    return offer


def test_commands_are_offered(completed):
    assert completed("amifactory ") == list(COMMANDS)
    assert completed("amifactory com") == ["components", "completion"]


def test_options_and_their_values_are_offered(completed):
    assert completed("amifactory generate --f") == ["--format", "--findings"]
    assert completed("amifactory check --format ") == ["text", "json", "github", "sarif"]
    assert completed("amifactory completion f") == ["fish"]


def test_nothing_is_offered_for_a_command_that_is_none(completed):
    assert completed("amifactory generat --f") == []


@pytest.mark.parametrize("line", ["amifactory check --suppress x --co", "amifactory check '' --co"])
def test_what_is_wrong_before_does_not_get_in_the_way(completed, line):
    assert completed(line) == ["--color"]
