"""`amifactory rehearse`: what is chosen, shown and written, on machines that run nothing."""

from __future__ import annotations

import hashlib
import json
from xml.etree import ElementTree as ET

import pytest

from generator.cli.script_cache import ScriptCache
from generator.errors import Exit
from generator.ports.machine import Ran
from generator.sandbox.unavailable import UnavailableError
from tests.fakes.machine import FakeMachines

DOCUMENT = """\
name: greeting
schemaVersion: 1.0
parameters:
  - Who: {type: string, default: world}
phases:
  - name: build
    steps:
      - name: Greet
        action: ExecuteBash
        inputs:
          commands:
            - |
              set -euo pipefail
              echo hello {{ Who }}
  - name: test
    steps:
      - name: Greeted
        action: ExecuteBash
        inputs: {commands: [set -e, check it]}
"""
PAYLOAD = """\
amis:
  - imageName: web
    sourceImage: ami-0123456789abcdef0
    bootstrapUrl: ./setup.sh
    components:
      - {file: greeting.yaml, parameters: {Who: web}}
      - {name: amazon-cloudwatch-agent-linux}
  - imageName: api
    sourceImage: ami-0123456789abcdef0
    updateOs: never
    bootstrapUrl: https://example.com/api.sh
    bootstrapSha256: DIGEST
"""
SCRIPT = b"#!/bin/bash\nset -e\necho up\nfalse\n"


