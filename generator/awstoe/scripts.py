"""Scripts of ExecuteBash and ExecutePowerShell: what they do that the runner does not see."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.awstoe.codes import REBOOT, REBOOT_FOREVER, STRICT
from generator.awstoe.inputs import entries
from generator.awstoe.model import Step
from generator.awstoe.problems import Problem
from generator.findings import Span
from generator.payload.nodes import Scalar, Sequence


@dataclass(frozen=True, slots=True)
class _Shell:
    strict: re.Pattern[str]
    advice: str
    reboots: re.Pattern[str]
    asks: re.Pattern[str]
    """A line that does nothing but ask for a reboot."""
    decides: re.Pattern[str]
    """Something that may keep a line from being reached."""
    code: str


_SHELLS = {
    "ExecuteBash": _Shell(
        strict=re.compile(
            r"^[ \t]*set\s+(?:-[a-zA-Z]*e|.*-o\s+errexit)|\|\|\s*exit\b", re.MULTILINE
        ),
        advice="begin with `set -euo pipefail`",
        reboots=re.compile(
            r"(?:^|[;&|]|\bsudo)\s*(?:/(?:\w+/)*)?"
            r"(?:reboot|shutdown\s+-r|init\s+6|systemctl\s+reboot)\b"
        ),
        asks=re.compile(r"^exit\s+194\b"),
        decides=re.compile(r"\b(?:if|case|test|exit\s+(?!194)[0-9]+)\b|\[|&&|\|\|"),
        code="exit 194",
    ),
    "ExecutePowerShell": _Shell(
        strict=re.compile(r"\$ErrorActionPreference\s*=\s*[\"']?Stop", re.IGNORECASE),
        advice="begin with `$ErrorActionPreference = 'Stop'`",
        reboots=re.compile(
            r"(?:^|[;|&{])\s*(?:Restart-Computer|shutdown(?:\.exe)?\s+[/-]r)\b", re.IGNORECASE
        ),
        asks=re.compile(
            r"^(?:exit\s+3010|\[(?:System\.)?Environment\]::Exit\(3010\))", re.IGNORECASE
        ),
        decides=re.compile(r"\b(?:if|switch|exit\s+(?!3010)[0-9]+)\b", re.IGNORECASE),
        code="exit code 3010",
    ),
}


def check_scripts(steps: Iterable[Step]) -> Iterator[Problem]:
    """What the scripts of a document do wrong."""
    lax: list[Step] = []
    for step in steps:
        shell = _SHELLS.get(step.action)
        if shell is not None:
            for commands in _commands(step):
                yield from _script(step, commands, shell, lax)
    if lax:
        yield _going_on(lax)


def _commands(step: Step) -> Iterator[list[Scalar]]:
    for entry in entries(step):
        commands = entry.get("commands")
        if isinstance(commands, Sequence):
            yield [each for each in commands if isinstance(each, Scalar)]


def _script(
    step: Step, commands: list[Scalar], shell: _Shell, lax: list[Step]
) -> Iterator[Problem]:
    lines = [line for command in commands for line in _lines(command)]
    if len(lines) > 1 and not shell.strict.search("\n".join(commands)):
        lax.append(step)
    for command in commands:
        yield from _reboots(command, shell)
    asking = any(shell.asks.match(line) for line in lines)
    if asking and not shell.decides.search("\n".join(lines)):
        said = f'step "{step.name}" asks for a reboot each time it runs'
        hint = "leave a mark before the reboot, and look for it first"
        yield Problem(REBOOT_FOREVER, step.name.span, said, hint)


def _going_on(lax: list[Step]) -> Problem:
    """One problem for the document, at the first of its scripts."""
    first, count = lax[0], len(lax)
    said = f'the script of step "{first.name}" goes on after an error'
    if count > 1:
        said += f", and {count - 1} more do" if count > 2 else ", and one more does"
    return Problem(STRICT, first.name.span, said, _SHELLS[first.action].advice)


def _reboots(command: Scalar, shell: _Shell) -> Iterator[Problem]:
    for line in _lines(command):
        if shell.reboots.search(line):
            hint = f"end with {shell.code}: the runner reboots, and runs the step again"
            yield Problem(REBOOT, _top(command), "the script reboots by itself", hint)
            return


def _lines(command: str) -> list[str]:
    """Lines that do something."""
    stripped = (line.strip() for line in command.splitlines())
    return [line for line in stripped if line and not line.startswith("#")]


def _top(node: Scalar) -> Span:
    span = node.span
    one_line = span.line == span.end_line
    return span if one_line else Span(span.line, span.column, span.line, span.column + 1)
