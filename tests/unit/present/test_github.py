from __future__ import annotations

import re

import pytest

from generator.findings import Code, Finding, Location, Related, Report, Severity, Span
from generator.present import show

CODES = {"AF402": Code("AF402", "unknown component version", Severity.ERROR, "long form")}
SPAN = Span(6, 14, 6, 23)


def shown(*findings: Finding) -> list[str]:
    return show(Report(findings), "github", CODES).split("\n")


def error(message: str = "m", file: str = "a.yaml", span: Span = SPAN) -> Finding:
    return Finding("AF402", Severity.ERROR, message, location=Location(file, span))


def test_a_finding_is_one_command():
    finding = Finding(
        "AF402",
        Severity.ERROR,
        'component "hardening" has no version 1.4.x',
        hint="the library has 1.2.0 and 1.3.1",
        location=Location("payloads/web.yaml", SPAN),
        related=(Related(Location("lib/x.yaml", Span(3, 1, 3, 2)), "listed here"),),
    )
    assert show(Report((finding,)), "github", CODES) == (
        "::error file=payloads/web.yaml,line=6,endLine=6,col=14,endColumn=23,"
        "title=AF402 unknown component version::"
        'payloads/web.yaml:6:14: AF402 component "hardening" has no version 1.4.x'
        "%0Alib/x.yaml:3:1: listed here"
        "%0Ahint: the library has 1.2.0 and 1.3.1"
    )


def test_the_most_severe_come_first():
    """Equal ones keep their order; GitHub shows only the first ten of each kind."""
    findings = [
        Finding("I1", Severity.INFO, "a"),
        Finding("W1", Severity.WARNING, "b"),
        Finding("E1", Severity.ERROR, "c"),
        Finding("E2", Severity.ERROR, "d"),
    ]
    assert shown(*findings) == [
        "::error title=E1::E1 c",
        "::error title=E2::E2 d",
        "::warning title=W1::W1 b",
        "::notice title=I1::I1 a",
    ]


def test_no_findings_are_no_commands():
    assert show(Report(sources={"a.yaml": ""}), "github", CODES) == ""


def test_a_range_of_lines_has_no_columns():
    (line,) = shown(error(span=Span(2, 3, 4, 1)))
    assert line == (
        "::error file=a.yaml,line=2,endLine=4,title=AF402 unknown component version::"
        "a.yaml:2:3: AF402 m"
    )


def test_paths_are_relative_to_where_the_step_runs():
    (line,) = shown(error(file="./payloads/../payloads//web.yaml"))
    assert line.startswith("::error file=payloads/web.yaml,line=6,")


def test_standard_input_is_no_file_to_annotate():
    assert shown(error(file="<stdin>")) == [
        "::error title=AF402 unknown component version::<stdin>:6:14: AF402 m"
    ]


def test_percent_signs_survive():
    """`%0A` as the user wrote it must not become a line break."""
    (line,) = shown(error("100%0A", file="50%,a:b.yaml"))
    assert line == (
        "::error file=50%25%2Ca%3Ab.yaml,line=6,endLine=6,col=14,endColumn=23,"
        "title=AF402 unknown component version::50%25,a:b.yaml:6:14: AF402 100%250A"
    )


# How the runner finds commands: ActionCommand.TryParseV2 and TryParse in github.com/actions/runner.
NEW_FORM = re.compile(r"\s*::(\w[\w-]*)[^\n]*?::")
OLD_FORM = re.compile(r"##\[([\w-]+)[^\n]*?\]")


def commands(line: str) -> list[str]:
    new = NEW_FORM.match(line)
    return [new[1]] if new else OLD_FORM.findall(line)


HOSTILE = [
    "::add-mask::x",
    "\n::add-mask::x",
    "\r\n  ::stop-commands::x",
    "x::\n::error file=b.yaml::y",
    "##[add-mask]x",
    "####[set-env name=PATH]x",
    "x,title=::add-mask::y",
    "\u2028::add-mask::x",
    "%0A::add-mask::x",
    "\x1b[2K\r::add-mask::x",
]


def report_with(hostile: str) -> Report:
    place = Location(hostile, Span(1, 1, 1, 9))
    finding = Finding(
        "AF402",
        Severity.ERROR,
        hostile,
        hint=hostile,
        location=place,
        path=(hostile,),
        related=(Related(place, hostile),),
        reason=hostile,
    )
    foreign = Finding(hostile, Severity.ERROR, hostile)
    return Report((finding, foreign), {hostile: f"{hostile}\n{hostile}"}, (finding,))


@pytest.mark.parametrize("hostile", HOSTILE)
def test_foreign_text_starts_no_command(hostile: str):
    lines = show(report_with(hostile), "github", CODES).splitlines()
    assert [commands(line) for line in lines] == [["error"], ["error"]]


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("format_", ["text", "json", "sarif"])
def test_no_other_format_starts_a_command(hostile: str, format_: str):
    """They are printed into the same log."""
    lines = show(report_with(hostile), format_, CODES).splitlines()
    assert [command for line in lines for command in commands(line)] == []


def test_the_oracle_knows_both_forms():
    assert commands("  ::add-mask::x") == ["add-mask"]
    assert commands("a ##[add-mask]x") == ["add-mask"]
    assert commands("a ::add-mask::x") == []
