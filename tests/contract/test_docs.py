"""The docs say what the tool does: pages are current, commands in the README give its output."""

from __future__ import annotations

import importlib.util
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from generator.catalogue import catalogue
from generator.cli.door import COMMANDS, run
from generator.localaws.door import local_aws

ROOT = Path(__file__).parent.parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def pages() -> dict[str, object]:
    spec = importlib.util.spec_from_file_location("pages", ROOT / "docs" / "pages.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.PAGES


@pytest.mark.parametrize("name", ["findings.md", "payload.md", "components.md"])
def test_a_generated_page_is_up_to_date(name: str) -> None:
    """`python docs/pages.py` writes it again."""
    assert pages()[name]() == (ROOT / "docs" / name).read_text(encoding="utf-8")


def conversations() -> list[tuple[str, str]]:
    """Every command of the README's console blocks with the output shown below it."""
    said = []
    for block in re.findall(r"```console\n(.*?)```", README, re.DOTALL):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            said.append((command, output))
    return said


def test_the_readme_shows_commands() -> None:
    assert len(conversations()) >= 5


VARYING = (
    (r"ami-[0-9a-f]{17}", "ami-0123456789abcdef0"),
    (r"(-logbucket-)[a-z0-9]{12}", r"\g<1>1a2b3c4d5e6f"),
    (r"20\d\d-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{3}Z", "2026-01-05T09-20-00.000Z"),
    (r"\b(in|after) \d+ s\b", r"\g<1> 21 s"),
    (r"after \d+ min \d+ s", "after 20 min 20 s"),
)
"""What differs between two runs, and what stands in the README for it."""


def as_shown(text: str) -> str:
    """Output without what differs between two runs."""
    for pattern, shown in VARYING:
        text = re.sub(pattern, shown, text)
    return text


def test_every_command_of_the_readme_gives_the_output_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One after the other, as a reader would, on the local AWS."""
    shutil.copytree(ROOT / "payloads", tmp_path / "payloads")
    shutil.copytree(ROOT / "tests" / "golden" / "bad", tmp_path / "tests" / "golden" / "bad")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AWS_REGION", "eu-west-1")
    monkeypatch.setenv("AMIFACTORY_POLL", "0.01")
    actual = []
    with local_aws(speed=3000):
        for command, _ in conversations():
            program, *arguments = shlex.split(command)
            if program == "sed":
                subprocess.run([program, *arguments], check=True)
            else:
                assert program == "amifactory"
                run(arguments)
            actual.append((command, comparable(as_shown(capsys.readouterr().out))))

    assert [(command, comparable(shown)) for command, shown in conversations()] == actual


def comparable(shown: str) -> str:
    """Without ages, and the columns that are as wide as they are."""
    return re.sub(r" {2,}", "  ", re.sub(r"just now|\b\d+ (?:min|h|days?)\b(?= )", "AGE", shown))


def test_every_command_is_documented() -> None:
    text = README + "".join(path.read_text() for path in (ROOT / "docs").glob("*.md"))

    assert [] == [name for name in COMMANDS if not re.search(rf"\b{name}\b", text)]


def test_every_code_explains_itself() -> None:
    """Long enough to help, and no two codes share a title."""
    codes = catalogue().values()

    page = (ROOT / "docs" / "findings.md").read_text()
    assert [] == [code.id for code in codes if len(code.explain) < 60]
    assert [] == [code.id for code in codes if f"### {code.id} " not in page]
    assert len(codes) == len({code.title for code in codes})


def test_what_the_readme_links_to_exists() -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", README)

    assert [] == [link for link in links if not (ROOT / link).exists()]
