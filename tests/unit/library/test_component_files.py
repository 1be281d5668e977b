"""What every document of the library promises: the grammar of AWSTOE and the habits of ours."""

from __future__ import annotations

import re
import subprocess
from typing import Any

import pytest
import yaml

from generator.awstoe.check import check
from generator.library import LONGEST, ComponentDocument, bootstrap, component, components, names

_ACTIONS = {
    "Linux": {"ExecuteBash", "Reboot", "S3Download", "UpdateOS"},
    "Windows": {"ExecutePowerShell", "Reboot", "S3Download", "SetRegistry", "UpdateOS"},
}
_KEYS = {"name", "action", "timeoutSeconds", "onFailure", "maxAttempts", "inputs"}

_DOCUMENTS = [
    *components(),
    *(
        bootstrap(platform, name="Webserver", source=url, sha256=sha256)
        for platform in ("Linux", "Windows")
        for url in ("https://example.com/it's", "s3://bucket/it's")
        for sha256 in (None, "0" * 64)
    ),
]


def _steps(document: ComponentDocument) -> list[dict[str, Any]]:
    phases = yaml.safe_load(document.text)["phases"]
    return [step for phase in phases for step in phase["steps"]]


def _scripts(document: ComponentDocument, action: str) -> list[str]:
    steps = [step for step in _steps(document) if step["action"] == action]
    return ["\n".join(step["inputs"]["commands"]) for step in steps]


def _id(document: ComponentDocument) -> str:
    return f"{document.platform}-{document.name}-{document.version}"


every_document = pytest.mark.parametrize("document", _DOCUMENTS, ids=_id)
every_component = pytest.mark.parametrize("document", components(), ids=_id)


@every_document
def test_nothing_is_found_in_it(document: ComponentDocument):
    """Not even a warning, by the checks that anybody's documents go through."""
    checked = check(document.name, document.text.encode(), document.platform, inline=True)
    assert checked.findings == ()


@pytest.mark.parametrize("name", sorted(set(names("Linux")) & set(names("Windows"))))
def test_a_name_means_the_same_on_both_platforms(name: str):
    linux, windows = component(name, "Linux"), component(name, "Windows")
    assert linux is not None
    assert windows is not None
    assert linux.is_test is windows.is_test
    # On Linux the agent's package can be chosen; on Windows nothing is installed.
    if name != "ssm-agent":
        ours = [(each.name, each.default) for each in linux.parameters]
        assert ours == [(each.name, each.default) for each in windows.parameters]


@every_component
def test_it_begins_by_saying_what_it_is(document: ComponentDocument):
    """For whoever reads it in a log or in AWS's console."""
    assert re.match(r"# [A-Z].*[^#]\n(#.*\n)*name: ", document.text)


@every_document
def test_it_has_room_to_spare(document: ComponentDocument):
    assert len(document.text) < LONGEST * 0.6


@every_document
def test_it_is_plain_text(document: ComponentDocument):
    """ASCII survives every encoding on the way, and the last line ends."""
    assert document.text.isascii()
    assert document.text.endswith("\n")
    assert "\t" not in document.text


@every_component
def test_it_is_named_after_its_folder_and_described(document: ComponentDocument):
    assert document.name == yaml.safe_load(document.text)["name"]
    assert 20 < len(document.description) < 120


@every_component
def test_tests_are_those_named_so(document: ComponentDocument):
    assert document.is_test is document.name.startswith("test-")


@every_component
def test_every_parameter_is_described_and_used(document: ComponentDocument):
    for parameter in document.parameters:
        assert len(parameter.description) > 20
        assert f"{{{{ {parameter.name} }}}}" in document.text


@every_document
def test_double_braces_are_parameters_and_nothing_else(document: ComponentDocument):
    """AWSTOE replaces them wherever they stand, in comments of a script too."""
    known = {parameter.name for parameter in document.parameters}
    assert known >= set(re.findall(r"\{\{ (\w+) \}\}", document.text))
    rest = re.sub(r"\{\{ \w+ \}\}", "", document.text)
    assert not re.search(r"\{\{|\}\}", rest)


@every_document
def test_every_step_keeps_to_the_few_actions_in_use(document: ComponentDocument):
    for step in _steps(document):
        assert step["action"] in _ACTIONS[document.platform]
        assert set(step) <= _KEYS
        assert re.fullmatch(r"[A-Z][A-Za-z0-9]+", step["name"])


@every_document
def test_every_step_has_a_limit_and_stops_on_failure(document: ComponentDocument):
    """But for Reboot, which takes no timeout."""
    for step in _steps(document):
        assert step["onFailure"] == "Abort"
        assert step["action"] == "Reboot" or 0 < step["timeoutSeconds"] <= 7200


@every_document
def test_bash_is_strict_and_parses(document: ComponentDocument):
    for script in _scripts(document, "ExecuteBash"):
        assert script.startswith("set -euo pipefail\n")
        parsed = subprocess.run(
            ["bash", "-n"], input=script, text=True, capture_output=True, check=False, timeout=60
        )
        assert (parsed.returncode, parsed.stderr) == (0, "")


@every_document
def test_powershell_stops_at_the_first_error(document: ComponentDocument):
    for script in _scripts(document, "ExecutePowerShell"):
        assert script.startswith("$ErrorActionPreference = 'Stop'\n")


@every_document
def test_a_parameter_stands_alone_where_nothing_is_expanded(document: ComponentDocument):
    """On a line of its own, in a quoted here-document of bash or a here-string of PowerShell."""
    for action, opening in (("ExecuteBash", "<<'END_OF_VALUE'"), ("ExecutePowerShell", "= @'")):
        for script in _scripts(document, action):
            lines = script.splitlines()
            for number, line in enumerate(lines):
                if "{{" in line:
                    assert re.fullmatch(r"\{\{ \w+ \}\}", line)
                    assert lines[number - 1].endswith(opening)


@every_document
def test_registry_values_are_complete(document: ComponentDocument):
    for step in _steps(document):
        if step["action"] == "SetRegistry":
            for entry in step["inputs"]:
                assert set(entry) == {"path", "name", "value", "type"}
                assert entry["path"].startswith("HKLM:\\")
