"""What every command has in common: how it is found, how it helps, and how it can end."""

from __future__ import annotations

import importlib

import pytest

from generator import __version__
from generator.cli import checking, door, wiring
from generator.cli.door import COMMANDS
from generator.cli.version import DECISIVE
from generator.errors import Exit, OutputError

pytestmark = pytest.mark.usefixtures("payloads")


@pytest.mark.parametrize(
    ("code", "arguments"),
    [
        (Exit.DONE, "check sound.yaml"),
        (Exit.DONE, "check doubtful.yaml"),
        (Exit.DONE, "generate sound.yaml"),
        (Exit.DONE, "lint --fast sound.yaml"),
        (Exit.DONE, "explain AF101"),
        (Exit.DONE, "components"),
        (Exit.DONE, "schema"),
        (Exit.DONE, "--version"),
        (Exit.DONE, "--help"),
        (Exit.DONE, "check --help"),
        (Exit.USAGE, ""),
        (Exit.USAGE, "chekc sound.yaml"),
        (Exit.USAGE, "check"),
        (Exit.USAGE, "check sound.yaml --format yaml"),
        (Exit.USAGE, "check sound.yaml --nope"),
        (Exit.USAGE, "explain AF000"),
        (Exit.USAGE, "components nothing-like-it"),
        (Exit.USAGE, "completion tcsh"),
        (Exit.FINDINGS, "check faulty.yaml"),
        (Exit.FINDINGS, "check sound.yaml faulty.yaml"),
        (Exit.FINDINGS, "generate faulty.yaml"),
        (Exit.FINDINGS, "lint --fast faulty.yaml"),
        (Exit.DONE, "lint --fast doubtful.yaml"),
        (Exit.MACHINE, "check gone.yaml"),
        (Exit.MACHINE, "check faulty.yaml gone.yaml"),
        (Exit.MACHINE, "generate gone.yaml"),
        (Exit.MACHINE, "generate sound.yaml --output sound.yaml"),
        (Exit.MACHINE, "lint --fast gone.yaml"),
        (Exit.MACHINE, "init sound.yaml"),
        (Exit.CHANGES, "generate sound.yaml --check"),
    ],
)
def test_every_way_to_end_has_its_exit_code(amifactory, code, arguments):
    assert code == amifactory(*arguments.split()).code


def test_success_says_nothing_on_standard_error(amifactory):
    for command in ("check sound.yaml", "generate sound.yaml", "explain", "components", "schema"):
        assert amifactory(*command.split()).err == "", command


def test_without_arguments_the_help_goes_to_standard_error(amifactory):
    said = amifactory()

    assert (said.out, said.err) == ("", amifactory("--help").out)


@pytest.mark.parametrize("name", COMMANDS)
def test_help_has_an_example_and_fits_the_terminal(amifactory, name):
    lines = amifactory(name, "--help").out.splitlines()

    assert lines[-1].startswith("  Example: ")
    assert f"amifactory {name}" in lines[-1]
    assert max(map(len, lines)) <= 80


def test_the_list_of_commands_says_what_each_says_of_itself():
    """The list is kept beside the commands so that help imports none of them."""
    own = {
        name: importlib.import_module(f"generator.cli.{name}").command.help.partition("\n")[0]
        for name in COMMANDS
    }

    assert own == COMMANDS


def test_version_is_one_line_with_what_a_bug_report_needs(amifactory):
    said = amifactory("--version").out

    assert said.startswith(f"amifactory {__version__} (python 3.")
    assert [name for name in DECISIVE if f"{name} " not in said] == []
    assert said.count("\n") == 1


def test_a_package_that_is_missing_does_not_hide_the_version(monkeypatch, amifactory):
    monkeypatch.setattr("generator.cli.version.DECISIVE", ("no-such-package",))

    assert amifactory("--version").out.endswith("no-such-package missing)\n")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("generat", 'there is no command "generat"; did you mean "generate"?'),
        ("component", 'there is no command "component"; did you mean "components"?'),
        ("terraform", 'there is no command "terraform"'),
    ],
)
def test_an_unknown_command_gets_a_suggestion(amifactory, typed, told):
    said = amifactory(typed)

    assert said.err == f"error: {told}\n  hint: `amifactory --help` shows what it takes\n"


