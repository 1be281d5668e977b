"""The first document of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest
import yaml

from generator.awstoe.check import check
from generator.library import DocumentFacts, LibraryError, Platform, describe
from generator.library.first import first

every_kind = pytest.mark.parametrize(
    ("platform", "is_test"),
    [(platform, is_test) for platform in get_args(Platform) for is_test in (False, True)],
)


@every_kind
def test_nothing_is_found_in_it(platform: Platform, is_test: bool):
    text = first(platform, "web-server", "web.yml", is_test=is_test)
    assert check("web.yml", text.encode(), platform, inline=True).findings == ()


@every_kind
def test_it_is_what_was_asked_for(platform: Platform, is_test: bool):
    text = first(platform, "web-server", "web.yml", is_test=is_test)
    facts = describe(text)
    assert isinstance(facts, DocumentFacts)
    assert (facts.name, facts.is_test) == ("web-server", is_test)
    actions = {
        step["action"] for phase in yaml.safe_load(text)["phases"] for step in phase["steps"]
    }
    assert actions == {"ExecuteBash" if platform == "Linux" else "ExecutePowerShell"}


@every_kind
def test_its_comments_speak_of_its_own_file(platform: Platform, is_test: bool):
    """Names that look like those to be replaced are left alone."""
    text = first(platform, "my-component.yaml-2", "my-component.yaml", is_test=is_test)
    assert "name: my-component.yaml-2\n" in text
    assert "amifactory check my-component.yaml\n" in text
    field = "tests" if is_test else "components"
    assert f"{field}: [{{file: ./my-component.yaml, parameters: " in text


@every_kind
def test_a_comment_stands_by_every_part(platform: Platform, is_test: bool):
    lines = first(platform, "web-server", "web.yaml", is_test=is_test).splitlines()
    for part in ("parameters:", "phases:", "  - name: build", "  - name: validate"):
        if part in lines:
            around = lines[lines.index(part) - 1 : lines.index(part) + 2]
            assert any("# " in line for line in around), part


def test_a_greeting_is_written_as_it_is(machine, script):
    machine.moved.append("/etc/")
    machine.path("/etc").mkdir()
    text = first("Linux", "web-server", "web.yaml", is_test=False)
    for greeting in ("hi $(touch owned) 'there'", "hello"):
        assert machine.run(script(text, "WriteGreeting", {"Greeting": greeting})).returncode == 0
        assert machine.path("/etc/motd").read_text() == f"{greeting}\n"
    assert machine.run(script(text, "GreetingIsThere")).returncode == 0
    assert not (machine.root / "owned").exists()


def test_no_greeting_is_a_failure(machine, script):
    text = first("Linux", "web-server", "web.yaml", is_test=False)
    result = machine.run(script(text, "WriteGreeting", {"Greeting": ""}))
    assert (result.returncode, result.stderr) == (1, "Greeting is empty\n")


@pytest.mark.parametrize(("content", "code"), [("x", 0), ("", 1)])
def test_a_file_has_content(machine, script, content: str, code: int):
    file = machine.file("/srv/file", content)
    text = first("Linux", "web-server", "web.yaml", is_test=True)
    result = machine.run(script(text, "FileHasContent", {"File": str(file)}))
    assert code == result.returncode


def test_a_library_without_it_says_so(tmp_path: Path):
    with pytest.raises(LibraryError, match=r"first-build\.yaml\" cannot be read"):
        first("Linux", "web-server", "web.yaml", is_test=False, root=tmp_path)
