"""`amifactory generate`."""

from __future__ import annotations

import json
import os

import pytest

from generator import output
from generator.cli import making

pytestmark = pytest.mark.usefixtures("payloads")

SOUND = """\
amis:
  - imageName: base
    sourceImage: ami-0123456789abcdef0
"""
NAMES = ("sound", "copying")


def test_a_template_is_written_and_told(amifactory, listing):
    said = amifactory("generate", "sound.yaml")

    assert said.code == 0
    assert said.out.splitlines()[0].startswith("created  output/sound.yaml (")
    assert said.out.splitlines()[0].endswith(" resources, 1 image)")
    assert said.out.splitlines()[1:] == [
        "         - base  from ami-0123456789abcdef0, built on demand",
        "created  output/AmiFactory.yml (17 resources)",
    ]
    assert [name for name in listing() if name.startswith("output")] == [
        "output",
        "output/AmiFactory.yml",
        "output/sound.yaml",
    ]


def test_the_second_run_changes_nothing_and_repeats_no_images(payloads, amifactory):
    amifactory("generate", "sound.yaml")
    before = [written(path) for path in (payloads / "output").iterdir()]

    said = amifactory("generate", "sound.yaml")

    assert [line.split(" (")[0] for line in said.out.splitlines()] == [
        "same     output/sound.yaml",
        "same     output/AmiFactory.yml",
    ]
    assert [written(path) for path in (payloads / "output").iterdir()] == before


def written(path):
    """Which file it is and when it was written; that it was read is no change."""
    found = path.stat()
    return found.st_ino, found.st_mtime_ns, found.st_size, found.st_mode


def test_a_change_is_told_and_keeps_the_file_s_permissions(payloads, amifactory):
    amifactory("generate", "sound.yaml")
    template = payloads / "output" / "sound.yaml"
    template.chmod(0o640)
    template.write_text("something else\n")

    said = amifactory("generate", "sound.yaml")

    assert said.out.startswith("changed  output/sound.yaml (")
    assert template.stat().st_mode & 0o777 == 0o640
    assert template.read_text().startswith("AWSTemplateFormatVersion")


def test_json_templates_say_the_same_as_yaml(payloads, amifactory):
    amifactory("generate", "sound.yaml", "--format", "json", "-o", "made")

    template = json.loads((payloads / "made" / "sound.json").read_text())

    assert template["AWSTemplateFormatVersion"] == "2010-09-09"


def test_the_template_for_accounts_that_receive_copies_comes_along(payloads, amifactory):
    said = amifactory("generate", "copying.yaml", "-o", "made")

    assert (payloads / "made" / "destination-account.yaml").exists()
    assert [line.split(" (")[0] for line in said.out.splitlines() if "made/" in line] == [
        "created  made/copying.yaml",
        "created  made/destination-account.yaml",
        "created  made/AmiFactory.yml",
    ]
    assert "created  made/destination-account.yaml (1 resource)\n" in said.out


@pytest.mark.parametrize("folder", ["made", "deep/er/made"])
def test_nothing_is_written_when_any_payload_has_an_error(amifactory, listing, folder):
    before = listing()

    said = amifactory("generate", "sound.yaml", "faulty.yaml", "copying.yaml", "-o", folder)

    assert said.code == 3
    assert "faulty.yaml:3:18: AF204 error" in said.out
    assert listing() == before


def test_nothing_is_written_when_a_payload_cannot_be_read(amifactory, listing):
    before = listing()

    said = amifactory("generate", "sound.yaml", "gone.yaml", "faulty.yaml")

    assert said.code == 4
    assert "AF204" in said.out
    assert said.err.startswith("error: there is no file gone.yaml")
    assert listing() == before


def test_an_old_template_stays_when_its_payload_has_an_error(payloads, amifactory, listing):
    amifactory("generate", "sound.yaml")
    (payloads / "sound.yaml").write_text((payloads / "faulty.yaml").read_text())
    before, text = listing(), (payloads / "output" / "sound.yaml").read_text()

    assert amifactory("generate", "sound.yaml").code == 3
    assert listing() == before
    assert (payloads / "output" / "sound.yaml").read_text() == text


def test_warnings_are_shown_and_do_not_stop(amifactory):
    said = amifactory("generate", "doubtful.yaml")

    assert said.code == 0
    assert "AF320 warning" in said.out
    assert "created  output/doubtful.yaml" in said.out


