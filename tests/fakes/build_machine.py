"""A stand-in for a Linux build instance on which a runbook's commands run for real.

Only what is put on its PATH can be run, and only files below its root can be touched: a script
that names any other path is not run.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

from generator.localaws.automation.world import Command, CommandResult
from tests.unit.library.conftest import Machine

_TOOLS = (
    *("awk", "bash", "chmod", "cut", "find", "head", "mkdir", "rm", "sha256sum", "sort"),
    *("touch", "truncate"),
)
_MOVED = ("/etc/", "/var/")
_PATH = re.compile(r"""(?:^|(?<=[\s<>"'=:(]))/[a-z][\w./*-]*""", re.MULTILINE)
_HARMLESS = ("/bin/bash", "/dev/null")


class BuildMachine(Machine):
    """Runs commands as the SSM agent does: each as a script of its own."""

    @classmethod
    def at(cls, folder: Path) -> BuildMachine:
        """A machine with the tools every Linux has, and a sleep that does not."""
        machine = cls(folder / "machine", folder / "bin", list(_MOVED))
        machine.root.mkdir()
        machine.bin.mkdir()
        for tool in _TOOLS:
            found = shutil.which(tool)
            assert found, f"{tool} is needed to run these tests"
            (machine.bin / tool).symlink_to(found)
        for tool in ("sleep", "chown", "sync"):
            machine.command(tool, f'echo "{tool} $*" >>"$CALLS"')
        machine.command("uname", "echo 6.1.0")
        return machine

    def run(self, script: str) -> subprocess.CompletedProcess[str]:
        """Run a script, unless it names files of the host."""
        foreign = [
            path
            for path in _PATH.findall(self._moved(script))
            if not path.startswith((str(self.root), *_HARMLESS))
        ]
        assert [] == foreign
        return super().run(script)

    def run_command(self, command: Command) -> CommandResult:
        """Run a command of a runbook; after exit code 194 once more, as after a reboot."""
        (script,) = command.parameters["commands"]
        result = self.run(script)
        if result.returncode == 194:
            result = self.run(script)
        status = "Success" if result.returncode == 0 else "Failed"
        return CommandResult(status, result.returncode, result.stdout + result.stderr)
