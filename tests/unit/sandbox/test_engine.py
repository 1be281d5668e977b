"""Docker and Podman, by an engine that only remembers what it was told."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from generator.ports.machine import Command
from generator.sandbox.choose import Order, choose
from generator.sandbox.limits import Deadline, Limits
from generator.sandbox.unavailable import UnavailableError

SCRIPT = """#!/bin/sh
echo "$*" >>"$DOCKER_CALLS"
case $1 in
  create) echo container ;;
  commit) echo image2 ;;
  diff) printf 'C /etc\\nA /etc/new\\nD /usr/gone\\nC /var\\nA /var/a\\nA /var/a/b\\n' ;;
  exec) case "$*" in *slow*) sleep 60 ;; *'kill -9 -1'*) exit 137 ;; *) echo ran; exit 3 ;; esac ;;
  info) [ -z "$DOCKER_DOWN" ] ;;
esac
"""


@pytest.fixture
def calls(tmp_path, monkeypatch):
    """What the engine was told; it is first on the path."""
    file = tmp_path / "docker"
    file.write_text(SCRIPT)
    file.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setenv("DOCKER_CALLS", str(tmp_path / "calls"))
    return lambda: Path(tmp_path, "calls").read_text().splitlines()


def machines(**order):
    return choose(Order(Limits(), Deadline(lambda: 0.0), "docker", **order), lambda _: None)


def test_a_container_has_no_network_few_rights_and_limits(calls):
    made = machines(root="alpine:3")
    made.make()
    made.close()

    _info, create, start, removed = calls()
    assert "docker with alpine:3, no network" == made.about
    assert "start container" == start
    assert "rm --force container" == removed
    for word in ("--network=none", "--cap-drop=ALL", "--security-opt=no-new-privileges"):
        assert word in create.split()
    assert {"--pids-limit=512", "--user=0"} <= set(create.split())


def test_a_network_is_given_when_it_is_asked_for(calls):
    made = machines(network=True)
    made.make()

    assert "--network=none" not in calls()[1]
    assert made.about.endswith("with a network")


def test_a_program_ends_with_everything_it_started(calls):
    machine = machines().make()
    told = []
    ran = machine.run(
        Command(["echo", "a b"], folder="/srv", environment={"K": "v"}),
        lambda *line: told.append(line),
    )

    assert (3, "ran\n", [("stdout", "ran")]) == (ran.code, ran.stdout, told)
    program, ended = calls()[-2:]
    assert "--env=K=v" in program
    assert program.endswith("sh /srv echo a b")
    assert ended.endswith("kill -9 -1")


def test_time_ends_a_program(calls):
    ran = machines().make().run(Command(["slow"], timeout=0.2), lambda *_: None)

    assert ran.timed_out
    assert calls()[-1].endswith("kill -9 -1")


@pytest.mark.usefixtures("calls")
def test_folders_are_not_told_for_what_is_in_them():
    assert ("/etc/new", "/usr/gone", "/var/a/b") == machines().make().changed()


def test_a_test_machine_has_the_files_of_the_first(calls):
    made = machines()
    made.make_from(made.make())
    made.close()

    assert "commit container" in calls()
    assert " image2 " in calls()[4]
    assert calls()[-1] == "rmi --force image2"


def test_a_reboot_starts_the_container_again(calls):
    machines().make().reboot()

    assert "restart --time 0 container" == calls()[-1]


@pytest.mark.usefixtures("calls")
def test_an_engine_that_does_not_answer_is_told(monkeypatch):
    monkeypatch.setenv("DOCKER_DOWN", "1")

    with pytest.raises(UnavailableError, match="docker does not answer"):
        machines()


@pytest.mark.usefixtures("calls")
def test_what_an_engine_has_no_use_for_is_told():
    with pytest.raises(UnavailableError, match="docker needs an image"):
        machines(root="host")
