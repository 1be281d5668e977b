from __future__ import annotations

import pytest

from generator.findings import Code, Finding, Location, Related, Report, Severity, Span
from generator.present import show

CODES = {
    "AF402": Code("AF402", "unknown component version", Severity.ERROR, "long form"),
    "AF301": Code("AF301", "unpinned bootstrap", Severity.WARNING, "long form"),
}
WEB = "payloads/web.yaml"
WEB_TEXT = """\
factory:
  name: web
amis:
- imageName: web
  components:
    - {name: hardening, version: 1.4.x}
"""
NO_VERSION = Finding(
    code="AF402",
    severity=Severity.ERROR,
    message='component "hardening" has no version 1.4.x',
    hint="the library has 1.2.0 and 1.3.1",
    location=Location(WEB, Span(6, 14, 6, 23)),
)


def at(line: int, column: int, end_line: int, end_column: int, file: str = "p.yaml") -> Finding:
    place = Location(file, Span(line, column, end_line, end_column))
    return Finding("AF402", Severity.ERROR, "m", location=place)


def shown_lines(text: str, finding: Finding) -> list[str]:
    """The excerpt line and the line of marks below it."""
    shown = show(Report((finding,), {"p.yaml": text}), "text", {})
    return shown.split("\n\n")[0].split("\n")[1:]


def test_shows_what_where_the_line_and_the_way_out():
    shown = show(Report((NO_VERSION,), {WEB: WEB_TEXT}), "text", CODES)
    assert shown == (
        'payloads/web.yaml:6:14: AF402 error: component "hardening" has no version 1.4.x\n'
        "    6 |     - {name: hardening, version: 1.4.x}\n"
        "      |              ^^^^^^^^^\n"
        "  hint: the library has 1.2.0 and 1.3.1\n"
        "\n"
        "1 error in 1 file\n"
        "run `amifactory explain AF402` for more"
    )


def test_shows_related_places_with_their_own_excerpt():
    text = "name: a\nregion: b\nname: c\n"
    first = Related(Location("p.yaml", Span(1, 1, 1, 5)), "first written here")
    again = Finding(
        "AF101",
        Severity.ERROR,
        'key "name" is written twice',
        location=Location("p.yaml", Span(3, 1, 3, 5)),
        related=(first,),
        hint="keep one of the two",
    )
    assert show(Report((again,), {"p.yaml": text}), "text", {}) == (
        'p.yaml:3:1: AF101 error: key "name" is written twice\n'
        "    3 | name: c\n"
        "      | ^^^^\n"
        "  p.yaml:1:1: first written here\n"
        "    1 | name: a\n"
        "      | ^^^^\n"
        "  hint: keep one of the two\n"
        "\n"
        "1 error in 1 file"
    )


def test_a_finding_without_a_place_has_no_excerpt():
    finding = Finding("AF001", Severity.WARNING, "no payload has an image")
    shown = show(Report((finding,)), "text", {})
    assert shown == "AF001 warning: no payload has an image\n\n1 warning"


def test_a_file_whose_text_is_not_at_hand_has_no_excerpt():
    shown = show(Report((at(1, 1, 1, 2, file="other.yaml"),)), "text", {})
    assert shown == "other.yaml:1:1: AF402 error: m\n\n1 error in 1 file"


def test_standard_input_is_named():
    shown = show(Report((at(1, 1, 1, 2, file="<stdin>"),), {"<stdin>": "x"}), "text", {})
    assert shown.startswith("<stdin>:1:1: AF402 error: m\n    1 | x\n      | ^\n")


def test_gutter_widens_with_the_line_number():
    text = "\n" * 1233 + "key: value\n"
    assert shown_lines(text, at(1234, 6, 1234, 11)) == [
        "    1234 | key: value",
        "         |      ^^^^^",
    ]


def test_tabs_are_kept_and_repeated_above_the_marks():
    assert shown_lines('\t\t"a": 1', at(1, 3, 1, 6)) == [
        '    1 | \t\t"a": 1',
        "      | \t\t^^^",
    ]


def test_a_tab_inside_the_span_keeps_the_marks_in_line():
    assert shown_lines("a\tb c", at(1, 1, 1, 4)) == ["    1 | a\tb c", "      | ^\t^"]


def test_a_lone_tab_is_marked():
    assert shown_lines("\tkey: 1", at(1, 1, 1, 2)) == ["    1 | \tkey: 1", "      | ^"]


def test_wide_characters_take_two_columns():
    assert shown_lines("名前: 強化 x", at(1, 5, 1, 7)) == [
        "    1 | 名前: 強化 x",
        "      |       ^^^^",
    ]


def test_combining_characters_take_no_column():
    assert shown_lines("e\u0301te\u0301: x", at(1, 8, 1, 9)) == [
        "    1 | e\u0301te\u0301: x",
        "      |      ^",
    ]


