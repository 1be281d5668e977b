"""A stand-in for the build instance: chosen commands on PATH, files under a folder of the test."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import yaml

from generator.library import component

_TOOLS = (
    *("awk", "base64", "bash", "cat", "chmod", "cut", "env", "find", "grep", "head", "mkdir"),
    *("mktemp", "rm", "sed", "sh", "sha256sum", "sort", "touch"),
)


@dataclass
class Machine:
    """Runs bash the way AWSTOE's ExecuteBash does: the commands of a step as one script."""

    root: Path
    """Stands for / in the paths that `run` is told to move."""
    bin: Path
    moved: list[str] = field(default_factory=list)

    def command(self, name: str, script: str) -> None:
        """Put a command on PATH; $CALLS is a file for what it wants remembered."""
        file = self.bin / name
        file.unlink(missing_ok=True)
        file.write_text(f"#!/bin/bash\n{script}\n")
        file.chmod(0o755)

    def file(self, path: str, text: str) -> Path:
        """A file of the machine."""
        file = self.path(path)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        return file

    def path(self, path: str) -> Path:
        """Where a file of the machine lies."""
        return self.root / path.lstrip("/")

    def remember(self, *names: str, script: str = "") -> None:
        """Put commands on PATH that remember how they were called."""
        for name in names:
            self.command(name, f'echo "{name} $*" >>"$CALLS"\n{script}')

    @property
    def calls(self) -> list[str]:
        """What the commands remembered."""
        file = self.root / "calls"
        return file.read_text().splitlines() if file.exists() else []

    def run(self, script: str) -> subprocess.CompletedProcess[str]:
        """Run a script with every path in `moved` below the machine's root."""
        file = self.root / "input.sh"
        file.write_text(self._moved(script))
        environment = {"PATH": str(self.bin), "CALLS": str(self.root / "calls")}
        return subprocess.run(
            [self.bin / "bash", file],
            env=environment,
            cwd=self.root,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
            umask=0o022,
        )

    def _moved(self, script: str) -> str:
        if not self.moved:
            return script
        paths = "|".join(re.escape(path) for path in self.moved)
        return re.sub(paths, lambda match: f"{self.root}{match[0]}", script)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A machine with the tools every Linux has, and a sleep that does not."""
    machine = Machine(tmp_path / "machine", tmp_path / "bin")
    machine.root.mkdir()
    machine.bin.mkdir()
    for tool in _TOOLS:
        found = shutil.which(tool)
        assert found, f"{tool} is needed to run these tests"
        (machine.bin / tool).symlink_to(found)
    machine.command("sleep", 'echo "sleep $*" >>"$CALLS"')
    return machine


def _script(text: str, step: str, parameters: dict[str, str] | None = None) -> str:
    for phase in yaml.safe_load(text)["phases"]:
        for found in phase["steps"]:
            if found["name"] == step:
                return _replaced("\n".join(found["inputs"]["commands"]), parameters or {})
    raise KeyError(step)


def _replaced(commands: str, parameters: dict[str, str]) -> str:
    return re.sub(r"\{\{ (\w+) \}\}", lambda match: parameters[match[1]], commands)


@pytest.fixture
def script():
    """The script of one step, its parameters replaced as AWSTOE replaces them."""
    return _script


@pytest.fixture
def step(machine, script):
    """Runs one step of a Linux component with its parameters."""

    def run(name: str, step: str, **parameters: str):
        document = component(name, "Linux")
        assert document is not None
        return machine.run(script(document.text, step, parameters))

    return run
