"""Options that commands share."""

from __future__ import annotations

import pytest

from generator.cli.options import Asked

pytestmark = pytest.mark.usefixtures("payloads")


class Stream:
    """A standard stream that is a terminal, or is not."""

    def __init__(self, terminal: bool) -> None:
        self.isatty = lambda: terminal


def colored(monkeypatch, choice, *, terminal, aside=False, **environment):
    for name in ("NO_COLOR", "FORCE_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.stdout", Stream(terminal and not aside))
    monkeypatch.setattr("sys.stderr", Stream(terminal and aside))
    asked = Asked()
    asked.color, asked.aside = choice, aside
    return asked.colored


@pytest.mark.parametrize(
    ("expected", "choice", "terminal", "environment"),
    [
        (True, "auto", True, {}),
        (True, "auto", True, {"TERM": "xterm"}),
        (False, "auto", False, {}),
        (False, "auto", True, {"TERM": "dumb"}),
        (False, "auto", True, {"NO_COLOR": "1"}),
        (True, "auto", True, {"NO_COLOR": ""}),
        (True, "auto", False, {"FORCE_COLOR": "1"}),
        (True, "auto", False, {"FORCE_COLOR": "1", "TERM": "dumb"}),
        (False, "auto", False, {"FORCE_COLOR": ""}),
        (False, "auto", True, {"NO_COLOR": "1", "FORCE_COLOR": "1"}),
        (True, "always", False, {"NO_COLOR": "1", "TERM": "dumb"}),
        (False, "never", True, {"FORCE_COLOR": "1"}),
    ],
)
def test_colour_is_for_terminals_unless_told_otherwise(
    monkeypatch, expected, choice, terminal, environment
):
    assert expected == colored(monkeypatch, choice, terminal=terminal, **environment)


def test_findings_on_standard_error_look_at_that_stream(monkeypatch):
    assert colored(monkeypatch, "auto", terminal=True, aside=True)


def test_the_option_reaches_the_findings(amifactory):
    for color in ("always", "never"):
        said = amifactory("check", "faulty.yaml", "--color", color)

        assert ("\x1b[" in said.out) == (color == "always")


def test_github_actions_get_annotations(amifactory, monkeypatch):
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    for command in ("check faulty.yaml", "generate faulty.yaml", "lint --fast faulty.yaml"):
        assert amifactory(*command.split()).out.startswith("::error file=faulty.yaml,line=3,")


def test_a_format_that_is_asked_for_wins_over_github_actions(amifactory, monkeypatch):
    monkeypatch.setenv("GITHUB_ACTIONS", "true")

    assert amifactory("check", "sound.yaml", "--format", "json").json["findings"] == []


def test_a_file_that_is_named_twice_is_read_once(payloads, amifactory):
    said = amifactory("check", "sound.yaml", "./sound.yaml", str(payloads / "sound.yaml"))

    assert said.out == "no findings in 1 file\n"


def test_files_keep_the_order_and_name_they_were_first_given(amifactory):
    said = amifactory("generate", "sound.yaml", "doubtful.yaml", "./sound.yaml", "--check")

    assert [line.split()[1] for line in said.out.splitlines() if line.startswith("missing")] == [
        "output/sound.yaml",
        "output/doubtful.yaml",
        "output/AmiFactory.yml",
    ]


def test_a_link_to_a_payload_is_another_payload(payloads, amifactory):
    """Its own name becomes that of its stack."""
    (payloads / "twin.yaml").symlink_to("sound.yaml")

    said = amifactory("generate", "sound.yaml", "twin.yaml", "--check", "--engine", "image-builder")

    assert said.out.count("missing") == 2


@pytest.mark.parametrize("arguments", [("check", ""), ("generate", "sound.yaml", "-o", "")])
def test_an_empty_name_is_told_as_an_empty_variable(amifactory, arguments):
    said = amifactory(*arguments)

    assert said.code == 2
    assert "is a shell variable empty?" in said.err


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("AF320", '"AF320" gives no reason; write CODE=REASON'),
        ("AF320= ", '"AF320= " gives no reason; write CODE=REASON'),
        ("AF32O=x", 'there is no code "AF32O"; did you mean AF320?'),
        ("AF999=x", 'there is no code "AF999"; `amifactory explain` lists all codes'),
        ("x=y", 'there is no code "X"'),
        ("AF101=x", "AF101 cannot be suppressed; mend what it points at"),
        ("AF204=x", "AF204 cannot be suppressed"),
        ("AF501=x", "AF501 cannot be suppressed"),
    ],
)
@pytest.mark.parametrize("command", ["check", "generate", "lint"])
def test_a_suppression_that_cannot_work_is_a_wrong_command_line(
    amifactory, listing, command, value, told
):
    before = listing()

    said = amifactory(command, "sound.yaml", "--suppress", value)

    assert said.code == 2
    assert told in said.err
    assert listing() == before


@pytest.mark.parametrize("code", ["AF320", "af320", " AF320 "])
@pytest.mark.parametrize("command", ["check", "lint --fast"])
def test_a_suppressed_finding_does_not_count_and_says_why(amifactory, command, code):
    said = amifactory(
        *command.split(), "doubtful.yaml", "--suppress", f"{code}=a = b", "--format", "json"
    )

    assert said.code == 0
    assert said.json["findings"] == []
    assert [(each["code"], each["reason"]) for each in said.json["suppressed"]] == [
        ("AF320", "a = b")
    ]