def test_an_unknown_option_gets_a_suggestion(amifactory):
    said = amifactory("generate", "--chek", "x.yaml")

    assert said.err.startswith("error: no such option '--chek'")
    assert "'--check'" in said.err
    assert said.err.endswith("  hint: `amifactory generate --help` shows what it takes\n")


def fail(*_arguments, **_options):
    raise ZeroDivisionError("broken \x1b[31m inside")


def test_a_bug_is_told_as_one_with_what_to_paste(amifactory, monkeypatch):
    monkeypatch.setattr(wiring, "stack_of", fail)

    said = amifactory("check", "sound.yaml", "--suppress", "AF320=the URL\x1b holds it")
    before, evidence, after = said.err.split("```")

    assert (said.code, said.out, after) == (Exit.BUG, "", "\n")
    assert before == (
        "error: this is a bug in amifactory, not in your files\n"
        "  hint: report it with the text below; remove what is confidential\n\n"
    )
    assert evidence.startswith(f"\namifactory {__version__} (python 3.")
    assert "\namifactory check sound.yaml --suppress 'AF320=the URL<U+001B> holds it'\n" in evidence
    assert "ZeroDivisionError: broken" in evidence
    assert ", in fail\n" in evidence


def test_a_bug_on_the_way_to_the_work_is_told_as_one(amifactory, monkeypatch):
    monkeypatch.setattr(checking, "check", fail)

    said = amifactory("check", "sound.yaml")

    assert said.code == Exit.BUG
    assert said.err.count("```") == 2
    assert "ZeroDivisionError" in said.err.split("```")[1]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("check gone.yaml --format json", "there is no file gone.yaml"),
        ("check --format json", "missing argument 'PAYLOAD...'"),
        ("check --format=json sound.yaml --nope", "no such option '--nope'"),
        ("check --format json sound.yaml --color red", "invalid value for '--color'"),
        ("lint --fast gone.yaml --format json", "there is no file gone.yaml"),
        ("generate gone.yaml --findings json", "there is no file gone.yaml"),
        ("generate sound.yaml -o sound.yaml --findings json", "sound.yaml is a file"),
        ("generate --nope --findings json", "no such option '--nope'"),
    ],
)
def test_json_is_json_also_when_a_command_fails(amifactory, arguments, message):
    said = amifactory(*arguments.split())

    assert said.code in (Exit.USAGE, Exit.MACHINE)
    assert said.json["error"]["message"].startswith(message)
    assert said.json["findings"] == []
    assert said.err.startswith(f"error: {message}")


def test_json_is_json_also_for_a_bug(amifactory, monkeypatch):
    monkeypatch.setattr(checking, "check", fail)

    said = amifactory("check", "sound.yaml", "--format", "json")

    assert said.json["error"]["message"] == "this is a bug in amifactory, not in your files"
    assert said.code == Exit.BUG


def test_an_error_of_ours_shows_message_and_hint_made_harmless(amifactory, monkeypatch):
    def refuse(*_):
        raise OutputError("no \x1b[31m way", "go\u202e home")

    monkeypatch.setattr(checking, "check", refuse)

    said = amifactory("check", "sound.yaml")

    assert said.err == "error: no <U+001B>[31m way\n  hint: go<U+202E> home\n"


@pytest.mark.parametrize(
    ("raised", "message"),
    [
        (OSError(28, "No space left on device"), "cannot go on: no space left on device"),
        (OSError(24, "Too many open files"), "cannot go on: too many open files"),
        (MemoryError(), "cannot go on: out of memory"),
        (FileNotFoundError(2, "No such file"), "the current folder is not there any more"),
    ],
)
def test_what_the_machine_lacks_is_no_bug(amifactory, monkeypatch, raised, message):
    def lack(*_):
        raise raised

    monkeypatch.setattr(checking, "check", lack)

    said = amifactory("check", "sound.yaml")

    assert (said.code, said.err.splitlines()[0]) == (Exit.MACHINE, f"error: {message}")


def test_ctrl_c_leaves_quietly(amifactory, monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(checking, "check", interrupt)

    said = amifactory("check", "sound.yaml")

    assert (said.code, said.out, said.err) == (Exit.INTERRUPTED, "", "interrupted\n")


def test_a_command_is_found_in_the_module_of_its_name():
    for name in COMMANDS:
        assert door.cli.get_command(None, name).callback.__module__ == f"generator.cli.{name}"