@pytest.mark.parametrize(
    ("hostile", "visible"),
    [
        ("\x1b[31m", "<U+001B>[31m"),
        ("\x1b]8;;https://a.example\x07", "<U+001B>]8;;https://a.example<U+0007>"),
        ("\x9b2J", "<U+009B>2J"),
        ("\u202e", "<U+202E>"),
        ("\u2066", "<U+2066>"),
        ("\u200b", "<U+200B>"),
        ("\u2028", "<U+2028>"),
        ("\x85", "<U+0085>"),
        ("\xa0", "<U+00A0>"),
        ("\x00", "<U+0000>"),
        ("\ud800", "<U+D800>"),
        ("##[add-mask]x", "#<U+0023>[add-mask]x"),
        ("##vso[task.setvariable]x", "#<U+0023>vso[task.setvariable]x"),
        ("## [a]", "## [a]"),
        ("[bold]x[/bold]", "[bold]x[/bold]"),
    ],
)
def test_hostile_text_is_shown_and_never_obeyed(hostile: str, visible: str):
    """In the line itself, where marks stay under their characters, and in every message."""
    finding = Finding(
        "AF402",
        Severity.ERROR,
        f"odd {hostile}",
        hint=f"not {hostile}",
        location=Location("p.yaml", Span(1, 1, 1, 1 + len(hostile))),
        related=(Related(Location("p.yaml", Span(9, 1, 9, 2)), f"see {hostile}"),),
    )
    shown = show(Report((finding,), {"p.yaml": f"{hostile}: x"}), "text", {})
    assert shown == (
        f"p.yaml:1:1: AF402 error: odd {visible}\n"
        f"    1 | {visible}: x\n"
        f"      | {'^' * len(visible)}\n"
        f"  p.yaml:9:1: see {visible}\n"
        f"  hint: not {visible}\n"
        "\n"
        "1 error in 1 file"
    )


def test_a_message_stays_one_line():
    """A line break in foreign text would let it write lines of its own."""
    finding = Finding("AF402", Severity.ERROR, "odd \r\n::error::x", hint="a\n::stop-commands::b")
    assert show(Report((finding,)), "text", {}) == (
        "AF402 error: odd <U+000D><U+000A>::error::x\n"
        "  hint: a<U+000A>::stop-commands::b\n"
        "\n"
        "1 error"
    )


@pytest.mark.parametrize("space", ["", " "])
def test_a_file_name_cannot_begin_a_workflow_command(space: str):
    shown = show(Report((at(1, 1, 1, 2, file=f"{space}::add-mask::x.yaml"),)), "text", {})
    assert shown.startswith(f"{space}<U+003A>:add-mask::x.yaml:1:1: AF402 error: m")


def test_an_escape_sequence_in_a_file_name_is_shown():
    shown = show(Report((at(1, 1, 1, 2, file="a\x1b[2J\nb.yaml"),)), "text", {})
    assert shown.startswith("a<U+001B>[2J<U+000A>b.yaml:1:1: AF402 error: m")


def test_a_long_line_is_cut_around_the_marks():
    text = "a" * 200 + "MARK" + "b" * 200
    line, marks = shown_lines(text, at(1, 201, 1, 205))
    assert line == "    1 | ..." + "a" * 57 + "MARK" + "b" * 53 + "..."
    assert marks == "      | " + " " * 60 + "^^^^"


@pytest.mark.parametrize("column", [1, 60, 120])
def test_a_line_of_120_columns_is_shown_whole(column: int):
    line, marks = shown_lines("x" * 120, at(1, column, 1, column + 1))
    assert line == "    1 | " + "x" * 120
    assert marks == "      | " + " " * (column - 1) + "^"


def test_marks_near_the_end_of_a_long_line_keep_what_stands_before_them():
    line, marks = shown_lines("x" * 300 + "END", at(1, 301, 1, 304))
    assert line == "    1 | ..." + "x" * 114 + "END"
    assert marks == "      | " + " " * 117 + "^^^"


def test_marks_at_the_start_of_a_long_line_keep_what_follows_them():
    line, marks = shown_lines("KEY" + "x" * 300, at(1, 1, 1, 4))
    assert line == "    1 | KEY" + "x" * 114 + "..."
    assert marks == "      | ^^^"


def test_a_long_line_of_wide_characters_is_cut_by_columns():
    line, marks = shown_lines("強" * 300, at(1, 151, 1, 152))
    assert line == "    1 | ..." + "強" * 28 + "強" * 29 + "..."
    assert marks == "      | " + " " * 59 + "^^"


def test_tabs_count_at_their_widest_when_a_line_is_cut():
    line, marks = shown_lines("\t" * 30 + "key: x", at(1, 31, 1, 34))
    assert line == "    1 | ..." + "\t" * 13 + "key: x"
    assert marks == "      |    " + "\t" * 13 + "^^^"


def test_a_cut_shows_even_when_what_is_cut_off_takes_no_column():
    line, marks = shown_lines("e" + "\u0301" * 300 + ": x", at(1, 304, 1, 305))
    assert line == "    1 | ..." + "\u0301" * 118 + ": x"
    assert marks == "      |      ^"