def test_programs_that_read_findings_get_nothing_else(amifactory):
    said = amifactory("generate", "doubtful.yaml", "--findings", "json")

    assert [finding["code"] for finding in said.json["findings"]] == ["AF320"]
    assert said.err.startswith("created  output/doubtful.yaml")


def test_check_says_which_files_are_out_of_date_and_how_to_mend(payloads, amifactory, listing):
    amifactory("generate", "sound.yaml", "doubtful.yaml", "--suppress", "AF320=known")
    (payloads / "output" / "sound.yaml").write_text("old\n")
    before = listing()

    said = amifactory("generate", "sound.yaml", "doubtful.yaml", "copying.yaml", "--check")

    assert said.code == 5
    assert [line.split(" (")[0] for line in said.out.splitlines() if "output/" in line] == [
        "stale    output/sound.yaml",
        "same     output/doubtful.yaml",
        "missing  output/copying.yaml",
        "missing  output/destination-account.yaml",
        "same     output/AmiFactory.yml",
    ]
    assert said.err == "hint: run the same command without --check to write them\n"
    assert listing() == before
    assert (payloads / "output" / "sound.yaml").read_text() == "old\n"


def test_check_is_content_with_what_generate_wrote(amifactory):
    amifactory("generate", "sound.yaml", "copying.yaml")

    said = amifactory("generate", "sound.yaml", "copying.yaml", "--check")

    assert (said.code, said.err) == (0, "")


def test_check_makes_no_folder(amifactory, listing):
    before = listing()

    assert amifactory("generate", "sound.yaml", "--check", "-o", "made").code == 5
    assert listing() == before


def test_two_payloads_of_one_name_are_refused_at_the_name(payloads, amifactory, listing):
    (payloads / "twin.yaml").write_text("factory:\n  name: sound\n" + SOUND)
    before = listing()

    said = amifactory("generate", "sound.yaml", "twin.yaml")

    assert said.code == 3
    assert said.out.startswith(
        'twin.yaml:2:9: AF505 error: the stack "sound" is already made from sound.yaml\n'
        "    2 |   name: sound\n"
        "      |         ^^^^^\n"
        "  sound.yaml:1:1: the other payload of this name\n"
    )
    assert listing() == before


def test_payloads_of_one_file_name_are_refused_too(payloads, amifactory):
    (payloads / "team").mkdir()
    (payloads / "team" / "sound.yaml").write_text(SOUND)

    said = amifactory("generate", "sound.yaml", "team/sound.yaml", "-o", "-")

    assert said.code == 3
    assert said.out == ""
    assert "team/sound.yaml:1:1: AF505 error" in said.err


def test_no_payload_takes_the_name_of_the_template_for_copies(payloads, amifactory):
    (payloads / "destination-account.yaml").write_text(SOUND)

    both = amifactory("generate", "copying.yaml", "destination-account.yaml")
    alone = amifactory("generate", "destination-account.yaml")

    assert both.code == 3
    assert 'AF505 error: the name "destination-account" is taken' in both.out
    assert alone.code == 0


def test_alone_it_is_printed_like_any_payload(payloads, amifactory):
    (payloads / "destination-account.yaml").write_text(SOUND)

    said = amifactory("generate", "destination-account.yaml", "-o", "-")

    assert "Payload: destination-account.yaml" in said.out


def test_a_faulty_payload_is_no_twin(payloads, amifactory):
    """Its name may be what is wrong with it."""
    (payloads / "team").mkdir()
    (payloads / "team" / "sound.yaml").write_text((payloads / "faulty.yaml").read_text())

    assert "AF505" not in amifactory("generate", "sound.yaml", "team/sound.yaml").out


@pytest.mark.parametrize("folder", [".", "../{here}", "link"])
def test_a_template_never_overwrites_a_payload(payloads, amifactory, folder):
    (payloads / "link").symlink_to(".")
    for check in ((), ("--check",)):
        said = amifactory("generate", "sound.yaml", "-o", folder.format(here=payloads.name), *check)

        assert said.code == 4
        assert said.err.startswith("error: the template would overwrite the payload sound.yaml\n")
    assert (payloads / "sound.yaml").read_text() == SOUND


def test_templates_are_printed_one_after_the_other(amifactory, listing):
    before = listing()
    sound, copying = (amifactory("generate", f"{name}.yaml", "-o", "-").out for name in NAMES)

    both = amifactory("generate", *(f"{name}.yaml" for name in NAMES), "-o", "-")

    assert both.out == f"{sound}---\n{copying}"
    assert both.err == (
        "note: accounts that receive copies need destination-account.yaml as well; "
        "--output FOLDER writes it\n"
    )
    assert listing() == before


