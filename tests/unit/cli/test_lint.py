"""`amifactory lint`."""

from __future__ import annotations

import pytest

from generator.findings import Severity
from generator.lint import engine_cfn_validate
from generator.lint.diagnostic import Diagnostic

pytestmark = pytest.mark.usefixtures("payloads")

TEMPLATE = """\
AWSTemplateFormatVersion: "2010-09-09"
Resources:
  Topic:
    Type: AWS::SNS::Topic
    Properties:
      DisplayName: !Sub "${AWS::StackName} builds"
"""
BROKEN = TEMPLATE.replace("DisplayName", "Bogus")


@pytest.fixture(autouse=True)
def templates(payloads):
    (payloads / "template.yaml").write_text(TEMPLATE)
    (payloads / "broken.yaml").write_text(BROKEN)


def codes(said):
    return sorted({finding["code"] for finding in said.json["findings"]})


def test_payloads_and_templates_pass_both_engines(amifactory):
    said = amifactory("lint", "sound.yaml", "copying.yaml", "template.yaml")

    assert (said.code, said.out, said.err) == (0, "no findings in 3 files\n", "")


def test_a_template_s_mistake_is_told_at_its_line_by_both_engines(amifactory):
    said = amifactory("lint", "broken.yaml", "--format", "json")

    assert said.code == 3
    assert codes(said) == ["E3002", "F3002"]
    assert {finding["location"]["line"] for finding in said.json["findings"]} == {6}


def test_fast_leaves_cfn_lint_out(amifactory):
    assert codes(amifactory("lint", "--fast", "broken.yaml", "--format", "json")) == ["F3002"]


def test_an_excerpt_shows_the_line(amifactory):
    said = amifactory("lint", "--fast", "broken.yaml", "template.yaml")

    assert "broken.yaml:6:7: F3002 error" in said.out
    assert "    6 |       Bogus: !Sub" in said.out


@pytest.mark.parametrize(
    "text",
    [
        "Resources:\n  A: [\n",
        "Resources: {A: {Type: AWS::SNS::Topic},,}\n",
        "Resources:\n\tA: {}\n",
        "AWSTemplateFormatVersion: '2010-09-09'\n",
        "Resources: {}\n",
        '{"Resources": {"A": {"Type": "AWS::SNS::Topic"},}}',
        '{\n  "Resources": {"A": {"Type": "AWS::SNS::Topic"}\n',
        "AWSTemplateFormatVersion: '2010-09-09'\nResources: text\n",
    ],
)
def test_a_torn_template_is_told_as_a_template(payloads, amifactory, text):
    """By the engines, at a line; not as a payload with unknown keys."""
    (payloads / "torn.yaml").write_text(text)

    said = amifactory("lint", "torn.yaml", "--format", "json")

    assert said.code == 3
    assert [code for code in codes(said) if code.startswith("AF")] == []


def test_a_template_with_more_tags_than_a_payload_may_have_is_a_template(payloads, amifactory):
    topics = "".join(
        f"  T{number}:\n    Type: AWS::SNS::Topic\n"
        f'    Properties: {{DisplayName: !Sub "${{AWS::StackName}} {number}"}}\n'
        for number in range(150)
    )
    (payloads / "long.yaml").write_text(f"Resources:\n{topics}")

    assert amifactory("lint", "--fast", "long.yaml").code == 0


def test_a_file_that_is_no_text_is_told_once(payloads, amifactory):
    (payloads / "binary.yaml").write_bytes(b"Resources:\xff\xfe\n")

    said = amifactory("lint", "--fast", "binary.yaml", "--format", "json")

    assert codes(said) == ["AF101"]


def test_what_was_generated_passes_though_it_names_accounts(amifactory):
    """Both engines would have account ids made parameters; these are the payload's own."""
    for format_ in ("yaml", "json"):
        amifactory("generate", "copying.yaml", "--format", format_)
    names = [f"output/{name}" for name in ("copying.yaml", "copying.json")]

    said = amifactory("lint", *names, "output/destination-account.yaml")

    assert (said.code, said.out) == (0, "no findings in 3 files\n")


