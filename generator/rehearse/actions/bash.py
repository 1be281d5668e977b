"""ExecuteBash: all commands in one script file, run by bash.

The step's exit code is the script's; 194 asks for a reboot, after which the step runs again.
"""

from __future__ import annotations

from generator.awstoe.inputs import entries
from generator.payload.nodes import Scalar, Sequence
from generator.rehearse.actions.binary import REBOOT, stdout
from generator.rehearse.actions.watching import Script, blame, script_of, watch
from generator.rehearse.failing import StepFailedError
from generator.rehearse.work import Outcome, Work

FOLDER = "/tmp/AWSTOE"  # noqa: S108 - in the machine, and where the real tool has its scripts
"""Folders of scripts begin so, a number follows."""
_WRITE = 'mkdir -p "$1" && cat > "$1/script.sh" && printf %s "$2" > "$1/watch.sh"'
_GATHER = 'cat "$1/report" 2>/dev/null; rm -rf "$1"'


def execute(work: Work) -> Outcome:
    """Write the script, run it, and find out which of its lines failed."""
    script = _script(work)
    work.session.scripts += 1
    folder = f"{FOLDER}{work.session.scripts}"
    text = script.text.encode("utf-8", "surrogateescape")
    work.shell.do(_WRITE, folder, watch(f"{folder}/report"), stdin=text, counted=False)
    path = f"{folder}/script.sh"
    ran = work.shell.run("/bin/bash", path, environment={"BASH_ENV": f"{folder}/watch.sh"})
    report = work.shell.do(_GATHER, folder, counted=False)
    if ran.code == REBOOT:
        return Outcome(again=True)
    if ran.code == 0:
        return Outcome(stdout(ran))
    found = blame(script, path, ran, report)
    said = f"exit code {ran.code}" + (f": {found.command}" if found.command else "")
    raise StepFailedError(said, code=ran.code, line=found.line, command=found.command)


def _script(work: Work) -> Script:
    """All commands, one after the other, with the lines of the document they come from."""
    written = [entry.get("commands") for entry in entries(work.step)]
    commands = [each for found in written if isinstance(found, Sequence) for each in found]
    texts = [each for each in commands if isinstance(each, Scalar)]
    return script_of(texts, work.value, work.scope.text)