@pytest.fixture(autouse=True)
def files(here, monkeypatch):
    """A document and a payload with its script."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(here / "cache"))
    (here / "greeting.yaml").write_text(DOCUMENT)
    (here / "web.yaml").write_text(PAYLOAD.replace("DIGEST", hashlib.sha256(SCRIPT).hexdigest()))
    (here / "setup.sh").write_bytes(SCRIPT)


@pytest.fixture
def machines(monkeypatch):
    """What is run on, and what was asked for."""
    made = FakeMachines()
    made.orders = []

    def choose(order, tell):
        made.orders.append(order)
        tell("a note \x1b[31m")
        return made

    monkeypatch.setattr("generator.sandbox.choose.choose", choose)
    return made


def answering(machines, answers):
    """Answer a script by a word that is in it."""
    machines.script = lambda text: next((a for word, a in answers.items() if word in text), None)


def scripts(machines):
    return [script for made in machines.made for script in made.scripts]


def test_a_document_is_run_stage_by_stage_and_told(amifactory, machines):
    answering(machines, {"echo": "hello there\x1b[2J"})
    said = amifactory("rehearse", "greeting.yaml", "--param", "Who=you")

    assert Exit.DONE == said.code
    assert ["set -euo pipefail\necho hello you\n", "set -e\ncheck it\n"] == scripts(machines)
    assert machines.made[1].came_from is machines.made[0]
    assert machines.closed
    assert "greeting: passed after" in said.out
    assert "is no security boundary" in said.out
    assert "| hello there<U+001B>[2J" in said.err
    assert "note: a note <U+001B>[31m" in said.err
    assert "✓ Greeted" in said.err


def test_a_failing_step_is_told_at_its_line(amifactory, machines):
    machines.report = "err 5 [2] echo hello world\nexit 5 [0] echo hello world\n"
    answering(machines, {"echo": (5, "", "no")})
    said = amifactory("rehearse", "greeting.yaml")

    assert Exit.FAILED == said.code
    assert "greeting.yaml:14: greeting > build > Greet: exit code 5" in said.out
    assert "    echo hello world\n" in said.out
    assert "greeting: FAILED after" in said.out
    assert 1 == len(machines.made)


def test_json_has_everything(amifactory, machines):
    def files(*_):
        machines.made[-1].files = tuple(f"/f{number}" for number in range(50))

    machines.script = files
    said = amifactory("rehearse", "greeting.yaml", "--format", "json").json

    assert (1, "Success", True) == (said["schemaVersion"], said["status"], said["passed"])
    assert ["build", "test"] == [stage["name"] for stage in said["stages"]]
    assert 50 == len(said["stages"][0]["changed"])
    (step,) = said["stages"][0]["documents"][0]["phases"][0]["steps"]
    assert ("Greet", "ExecuteBash", 8) == (step["name"], step["action"], step["line"])


def test_text_names_forty_changed_files(amifactory, machines):
    def files(*_):
        machines.made[-1].files = tuple(f"/f{number:02}" for number in range(50))

    machines.script = files
    said = amifactory("rehearse", "greeting.yaml", "--stage", "build").out

    assert "50 files changed in the build stage\n  /f00\n" in said
    assert "  /f39\n  and 10 more; --format json has them all\n" in said


def test_junit_has_a_case_for_each_step_and_no_control_characters(amifactory, machines):
    answering(machines, {"echo": (1, "", "\x1b[31m<bad> & \x00\n"), "check": "fine"})
    said = amifactory("rehearse", "greeting.yaml", "--format", "junit")
    suites = ET.fromstring(said.out)  # noqa: S314 - our own

    assert {"\x1b", "\x00"}.isdisjoint(said.out)
    assert ("1", "1") == (suites.get("tests"), suites.get("failures"))
    (case,) = suites.iter("testcase")
    assert {"classname": "greeting.build", "name": "Greet", "file": "greeting.yaml"}.items() <= (
        case.attrib.items()
    )
    assert case.find("failure").get("message").startswith("exit code 1")


@pytest.mark.parametrize(
    ("options", "ran"),
    [
        (("--stage", "test"), ["set -e\ncheck it\n"]),
        (("--phase", "build"), ["set -euo pipefail\necho hello world\n"]),
        (("--phase", "validate"), []),
    ],
)
def test_only_what_is_asked_for_is_run(amifactory, machines, options, ran):
    assert Exit.DONE == amifactory("rehearse", "greeting.yaml", *options).code
    assert ran == scripts(machines)


def test_an_image_runs_its_recipe_in_order(amifactory, machines):
    said = amifactory("rehearse", "web.yaml", "--image", "web")

    assert Exit.DONE == said.code
    assert "base64 -d" in scripts(machines)[0]
    assert "echo hello web" in scripts(machines)[3]
    assert "not rehearsed: update-linux/x.x.x (managed by AWS" in said.out
    assert "not rehearsed: amazon-cloudwatch-agent-linux/x.x.x (managed by AWS" in said.out
    assert "greeting.yaml (greeting.yaml)" in said.err


def test_a_failing_bootstrap_script_is_told_at_its_own_line(amifactory, machines):
    said = "amifactory-line 4 false\nbootstrap script ended with exit code 1"
    answering(machines, {"BASH_ENV": Ran(1, "", said, 1.0)})
    ended = amifactory("rehearse", "web.yaml", "--image", "web")

    assert "setup.sh:4: bootstrap of web > build > Run: exit code 1: false\n" in ended.out
    assert "amifactory-line" not in ended.err + ended.out
    assert Exit.FAILED == ended.code


def test_a_script_elsewhere_comes_from_what_lock_has_fetched(amifactory, machines):
    refused = amifactory("rehearse", "web.yaml", "--image", "api")
    ScriptCache().keep(hashlib.sha256(SCRIPT).hexdigest(), SCRIPT)
    said = amifactory("rehearse", "web.yaml", "--image", "api")

    assert Exit.MACHINE == refused.code
    assert "the bootstrap script of api is not here: https://example.com/api.sh" in refused.err
    assert "`amifactory lock` fetches it once" in refused.err
    assert Exit.DONE == said.code
    assert "base64 -d" in scripts(machines)[0]


def test_with_network_a_script_is_fetched_by_the_wrapper(amifactory, machines):
    assert Exit.DONE == amifactory("rehearse", "web.yaml", "--image", "api", "--network").code
    assert "url=https://example.com/api.sh" in scripts(machines)[0].replace("'", "")
    assert machines.orders[0].network


def test_an_image_has_to_be_named_when_there_are_several(amifactory, machines):
    said = amifactory("rehearse", "web.yaml")

    assert Exit.USAGE == said.code
    assert "which image? --image takes one of: web, api" in said.err
    assert [] == machines.orders


@pytest.mark.parametrize(
    "arguments",
    [
        ("web.yaml", "--image", "none"),
        ("web.yaml", "--image", "web", "--param", "a=b"),
        ("greeting.yaml", "--image", "web"),
        ("greeting.yaml", "--param", "a"),
    ],
)
def test_options_that_do_not_fit_are_refused(amifactory, arguments):
    assert Exit.USAGE == amifactory("rehearse", *arguments).code


def test_a_dry_run_prints_resolved_steps_and_runs_nothing(amifactory, machines):
    said = amifactory("rehearse", "greeting.yaml", "--dry-run", "--param", "Who=me")
    planned = amifactory("rehearse", "greeting.yaml", "--dry-run", "--format", "json").json

    assert Exit.DONE == said.code
    assert "Greet: ExecuteBash, line 8, onFailure Abort" in said.out
    assert "echo hello me" in said.out
    assert "build" == planned["documents"][0]["phases"][0]["name"]
    assert [] == machines.orders


def test_what_cannot_be_rehearsed_is_refused_before_anything_runs(amifactory, here, machines):
    text = DOCUMENT.replace("ExecuteBash\n        inputs: {commands: [set -e, check it]}",
                            "UpdateOS")  # fmt: skip
    (here / "update.yaml").write_text(text)
    said = amifactory("rehearse", "update.yaml")

    assert Exit.MACHINE == said.code
    assert "UpdateOS cannot run: the rehearsal has no network" in said.out
    assert "nothing was run" in said.out
    assert [] == machines.orders


def test_a_document_with_errors_is_not_run(amifactory, here, machines):
    (here / "faulty.yaml").write_text(DOCUMENT.replace("ExecuteBash", "ExecuteBsh"))
    said = amifactory("rehearse", "faulty.yaml", "--format", "json")

    assert Exit.FINDINGS == said.code
    assert said.json["findings"]
    assert [] == machines.orders


def test_a_document_of_the_library_is_found_by_its_name(amifactory, machines):
    assert Exit.DONE == amifactory("rehearse", "test-no-stray-keys").code
    assert 1 == len(scripts(machines))


def test_where_there_is_no_machine_that_is_said(amifactory, monkeypatch):
    def choose(*_):
        raise UnavailableError("bwrap is not installed", "install it")

    monkeypatch.setattr("generator.sandbox.choose.choose", choose)
    said = amifactory("rehearse", "greeting.yaml")

    assert Exit.MACHINE == said.code
    assert "bwrap is not installed" in said.err


@pytest.mark.usefixtures("machines")
def test_logs_are_written_as_the_real_tool_writes_them(amifactory, here):
    amifactory("rehearse", "greeting.yaml", "--log-directory", "logs", "--stage", "build")

    (folder,) = (here / "logs").iterdir()
    assert folder.name.startswith("TOE_")
    assert {"application.log", "chaining.json", "console.log", "detailedoutput.json",
            "document.yaml"} == {file.name for file in folder.iterdir()}  # fmt: skip
    assert DOCUMENT == (folder / "document.yaml").read_text()
    assert "success" in json.loads((folder / "detailedoutput.json").read_text())["status"].lower()


def test_options_reach_the_machines(amifactory, machines):
    amifactory("rehearse", "greeting.yaml", "--root", "host", "--sandbox", "bwrap", "--time", "9")

    (order,) = machines.orders
    assert ("host", "bwrap", False) == (order.root, order.sandbox, order.network)
    assert 8 < order.deadline.left() <= 9


def test_images_for_windows_are_told(amifactory, here):
    (here / "win.yaml").write_text(
        "amis:\n  - imageName: win\n    sourceImage: ami-0123456789abcdef0\n"
        "    automationDocument: DefaultWindowsAmiDocument\n"
    )
    said = amifactory("rehearse", "win.yaml")

    assert Exit.MACHINE == said.code
    assert "win is made for Windows, and rehearsals run on Linux" in said.err