def test_a_template_of_others_that_names_an_account_is_told(payloads, amifactory):
    amifactory("generate", "copying.yaml")
    ours = payloads / "output" / "copying.yaml"
    ours.write_text(ours.read_text().replace("\n  AmiFactory:\n", "\n  Theirs:\n"))

    said = amifactory("lint", "--fast", "output/copying.yaml", "--format", "json")

    assert codes(said) == ["W9013"]


def test_a_faulty_payload_does_not_keep_the_others_from_being_linted(amifactory):
    said = amifactory(
        "lint", "--fast", "faulty.yaml", "gone.yaml", "broken.yaml", "--format", "json"
    )

    assert said.code == 4
    assert codes(said) == ["AF204", "F3002"]
    assert said.json["error"]["message"] == "there is no file gone.yaml"


def test_both_engines_say_each_thing_of_a_payload_once(amifactory):
    said = amifactory("lint", "doubtful.yaml", "faulty.yaml", "gone.yaml", "--format", "json")

    assert [finding["code"] for finding in said.json["findings"]] == ["AF320", "AF204"]
    assert len(said.json["error"]["causes"]) == 1
    assert said.json["summary"]["filesRead"] == 2


def test_a_payload_s_own_warnings_are_shown_and_do_not_fail_it(amifactory):
    """As in `check`; those of the engines do."""
    said = amifactory("lint", "--fast", "doubtful.yaml")

    assert said.code == 0
    assert "AF320 warning" in said.out


@pytest.mark.parametrize("name", ["template.yaml", "sound.yaml", "broken.yaml"])
def test_standard_input_is_read_once_for_both_engines(payloads, amifactory, name):
    text = (payloads / name).read_text()

    said = amifactory("lint", "-", "--format", "json", stdin=text)

    assert codes(said) == (["E3002", "F3002"] if name == "broken.yaml" else [])


def test_an_engine_s_code_is_accepted_on_the_command_line(amifactory):
    said = amifactory(
        "lint", "broken.yaml", "--suppress", "E3002=known", "--suppress", "F3002=known",
        "--format", "json",
    )  # fmt: skip

    assert (said.code, codes(said)) == (0, [])
    assert [each["code"] for each in said.json["suppressed"]] == ["E3002", "F3002"]


@pytest.fixture
def complaint(monkeypatch):
    """An engine that complains about the recipe of every template."""

    def diagnose(templates):
        for name, _text in templates:
            path = ("Resources", "BaseRecipe")
            yield name, (Diagnostic("it", "W3010", Severity.WARNING, "no", path, 1, 1, 1, 2, ""),)

    monkeypatch.setattr(engine_cfn_validate, "diagnose", diagnose)


@pytest.mark.parametrize(
    ("expected", "entry"),
    [
        ([], "{code: W3010, reason: known}"),
        ([], "{code: W3010, reason: known, image: base}"),
        (["W3010"], "{code: W3010, reason: known, image: other}"),
        (["W3010"], "{code: W3011, reason: known}"),
    ],
)
@pytest.mark.usefixtures("complaint")
def test_an_engine_s_code_is_accepted_in_the_payload(payloads, amifactory, expected, entry):
    text = (payloads / "sound.yaml").read_text()
    other = "  - {imageName: other, sourceImage: ami-0123456789abcdef0}\n"
    (payloads / "known.yaml").write_text(f"{text}{other}suppress: [{entry}]\n")

    said = amifactory("lint", "--fast", "known.yaml", "--format", "json")

    assert codes(said) == expected
    assert [each["location"]["line"] for each in said.json["findings"]] == [2] * len(expected)


@pytest.mark.usefixtures("complaint")
def test_a_complaint_points_at_the_payload_line_that_caused_it(amifactory):
    said = amifactory("lint", "--fast", "sound.yaml")

    assert said.code == 3
    assert said.out.startswith("sound.yaml:2:")
    assert "W3010 warning: Resources.BaseRecipe: no\n    2 |   - imageName: base\n" in said.out
