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


@pytest.mark.parametrize("command", ["check", "plan", "generate"])
@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://b.example.com/x?X-Amz-Signature=HUSH", ("bootstrapUrl is signed", "Signature=")),
        ("https://b.example.com/x?token=ghp_HUSH", ("bootstrapUrl carries a secret", "?token=")),
        ("https://me:" + "HUSH@b.example.com/x?sig=HUSH", ("carries a user name", "https://")),
    ],
)
def test_a_secret_in_a_url_is_not_printed(
    payloads, amifactory, command: str, url: str, expected: tuple[str, str]
):
    """Neither in the excerpt nor in what is said; how the URL begins can still be read."""
    (payloads / "url.yaml").write_text(_with_url(url))

    said = amifactory(command, "url.yaml")

    assert 3 == said.code
    assert "HUSH" not in said.out + said.err
    assert [] == [words for words in expected if words not in said.out + said.err]


@pytest.mark.parametrize("form", ["json", "sarif", "github"])
@pytest.mark.parametrize("place", ["name", "url"])
def test_programs_are_not_told_a_secret_either(payloads, amifactory, form: str, place: str):
    """Nor when a message quotes the text that it stands in."""
    url = "https://b.example.com/x?token=HUSH"
    in_name = _with_url("./x.sh").replace("name: a", f"name: '{url}'")
    (payloads / "url.yaml").write_text(_with_url(url) if place == "url" else in_name)

    said = amifactory("check", "url.yaml", "--format", form)

    assert 3 == said.code
    assert "HUSH" not in said.out + said.err


def _with_url(url: str) -> str:
    return (
        "factory: {name: a}\n"
        f"amis: [{{imageName: b, sourceImage: ami-0de53d8956e8dcf80, bootstrapUrl: '{url}'}}]\n"
    )


@pytest.mark.parametrize("name", ["", "imageName: '!', "])
def test_images_without_names_are_not_one(payloads, amifactory, name):
    """What stands in for a name that is missing or wrong is no name that is taken."""
    image = f"  - {{{name}sourceImage: ami-0de53d8956e8dcf80}}\n"
    (payloads / "nameless.yaml").write_text(f"amis:\n{image}{image}")

    said = amifactory("check", "nameless.yaml", "--format", "json")

    assert 2 == len(said.json["findings"])
    assert not {"AF301", "AF302"} & {each["code"] for each in said.json["findings"]}


def test_a_folder_is_not_proposed_for_a_missing_file(payloads, amifactory):
    (payloads / "webb.yaml").mkdir()

    assert "did you mean" not in amifactory("check", "webbb.yaml").err


def test_a_secret_that_a_message_cuts_in_two_is_masked(payloads, amifactory):
    """The end that tells a password in a URL may be cut away."""
    url = "https://me:" + "HUSH" * 50 + "@b.example.com/"
    (payloads / "url.yaml").write_text(_with_url("./x.sh").replace("name: a", f"name: '{url}'"))

    assert "HUSH" not in amifactory("check", "url.yaml").out
