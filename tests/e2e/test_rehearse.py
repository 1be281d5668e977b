"""`amifactory rehearse` for real: bubblewrap over this host's own /, and the whole library."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from generator.awstoe.check import check
from generator.library import catalog
from generator.rehearse.events import Output
from generator.rehearse.model import Use
from generator.rehearse.run import rehearse
from generator.sandbox.limits import Limits
from generator.sandbox.unavailable import UnavailableError
from tests.e2e.rehearsals import machines, need_machines

ROOT = Path(__file__).parent.parent.parent
NETWORK = "it installs packages, for which a rehearsal has no network"
SERVICES = "it looks at services that run, and bubblewrap has none"
INSTANCE = "it asks the instance for its metadata"
LEFT_OUT = {
    "cloudwatch-agent": NETWORK,
    "docker": NETWORK,
    "packages": NETWORK,
    "ssm-agent": NETWORK,
    "time-sync": NETWORK,
    "update-os": NETWORK,
    "test-disk-encrypted": INSTANCE,
    "test-imdsv2": INSTANCE,
    "test-port-listening": SERVICES,
    "test-service-running": SERVICES,
}
"""Documents of the library that cannot pass without network, services or an instance."""
PARAMETERS = {
    "test-command": {"Command": "test -d /etc"},
    "test-no-world-writable": {"Except": "/usr"},  # which is large
    "test-packages": {"Installed": "none", "Absent": "no-such-package"},
}
PAYLOAD = """\
amis:
  - imageName: web
    sourceImage: ami-0123456789abcdef0
    updateOs: never
    bootstrapUrl: ./setup.sh
    components:
      - {file: check.yaml, parameters: {Port: "8080"}}
"""
CHECK = """\
name: check
schemaVersion: 1.0
parameters:
  - Port: {type: string}
phases:
  - name: build
    steps:
      - name: Port
        action: ExecuteBash
        inputs: {commands: ["grep -q {{ Port }} /opt/web/conf"]}
      - name: Again
        action: ExecuteBash
        inputs:
          commands:
            - |
              if [ ! -e /var/once ]; then touch /var/once /run/once; exit 194; fi
              test ! -e /run/once
  - name: test
    steps:
      - name: There
        action: ExecuteBash
        inputs: {commands: ["test -f /opt/web/conf && ! test -e /tmp/left"]}
