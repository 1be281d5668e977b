"""`amifactory policy`: payload and options in, JSON out, words on the side."""

from __future__ import annotations

import json
import shlex
import shutil
from pathlib import Path
from typing import Any

import pytest

from generator.classic.policy import KINDS
from generator.cli import policy
from generator.cli.door import run

ACCOUNT = ["--account", "111122223333"]
PAYLOAD: dict[str, Any] = {
    "factory": {"name": "web"},
    "amis": [
        {
            "imageName": "Webserver",
            "sourceImage": "ami-0de53d8956e8dcf80",
            "accounts": ["123456789012"],
            "copyToAccounts": ["444455556666"],
            "watermarks": ["approved"],
        }
    ],
}


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "web.json").write_text(json.dumps(PAYLOAD))
    return tmp_path


def test_the_command_offers_every_kind() -> None:
    assert (*KINDS, "all") == policy.KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_standard_output_carries_the_document_alone(kind: str, capsys) -> None:
    status = run(["policy", *ACCOUNT, "--kind", kind])
    out, err = capsys.readouterr()

    assert status == 0
    assert isinstance(json.loads(out), dict)
    assert "Does not stop:" in err


def test_all_kinds_are_printed_as_one_object(capsys) -> None:
    assert run(["policy", *ACCOUNT]) == 0
    out, err = capsys.readouterr()

    assert list(KINDS) == list(json.loads(out))
    assert 4 == err.count("Does not stop:")


def test_names_watermarks_and_copies_come_from_the_payload(capsys) -> None:
    run(["policy", "web.json", *ACCOUNT])
    printed = json.loads(capsys.readouterr().out)

    assert {
        "ImageProviders": ["111122223333"],
        "ImageNames": ["Webserver *"],
        "ImageWatermarks": [{"WatermarkKey": "111122223333:approved"}],
    } == printed["allowed-images"]["ImageCriteria"][0]
    assert ["111122223333", "444455556666", "amazon"] == printed["user"]["Statement"][0][
        "Condition"
    ]["StringNotEquals"]["ec2:Owner"]


@pytest.mark.parametrize(
    ("options", "names", "marks"),
    [
        (["--image-name", "golden-*"], ["golden-*"], None),
        (["--watermark", "base"], ["Webserver *"], ["111122223333:base"]),
        (["--image-name", "a*", "--watermark", "base"], ["a*"], ["111122223333:base"]),
    ],
)
def test_options_go_before_the_payload(capsys, options, names, marks) -> None:
    run(["policy", "web.json", *ACCOUNT, "--kind", "allowed-images", *options])
    criterion = json.loads(capsys.readouterr().out)["ImageCriteria"][0]

    assert names == criterion["ImageNames"]
    assert marks == (
        [each["WatermarkKey"] for each in criterion.get("ImageWatermarks", ())] or None
    )


def test_every_option_has_its_effect(capsys) -> None:
    run(
        ["policy", *ACCOUNT, "--owner", "aws-marketplace", "--no-allow-amazon", "--image-name",
         "web *", "--max-age-days", "30", "--exempt-role", "web-*", "--partition", "aws-cn",
         "--enforce"]
    )  # fmt: skip
    printed = json.loads(capsys.readouterr().out)
    launch = printed["scp"]["Statement"][0]
    settings = printed["declarative"]["ec2_attributes"]["allowed_images_settings"]

    assert launch["Resource"] == "arn:aws-cn:ec2:*::image/*"
    assert launch["Condition"] == {
        "ArnNotLike": {"aws:PrincipalArn": ["arn:aws-cn:iam::111122223333:role/web-*"]},
        "StringNotEquals": {"ec2:Owner": ["111122223333", "aws-marketplace"]},
    }
    assert settings["state"] == {"@@assign": "enabled"}
    assert printed["allowed-images"]["ImageCriteria"] == [
        {
            "ImageProviders": ["111122223333"],
            "ImageNames": ["web *"],
            "CreationDateCondition": {"MaximumDaysSinceCreated": 30},
        },
        {"ImageProviders": ["aws-marketplace"]},
    ]


def test_files_are_written_with_their_words_beside(here: Path, capsys) -> None:
    assert run(["policy", "web.json", *ACCOUNT, "--kind", "scp", "-o", "output"]) == 0
    out, err = capsys.readouterr()

    assert "" == err
    assert "created  output/launch-lock-scp.json\ncreated  output/launch-lock-scp.txt\n" == out
    assert json.loads((here / "output/launch-lock-scp.json").read_text())["Statement"]
    assert "Does not stop:" in (here / "output/launch-lock-scp.txt").read_text()


