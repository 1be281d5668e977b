"""`amifactory check` over documents: by themselves, and through the payloads that use them."""

from __future__ import annotations

import pytest

from generator.errors import Exit

DOCUMENT = """\
schemaVersion: 1.0
phases:
  - name: build
    steps:
      - name: Install
        action: ExecuteBsh
        inputs: {commands: [echo]}
"""
LAX = DOCUMENT.replace("ExecuteBsh", "ExecuteBash").replace("[echo]", "[echo one, echo two]")
WORKFLOW = "schemaVersion: 1.0\nsteps: [{name: Wait, action: WaitForActoin}]\n"
RUNBOOK = "schemaVersion: '0.3'\nmainSteps: [{name: wait, action: aws:slep}]\n"
PAYLOAD = """\
amis:
  - imageName: web
    sourceImage: ami-0123456789abcdef0
    components: [{file: parts/install.yaml}]
"""


@pytest.fixture
def folder(here):
    """A payload in a folder below, with a component document beside it."""
    (here / "images" / "parts").mkdir(parents=True)
    (here / "images" / "web.yaml").write_text(PAYLOAD)
    (here / "images" / "parts" / "install.yaml").write_text(DOCUMENT)
    return here / "images"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (DOCUMENT, 'doc.yaml:6:17: AF704 error: there is no action "ExecuteBsh"'),
        (WORKFLOW, 'doc.yaml:2:30: AF752 error: there is no step action "WaitForActoin"'),
        (RUNBOOK, 'doc.yaml:2:34: AF782 error: there is no action "aws:slep"'),
    ],
)
def test_a_document_by_itself(amifactory, here, text: str, expected: str) -> None:
    """What kind it is, its keys tell."""
    (here / "doc.yaml").write_text(text)

    said = amifactory("check", "doc.yaml")

    assert Exit.FINDINGS == said.code
    assert expected in said.out


@pytest.mark.parametrize(
    ("text", "expected", "hint"),
    [
        (DOCUMENT.replace("phases:", "phase:"), 'AF701 error: the document has no key "phase"',
         "phases"),
        (RUNBOOK.replace("mainSteps", "mainStep"),
         'AF781 error: an Automation document has no key "mainStep"', "mainSteps"),
        (RUNBOOK.replace("mainSteps", "steps"),
         'AF781 error: an Automation document has no key "steps"', "mainSteps"),
        (WORKFLOW.replace("steps:", "step:"), 'error: a workflow has no key "step"', "steps"),
    ],
)  # fmt: skip
def test_a_document_with_a_slip_at_its_top_is_no_payload(
    amifactory, here, text: str, expected: str, hint: str
) -> None:
    (here / "doc.yaml").write_text(text)

    said = amifactory("check", "doc.yaml")

    assert expected in said.out
    assert f'did you mean "{hint}"?' in said.out
    assert "amis" not in said.out


def test_a_document_with_nothing_but_its_version(amifactory, here) -> None:
    (here / "doc.yaml").write_text("schemaVersion: 1.0\n")

    assert "AF701 error: phases is missing" in amifactory("check", "doc.yaml").out


@pytest.mark.usefixtures("payloads")
def test_documents_and_payloads_together(amifactory, here) -> None:
    (here / "doc.yaml").write_text(DOCUMENT)

    said = amifactory("check", "sound.yaml", "doc.yaml")

    assert (Exit.FINDINGS, "1 error in 1 file" in said.out) == (said.code, True)


@pytest.mark.usefixtures("folder")
def test_a_document_of_a_payload_is_told_at_its_own_line(amifactory) -> None:
    """Named as it can be opened, with the line itself."""
    said = amifactory("check", "images/web.yaml")

    assert Exit.FINDINGS == said.code
    assert (
        'images/parts/install.yaml:6:17: AF704 error: there is no action "ExecuteBsh"' in said.out
    )
    assert "    6 |         action: ExecuteBsh\n" in said.out


def test_what_a_document_does_wrong_can_be_accepted(amifactory, folder) -> None:
    (folder / "parts" / "install.yaml").write_text(LAX)
    assert "AF718 warning" in amifactory("check", "images/web.yaml").out

    said = amifactory("check", "images/web.yaml", "--suppress", "AF718=checked by hand")
    assert "AF718 warning" not in said.out

    accepted = "suppress: [{code: AF718, reason: checked by hand, image: web}]\n"
    (folder / "web.yaml").write_text(PAYLOAD + accepted)
    assert "AF718 warning" not in amifactory("check", "images/web.yaml").out


def test_a_document_used_twice_is_told_once(amifactory, folder) -> None:
    second = PAYLOAD.partition("amis:\n")[2].replace("web", "api")
    (folder / "web.yaml").write_text(PAYLOAD + second)

    assert 1 == amifactory("check", "images/web.yaml").out.count("AF704 error")


@pytest.mark.parametrize("command", ["generate", "plan"])
def test_a_document_is_no_payload(amifactory, here, command: str) -> None:
    (here / "doc.yaml").write_text(DOCUMENT)

    said = amifactory(command, "doc.yaml")

    assert Exit.FINDINGS == said.code
    assert "doc.yaml:1:1: AF217 error: this is a component document, not a payload" in (
        said.out + said.err
    )


SECRET_LINE = """\
schemaVersion: 1.0
phases:
  - name: build
    steps:
      - {name: a, action: ExecuteBsh, inputs: {commands: [echo KEY]}}
""".replace("KEY", "AKIA" + "ABCDEFGHIJKLMNOP")


@pytest.mark.parametrize("form", ["text", "json", "sarif", "github"])
@pytest.mark.parametrize("file", ["doc.yaml", "web.yaml"])
def test_the_lines_of_a_document_are_shown_without_their_secrets(
    amifactory, here, file: str, form: str
) -> None:
    """Given by itself, or by the payload that uses it."""
    (here / "doc.yaml").write_text(SECRET_LINE)
    (here / "web.yaml").write_text(
        "amis:\n  - imageName: web\n    sourceImage: ami-0123456789abcdef0\n"
        "    components: [{file: doc.yaml}]\n"
    )

    said = amifactory("check", file, "--format", form)

    assert "ExecuteBsh" in said.out
    assert "ABCDEFGHIJKLMNOP" not in said.out + said.err


def test_a_secret_in_a_document_by_itself(amifactory, here) -> None:
    (here / "doc.yaml").write_text(SECRET_LINE)

    said = amifactory("check", "doc.yaml")

    assert 'doc.yaml:5:1: AF351 error: an AWS access key id ("AKIA...") is written' in said.out