def test_a_long_span_is_marked_up_to_the_cut():
    line, marks = shown_lines("x" * 500, at(1, 1, 1, 501))
    assert len(line.removeprefix("    1 | ")) == 120
    assert marks == "      | " + "^" * 120


@pytest.mark.parametrize("newline", ["\r\n", "\r", "\n"])
def test_line_ends_of_every_system_are_understood(newline: str):
    text = newline.join(["amis:", "- imageName: web", ""])
    assert shown_lines(text, at(2, 3, 2, 12)) == [
        "    2 | - imageName: web",
        "      |   ^^^^^^^^^",
    ]


def test_a_form_feed_does_not_end_a_line():
    assert shown_lines("a\x0cb\nc", at(2, 1, 2, 2)) == ["    2 | c", "      | ^"]


def test_a_span_over_several_lines_marks_the_first():
    assert shown_lines("a:\n- b: 1\n  c: 2\n", at(2, 3, 4, 1)) == [
        "    2 | - b: 1",
        "      |   ^^^^",
    ]


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        ((1, 4, 1, 4), ["    1 | key:", "      |    ^"]),
        ((1, 5, 1, 5), ["    1 | key:", "      |     ^"]),
        ((1, 900, 1, 999), ["    1 | key:", "      |     ^"]),
        ((1, 3, 1, 99), ["    1 | key:", "      |   ^^"]),
        ((2, 1, 2, 1), ["    2 |", "      | ^"]),
        ((3, 1, 3, 2), []),
    ],
    ids=["empty", "at the end", "past the end", "over the end", "last line", "past the file"],
)
def test_spans_at_the_edge_of_the_text(span: tuple[int, int, int, int], expected: list[str]):
    assert shown_lines("key:\n", at(*span)) == expected


def test_colour_is_added_to_the_same_text():
    shown = show(Report((NO_VERSION,), {WEB: WEB_TEXT}), "text", {}, color=True)
    assert shown == (
        "\x1b[1mpayloads/web.yaml:6:14\x1b[0m: AF402 \x1b[1;31merror:\x1b[0m "
        'component "hardening" has no version 1.4.x\n'
        "\x1b[34m    6 |\x1b[0m     - {name: hardening, version: 1.4.x}\n"
        "\x1b[34m      |\x1b[0m              \x1b[1;31m^^^^^^^^^\x1b[0m\n"
        "  \x1b[36mhint:\x1b[0m the library has 1.2.0 and 1.3.1\n"
        "\n"
        "1 error in 1 file"
    )


def test_an_empty_line_ends_without_spaces_in_colour_too():
    shown = show(Report((at(2, 1, 2, 1),), {"p.yaml": "key:\n"}), "text", {}, color=True)
    assert "\x1b[34m    2 |\x1b[0m\n" in shown


def finding(code: str, severity: Severity, file: str = "") -> Finding:
    return Finding(code, severity, "m", location=Location(file, Span(1, 1, 1, 2)) if file else None)


ERROR = finding("AF402", Severity.ERROR, "a.yaml")
WARNING = finding("AF301", Severity.WARNING, "b.yaml")
INFO = finding("AF201", Severity.INFO, "b.yaml")


@pytest.mark.parametrize(
    ("report", "totals"),
    [
        (Report((ERROR,)), "1 error in 1 file"),
        (Report((ERROR, ERROR, WARNING)), "2 errors, 1 warning in 2 files"),
        (Report((WARNING, WARNING, INFO)), "2 warnings, 1 info in 1 file"),
        (Report((INFO, INFO)), "2 infos in 1 file"),
        (Report((ERROR,), suppressed=(WARNING, INFO)), "1 error in 1 file, 2 suppressed"),
        (Report(sources={"a": "", "b": ""}), "no findings in 2 files"),
        (Report(sources={"a": ""}, suppressed=(INFO,)), "no findings in 1 file, 1 suppressed"),
        (Report(), "no findings"),
    ],
)
def test_totals(report: Report, totals: str):
    assert show(report, "text", {}).split("\n")[-1] == totals


def test_findings_are_set_apart():
    assert show(Report((ERROR, WARNING)), "text", {}).split("\n") == [
        "a.yaml:1:1: AF402 error: m",
        "",
        "b.yaml:1:1: AF301 warning: m",
        "",
        "1 error, 1 warning in 2 files",
    ]


def test_the_first_error_is_offered_for_explanation():
    """Not a warning before it, nor a lint engine's code, which has no long form here."""
    report = Report((WARNING, finding("E3012", Severity.ERROR), ERROR))
    assert show(report, "text", CODES).endswith("\nrun `amifactory explain AF402` for more")


def test_without_an_error_the_first_finding_is_offered_for_explanation():
    shown = show(Report((WARNING,)), "text", CODES)
    assert shown.endswith("\nrun `amifactory explain AF301` for more")


def test_nothing_is_offered_when_no_code_is_known():
    report = Report((finding("E3012", Severity.ERROR, "a.yaml"),))
    assert show(report, "text", CODES).endswith("\n\n1 error in 1 file")