def test_files_are_what_is_printed_and_the_same_again(here: Path, capsys) -> None:
    run(["policy", *ACCOUNT, "-o", "output"])
    capsys.readouterr()
    run(["policy", *ACCOUNT, "-o", "output"])
    again = capsys.readouterr().out

    assert 8 == again.count("same     ")
    for kind in KINDS:
        run(["policy", *ACCOUNT, "--kind", kind])
        out, err = capsys.readouterr()
        assert out == (here / f"output/launch-lock-{kind}.json").read_text()
        assert err == (here / f"output/launch-lock-{kind}.txt").read_text()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "missing option '--account'"),
        (["--account", "CHANGEME"], '"CHANGEME" is a placeholder, not an account id'),
        ([*ACCOUNT, "--owner", "CHANGEME"], '"CHANGEME" is a placeholder'),
        ([*ACCOUNT, "--exempt-role", "*"], '"*" exempts every role'),
        ([*ACCOUNT, "--max-age-days", "0"], "0 is not in the range"),
        ([*ACCOUNT, "--output", ""], "the folder has no name"),
        ([*ACCOUNT, "--kind", "scp", "--image-name", "a*"], "IAM does not know the name"),
        ([*ACCOUNT, "--kind", "user", "--max-age-days", "3"], "IAM does not know the age"),
        ([*ACCOUNT, "--kind", "declarative", "--watermark", "abc"], "does not know watermarks"),
        ([*ACCOUNT, "--kind", "scp", "--enforce"], "it has no audit mode"),
        ([*ACCOUNT, "--kind", "declarative", "--exempt-role", "x"], "everybody in an account"),
        ([*ACCOUNT, "--kind", "allowed-images", "--partition", "aws"], "there is no ARN in it"),
    ],
)
def test_a_wrong_command_line_is_told_and_prints_nothing(arguments, said, capsys) -> None:
    assert run(["policy", *arguments]) == 2
    out, err = capsys.readouterr()

    assert "" == out
    assert said in err


def test_a_placeholder_in_the_payload_is_told_at_its_line(here: Path, capsys) -> None:
    image = PAYLOAD["amis"][0] | {"accounts": ["CHANGEME"]}
    (here / "first.json").write_text(json.dumps({"amis": [image]}))

    assert run(["policy", "first.json", *ACCOUNT]) == 3
    out, err = capsys.readouterr()
    assert "" == out
    assert "AF208" in err


def test_a_payload_that_is_not_there(capsys) -> None:
    assert run(["policy", "none.json", *ACCOUNT]) == 4
    assert "none.json" in capsys.readouterr().err


def test_too_much_for_one_policy(capsys, here: Path) -> None:
    owners = [word for each in range(200) for word in ("--owner", f"{each:012}")]

    assert run(["policy", *ACCOUNT, *owners, "-o", "output"]) == 2
    assert "AWS takes" in capsys.readouterr().err
    assert not (here / "output").exists()


def test_a_payload_is_never_overwritten(here: Path, capsys) -> None:
    (here / "launch-lock-scp.json").write_text(json.dumps(PAYLOAD))

    assert run(["policy", "launch-lock-scp.json", *ACCOUNT, "--kind", "scp", "-o", "."]) == 4
    assert "would overwrite the payload" in capsys.readouterr().err
    assert PAYLOAD == json.loads((here / "launch-lock-scp.json").read_text())


def test_findings_for_programs_have_standard_output_to_themselves(capsys) -> None:
    run(["policy", "web.json", *ACCOUNT, "-o", "output", "--findings", "json"])
    out, err = capsys.readouterr()

    assert [] == json.loads(out)["findings"]
    assert "created  output/launch-lock-scp.json" in err


PAGE = Path(__file__).parents[3] / "docs" / "launch-lock.md"
SHOWN = [line.strip() for line in PAGE.read_text().splitlines() if line.startswith("    ")]


@pytest.mark.parametrize("shown", [line for line in SHOWN if line.startswith("amifactory ")])
def test_a_command_of_the_guide_works(here: Path, shown: str) -> None:
    shutil.copytree(PAGE.parents[1] / "payloads", here / "payloads")

    assert run(shlex.split(shown)[1:]) == 0