def test_json_templates_are_printed_as_a_stream_of_json(amifactory):
    said = amifactory("generate", "sound.yaml", "copying.yaml", "-o", "-", "--format", "json")

    first, end = json.JSONDecoder().raw_decode(said.out)
    second = json.loads(said.out[end:])

    assert "sound" in first["Description"]
    assert "copying" in second["Description"]


def test_what_is_printed_is_what_would_be_written(payloads, amifactory):
    amifactory("generate", "sound.yaml")

    printed = amifactory("generate", "sound.yaml", "-o", "-").out

    assert printed == (payloads / "output" / "sound.yaml").read_text()


def test_printed_templates_have_standard_output_for_themselves(amifactory):
    said = amifactory("generate", "doubtful.yaml", "-o", "-")

    assert said.code == 0
    assert said.out.startswith("AWSTemplateFormatVersion")
    assert "AF320 warning" in said.err
    assert "AF320" not in said.out


def test_nothing_is_printed_when_any_payload_has_an_error(amifactory):
    said = amifactory("generate", "sound.yaml", "faulty.yaml", "-o", "-")

    assert (said.code, said.out) == (3, "")
    assert "AF204 error" in said.err


@pytest.mark.parametrize("files", [("faulty.yaml",), ("gone.yaml",), ("faulty.yaml", "gone.yaml")])
def test_findings_aside_are_one_json_document_too(amifactory, files):
    said = amifactory("generate", *files, "copying.yaml", "-o", "-", "--findings", "json")

    assert said.out == ""
    assert ("error" in json.loads(said.err)) == ("gone.yaml" in files)


def test_printing_is_not_comparing(amifactory):
    said = amifactory("generate", "sound.yaml", "-o", "-", "--check")

    assert said.code == 2
    assert said.err.startswith("error: --check compares files")


def test_a_payload_on_standard_input_gets_a_name(amifactory, listing):
    amifactory("generate", "-", stdin=SOUND)

    assert "output/stdin.yaml" in listing()


def test_many_payloads_share_the_work_and_come_out_in_order(here, amifactory, listing):
    names = [f"p{number:02}" for number in range(9)]
    for name in names:
        (here / f"{name}.yaml").write_text(SOUND)

    said = amifactory("generate", *(f"{name}.yaml" for name in names))

    assert [line.split()[1] for line in said.out.splitlines() if "output/" in line] == [
        *(f"output/{name}.yaml" for name in names),
        "output/AmiFactory.yml",
    ]
    assert [name for name in listing() if name.startswith("output/")] == [
        "output/AmiFactory.yml",
        *(f"output/{name}.yaml" for name in names),
    ]


def test_a_bug_leaves_nothing_behind(amifactory, listing, monkeypatch):
    before = listing()

    def fail(_made):
        assert len(listing()) > len(before)
        raise ZeroDivisionError

    monkeypatch.setattr(making.twins, "report", fail)

    assert amifactory("generate", "sound.yaml", "-o", "made").code == 70
    assert listing() == before


def test_ctrl_c_leaves_nothing_behind(amifactory, listing, monkeypatch):
    before = listing()

    def interrupt(_staged):
        assert len(listing()) > len(before)
        raise KeyboardInterrupt

    monkeypatch.setattr(making, "commit", interrupt)

    assert amifactory("generate", "sound.yaml", "-o", "deep/made").code == 130
    assert listing() == before


def test_a_name_that_is_not_text_does_not_stop_it(amifactory):
    folder = os.fsdecode(b"made-\xff")

    said = amifactory("generate", "sound.yaml", "-o", folder)

    assert said.code == 0
    assert "created  made-<U+DCFF>/sound.yaml" in said.out


@pytest.mark.parametrize("text", ["café", "\N{SNOWMAN}"])
def test_a_template_keeps_what_is_not_ascii(here, amifactory, text):
    (here / "web.yaml").write_text(SOUND + f"    description: {text}\n", encoding="utf-8")

    amifactory("generate", "web.yaml")

    assert text in (here / "output" / "web.yaml").read_text(encoding="utf-8")


def test_leftovers_of_a_killed_run_are_swept(payloads, amifactory, listing):
    leftover = payloads / "output" / f"{output.STAGING}abc"
    leftover.mkdir(parents=True)
    (leftover / "half").write_text("AWSTempl")

    amifactory("generate", "sound.yaml", "--engine", "image-builder")

    assert [name for name in listing() if name.startswith("output")] == [
        "output",
        "output/sound.yaml",
    ]