"""
SETUP = """\
#!/usr/bin/env bash
set -euo pipefail
mkdir -p /opt/web
echo "port={{ port }} 8080" >/opt/web/conf
touch /tmp/left
"""


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    """The current folder, with a payload, its script and a document."""
    need_machines()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    (tmp_path / "web.yaml").write_text(PAYLOAD)
    (tmp_path / "check.yaml").write_text(CHECK)
    (tmp_path / "setup.sh").write_text(SETUP)
    return tmp_path


WORDS = [sys.executable, "-m", "generator", "rehearse"]
HERE = ["--root", "host", "--sandbox", "bwrap"]


def amifactory(*arguments):
    return subprocess.run([*WORDS, *arguments, *HERE], capture_output=True, text=True, check=False)


def test_an_image_is_rehearsed_from_its_script_to_its_tests(here):
    """Braces survive, a step that asks for it runs again, /tmp does not come along."""
    said = amifactory("web.yaml", "--log-directory", "logs", "--format", "json")

    assert (0, "Success") == (said.returncode, json.loads(said.stdout)["status"])
    build, test = json.loads(said.stdout)["stages"]
    assert {"/opt/web/conf", "/var/once"} <= set(build["changed"])
    assert (1, "test") == (build["reboots"], test["name"])
    assert 2 == len(list((here / "logs").glob("TOE_*/console.log")))
    assert not Path("/opt/web").exists()


def test_a_broken_script_fails_at_its_line(here):
    (here / "setup.sh").write_text(SETUP.replace("mkdir -p /opt/web", "cd /no/such/folder"))
    said = amifactory("web.yaml")

    assert 1 == said.returncode
    assert "setup.sh:3: bootstrap of web > build > Run: exit code 1: cd /no/such/folder" in (
        said.stdout
    )
    assert "| /var/lib/amifactory-bootstrap/script: line 3: cd: /no/such/folder" in said.stderr


def test_files_are_kept_when_asked_for():
    said = amifactory("check.yaml", "--param", "Port=root", "--stage", "test", "--keep",
                      "--format", "json")  # fmt: skip
    kept = Path(json.loads(said.stdout)["kept"])

    assert 1 == said.returncode
    assert (kept / "machine0/upper").is_dir()
    subprocess.run(["rm", "-rf", str(kept)], check=True)


def test_time_is_up(here):
    (here / "slow.yaml").write_text(CHECK.replace("exit 194", "sleep 60"))
    said = amifactory("slow.yaml", "--param", "Port=x", "--phase", "build", "--time", "0.000001")

    assert 1 == said.returncode
    assert "the time of the rehearsal is over" in said.stdout


def test_ctrl_c_leaves_nothing_behind(here):
    (here / "slow.yaml").write_text(CHECK.replace("grep -q", f"echo up; sleep 4712.{os.getpid()};"))
    with subprocess.Popen(
        [*WORDS, "slow.yaml", "--param", "Port=x", *HERE], stderr=subprocess.PIPE, text=True
    ) as ours:
        for line in ours.stderr:
            if "| up" in line:
                break
        ours.send_signal(signal.SIGINT)
        ours.communicate()

    assert 130 == ours.returncode
    assert [] == [
        folder.name
        for parent in (tempfile.gettempdir(), "/dev/shm")  # noqa: S108 - looked into
        for folder in Path(parent).glob(f"amifactory-rehearsal-{ours.pid}-*")
    ]
    assert (
        1 == subprocess.run(["pgrep", "-f", f"^sleep 4712.{os.getpid()}"], check=False).returncode
    )


SERVICE = """\
name: service
schemaVersion: 1.0
phases:
  - name: build
    steps:
      - name: Start
        action: ExecuteBash
        inputs:
          commands:
            - |
              set -euo pipefail
              unit=/etc/systemd/system/nap.service
              printf '[Service]\\nExecStart=/bin/sleep 9999\\n' >$unit
              printf '[Install]\\nWantedBy=multi-user.target\\n' >>$unit
              systemctl enable --now nap
      - {name: Reboot, action: Reboot}
      - name: Runs
        action: ExecuteBash
        inputs: {commands: [set -e, systemctl is-active nap, "echo '${HOME}' $HOME"]}
"""


def test_services_run_where_systemd_does():
    """They outlive their step, and a reboot when they are enabled."""
    try:
        made = machines(Limits(), sandbox="nspawn")
    except UnavailableError as error:
        pytest.skip(f"no systemd here: {error.message}")
    if "running" not in made.about:
        made.close()
        pytest.skip("no systemd here to boot")
    said = []
    try:
        uses = [use("service", SERVICE, {})]
        result = rehearse(uses, made, said.append, now=partial(datetime.now, UTC))
    finally:
        made.close()

    assert result.passed, result.failure
    assert ["active", "${HOME} /root"] == [each.line for each in said if isinstance(each, Output)][
        -2:
    ]


NAMES = sorted({each.name for each in catalog.components() if each.platform == "Linux"})


@pytest.mark.parametrize("name", NAMES)
def test_the_library_can_be_rehearsed(name):
    """Every document for Linux that needs no network, services or instance passes."""
    if name in LEFT_OUT:
        pytest.skip(f"{name}: {LEFT_OUT[name]}")
    document = catalog.component(name, "Linux")
    uses = [use(name, document.text, PARAMETERS.get(name, {}))]
    said = []
    made = machines(Limits())
    try:
        result = rehearse(uses, made, said.append, now=partial(datetime.now, UTC))
    finally:
        made.close()

    assert result.passed, (result.failure, result.refusals, said[-20:])
    assert any(stage.documents[-1].name == name for stage in result.stages)


def use(name, text, parameters):
    checked = check(f"{name}.yaml", text.encode(), "Linux")
    return Use(name, f"{name}.yaml", text, checked.document, parameters)
