"""The log folder.

Image Builder User Guide, "Use component documents in AWSTOE" (component logging), and "Action
modules" (detailedoutput.json of ExecuteDocument).
"""

from __future__ import annotations

import json
from itertools import count

import pytest

from generator.rehearse.logs import Recorder, log_files
from generator.rehearse.run import rehearse
from tests.fakes.machine import FakeMachines
from tests.unit.rehearse.conftest import ticking, use
from tests.unit.rehearse.test_nesting import LEAF, calls, holding

TEXT = """
name: sample
description: what it does
schemaVersion: 1.0
phases:
  - name: build
    steps:
      - name: One
        action: ExecuteBash
        loop: {forEach: [a]}
        inputs: {commands: [one]}
      - {name: Two, action: ExecuteBash, onFailure: Ignore, inputs: {commands: [two]}}
  - name: test
    steps: [{name: T, action: ExecuteBash, inputs: {commands: [test]}}]
"""


@pytest.fixture
def logged():
    """Log files of a rehearsal, by their paths."""

    def run(text: str = TEXT, **answers) -> dict[str, str]:
        given = use(text)
        clock, numbers = ticking(), count(1)
        recorder = Recorder(lambda: next(clock))
        machines = FakeMachines(**answers)
        result = rehearse([given], machines, recorder, now=lambda: next(clock))
        return log_files(result, [given], recorder.told, lambda: f"id-{next(numbers)}")

    return run


def said(text: str):
    return (0, "out\n", "err\x1b[0m\n") if text == "one\n" else int(text == "two\n")


def test_a_folder_for_each_stage(logged) -> None:
    files = logged()

    assert ["id-1", "id-2"] == [name[30:34] for name in files][::5]
    assert {
        "application.log", "chaining.json", "console.log", "detailedoutput.json", "document.yaml",
    } == {name.partition("/")[2] for name in files}  # fmt: skip
    assert "TOE_2026-11-22_12-00-01_UTC-0_id-1" == next(iter(files)).partition("/")[0]


def read(files: dict[str, str], name: str) -> str:
    """The file of that name in the first folder."""
    return next(text for path, text in files.items() if path.endswith(f"/{name}"))


def test_the_document_is_kept(logged) -> None:
    assert TEXT.lstrip("\n") == read(logged(), "document.yaml")


def test_the_console_has_phases_steps_and_both_streams(logged) -> None:
    lines = [
        line.split(" ", 2)[2] for line in read(logged(script=said), "console.log").splitlines()
    ]

    assert [
        "Info Document doc.yaml",
        "Info Phase build",
        "Info Step One",
        "Info Stdout: out",
        "Info Stderr: err\\x1b[0m",
        "Info ExecuteBash: FINISHED EXECUTION",
        "Info Step Two",
        "Error ExecuteBash: exit code 1",
        "Info TOE has completed execution successfully",
    ] == lines


def test_the_application_log_has_more(logged) -> None:
    assert "Debug Iteration 0: a" in read(logged(), "application.log")


def test_detailed_output_is_nested_as_documented(logged) -> None:
    detailed = json.loads(read(logged(script=said), "detailedoutput.json"))

    document = detailed["documents"][0]
    first, second = document["phases"][0]["steps"]
    assert {
        "executionId", "status", "startTime", "endTime", "failureMessage", "documents",
    } == set(detailed)  # fmt: skip
    assert {
        "name", "filePath", "status", "description", "startTime", "endTime", "failureMessage",
        "phases",
    } == set(document)  # fmt: skip
    assert {
        "name", "status", "failureMessage", "timeoutSeconds", "onFailure", "maxAttempts", "action",
        "startTime", "endTime", "inputs", "outputs", "loop", "detailedOutput",
    } == set(first)  # fmt: skip
    assert ('[{"commands": ["one"]}]', '[{"stdout": "out"}]') == (first["inputs"], first["outputs"])
    assert ("success", "ignoredFailure") == (first["status"], second["status"])
    assert "successWithIgnoredFailure" == detailed["status"]


def test_documents_inside_are_in_detailed_output(logged) -> None:
    detailed = json.loads(
        read(logged(calls("/leaf"), helper=holding(leaf=LEAF)), "detailedoutput.json")
    )

    [step] = detailed["documents"][0]["phases"][0]["steps"]
    [inner] = step["detailedOutput"]
    assert ("id-2", "/leaf") == (inner["executionId"], inner["documents"][0]["filePath"])


def test_a_failure_is_told_at_every_level(logged) -> None:
    detailed = json.loads(read(logged(script=lambda _text: 3), "detailedoutput.json"))

    document = detailed["documents"][0]
    phase = document["phases"][0]
    assert [
        "Document doc.yaml failed!",
        "Phase build failed!",
        "Step One failed!",
        "iteration 0 of the loop: exit code 3",
    ] == [each["failureMessage"] for each in (detailed, document, phase, phase["steps"][0])]


def test_chaining_has_what_steps_took_and_gave(logged) -> None:
    chaining = json.loads(read(logged(script=said), "chaining.json"))

    assert {"inputs": [{"commands": ["one"]}], "outputs": [{"stdout": "out"}]} == (
        chaining["doc"]["build.One"]
    )
