"""`amifactory check`."""

from __future__ import annotations

import json

import pytest

from generator.present import FORMATS

pytestmark = pytest.mark.usefixtures("payloads")


def test_a_sound_payload_has_no_findings_and_nothing_is_written(amifactory, listing):
    before = listing()

    said = amifactory("check", "sound.yaml", "copying.yaml")

    assert (said.code, said.out) == (0, "no findings in 2 files\n")
    assert listing() == before


def test_the_mistakes_of_all_files_are_told_at_once(payloads, amifactory):
    (payloads / "torn.json").write_text('{"amis": [')

    said = amifactory("check", "faulty.yaml", "torn.json", "doubtful.yaml", "sound.yaml")

    assert [line.partition(" ")[0] for line in said.out.splitlines() if ": AF" in line] == [
        "doubtful.yaml:4:19:",
        "faulty.yaml:3:18:",
        "torn.json:1:10:",
    ]
    assert "2 errors, 1 warning in 3 files\n" in said.out


def test_a_finding_shows_its_line(amifactory):
    assert "    3 |     sourceImage: ami-01\n      |                  ^^^^^^\n" in (
        amifactory("check", "faulty.yaml").out
    )


def test_files_that_cannot_be_read_are_told_together_and_hide_nothing(payloads, amifactory):
    (payloads / "folder").mkdir()

    said = amifactory("check", "gone.yaml", "faulty.yaml", "folder", "sound.yaml", "lost.yaml")

    assert said.code == 4
    assert "faulty.yaml:3:18: AF204 error" in said.out
    assert [line for line in said.err.splitlines() if line.startswith("error")] == [
        "error: there is no file gone.yaml",
        "error: folder is a folder, expected a file",
        "error: there is no file lost.yaml",
    ]


def test_json_has_both_findings_and_what_could_not_be_read(amifactory):
    said = amifactory("check", "gone.yaml", "faulty.yaml", "lost.yaml", "--format", "json")

    assert said.code == 4
    assert [finding["code"] for finding in said.json["findings"]] == ["AF204"]
    assert said.json["error"]["message"] == "2 files cannot be read"
    assert [cause["message"] for cause in said.json["error"]["causes"]] == [
        "there is no file gone.yaml",
        "there is no file lost.yaml",
    ]


def test_nothing_but_the_error_when_no_file_could_be_read(amifactory):
    said = amifactory("check", "gone.yaml")

    assert said.out == ""
    assert said.err.startswith("error: there is no file gone.yaml\n  hint: ")


def test_sarif_stays_sarif_when_a_file_cannot_be_read(amifactory):
    said = amifactory("check", "gone.yaml", "faulty.yaml", "--format", "sarif")

    assert [result["ruleId"] for result in said.json["runs"][0]["results"]] == ["AF204"]


@pytest.mark.parametrize("format_", FORMATS)
def test_every_format_is_at_hand(amifactory, format_):
    said = amifactory("check", "faulty.yaml", "--format", format_)

    assert (said.code, "AF204" in said.out, said.err) == (3, True, "")


def test_standard_input_is_a_payload_like_any(payloads, amifactory):
    text = (payloads / "faulty.yaml").read_text()

    said = amifactory("check", "-", "sound.yaml", "-", stdin=text)

    assert "<stdin>:3:18: AF204 error" in said.out
    assert "1 error in 1 file" in said.out


def test_json_on_standard_input_is_told_by_its_bracket(amifactory):
    image = {"imageName": "base", "sourceImage": "ami-0123456789abcdef0"}

    assert amifactory("check", "-", stdin=json.dumps({"amis": [image]})).code == 0


def test_a_closed_standard_input_is_told(amifactory):
    said = amifactory("check", "-", stdin=None)

    assert (said.code, said.err.splitlines()[0]) == (4, "error: standard input is closed")


def test_names_below_the_current_folder_are_shown_relative(payloads, amifactory):
    """As code scanning wants them."""
    said = amifactory("check", str(payloads / "faulty.yaml"), "--format", "json")

    assert said.json["findings"][0]["location"]["file"] == "faulty.yaml"


def test_a_name_cannot_give_orders_to_a_terminal_or_a_ci_log(here, amifactory):
    name = "##[error]\x1b[31m.yaml"
    (here / name).write_text("amis: []\n")

    said = amifactory("check", name, name[2:])

    assert "\x1b" not in said.out + said.err
    assert "##[error]" not in said.out + said.err


def test_a_payload_that_is_too_large_for_a_stack_is_refused_before_anything_is_written(
    here, amifactory
):
    images = "".join(
        f"  - {{imageName: i{number}, sourceImage: ami-0123456789abcdef0}}\n"
        for number in range(200)
    )
    (here / "huge.yaml").write_text(f"amis:\n{images}")

    said = amifactory("check", "huge.yaml")

    assert said.code == 3
    assert "AF502" in said.out


def test_many_files_are_told_as_one_by_one(here, amifactory):
    """From four files on several processes share the work."""
    for number in range(12):
        text = "ami-0123456789abcdef0" if number % 3 else "ami-01"
        image = f"amis: [{{imageName: base, sourceImage: {text}}}]\n"
        (here / f"{number:02}.yaml").write_text(image)
    names = [f"{number:02}.yaml" for number in range(12)]

    together = amifactory("check", *names, "gone.yaml", "--format", "json").json

    assert together["summary"]["filesRead"] == 12
    assert [finding["location"]["file"] for finding in together["findings"]] == names[::3]
    assert together["error"]["message"] == "there is no file gone.yaml"
