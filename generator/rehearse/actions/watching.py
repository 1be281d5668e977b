"""Which line of a user's script failed.

bash reads a file of ours before the script (BASH_ENV): it sets traps for ERR and EXIT that note
line and command into a file, and removes the variable, so that nothing the script starts has
it. The script is run as it is, with its own name and lines. It can see the two traps with
`trap -p`, and replaces them with its own where it sets some; then, as after `exec`, the line is
told by bash's own message (`script.sh: line 3: ...`) or stays unknown. No option of the shell
is set: ERR is not passed on to functions and subshells, whose line is found by the text of
the command. A script with the same `exit 1` in many places says by its last words which it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from generator.payload.nodes import Scalar
from generator.ports.machine import Ran
from generator.rehearse.chaining import Value, replace_lines

_TRAP = """\
trap '{ printf "%s\\n%.0s" "HEAD ${BASH_COMMAND%%$'"'\\n'"'*}" "$_" >> "REPORT"; } 2>/dev/null' """
_DIED = re.compile(r"syntax error|unexpected (?:end of file|EOF)")
_WORDS = re.compile(r"[^\"'$`\\\n]{8,}")
_ABOVE, _LAST = 2, 5
"""Lines above an exit, and last lines of an output, in which the same words are looked for."""
_CALLS = re.compile(r"(?P<kind>err|exit) (?P<code>\d+) \[(?P<lines>[\d ]*)\] (?P<command>.*)")


def watch(report: str) -> str:
    """What bash reads before the script; it notes what fails into the file `report`."""
    error = _TRAP.replace("HEAD", "err $? [$LINENO]").replace("REPORT", report)
    end = _TRAP.replace("HEAD", "exit $? [${BASH_LINENO[*]}]").replace("REPORT", report)
    return f"unset BASH_ENV\n{error}ERR\n{end}EXIT\n"


@dataclass(frozen=True, slots=True)
class Script:
    """A script, and the line of the document that each of its lines comes from."""

    text: str
    origins: tuple[int, ...]

    @property
    def lines(self) -> list[str]:
        """Its lines, without their ends."""
        return self.text.split("\n")


@dataclass(frozen=True, slots=True)
class Blamed:
    """The line that failed: in the document, and what stands there; 0 when unknown."""

    line: int = 0
    command: str = ""


def script_of(commands: Iterable[Scalar], value: Value, source: str) -> Script:
    """All commands, one after the other; `source` is the document they are written in."""
    written = source.splitlines()
    parts: list[str] = []
    origins: list[int] = []
    for command in commands:
        replaced = replace_lines(command, value)
        ends = replaced.text.endswith("\n")
        parts.append(replaced.text if ends else f"{replaced.text}\n")
        lines = replaced.origins[:-1] if ends else replaced.origins
        origins += (_origin(command, line, written) for line in lines)
    return Script("".join(parts), tuple(origins))


def _origin(command: Scalar, line: int, written: list[str]) -> int:
    """Where a line of a command is written: below its `|`, or where the command begins."""
    first = command.span.line
    text = written[first - 1] if first <= len(written) else ""
    return first + 1 + line if text[command.span.column - 1 :].startswith("|") else first


def blame(script: Script, path: str, ran: Ran, report: str) -> Blamed:
    """The line that made a script fail."""
    number, command = _number(script, path, ran, report)
    if not 1 <= number <= len(script.origins):
        return Blamed(0, command)
    return Blamed(script.origins[number - 1], script.lines[number - 1].strip() or command)


def _number(script: Script, path: str, ran: Ran, report: str) -> tuple[int, str]:
    """The script's line, from 1 on, and the command as bash tells it."""
    said, died = _message(path, ran.stderr)
    if died:
        return said, ""
    noted = [match for line in report.splitlines() if (match := _CALLS.fullmatch(line))]
    failed = next((each for each in reversed(noted) if each["kind"] == "err"), None)
    ended = next((each for each in reversed(noted) if each["kind"] == "exit"), failed)
    if ended is None:
        return said, ""
    command = ended["command"]
    if failed and failed["command"] == command and int(failed["code"]) == ran.code:
        return int(failed["lines"] or 0), command
    return _standing(script, ended, said, ran), command


def _standing(script: Script, noted: re.Match[str], said: int, ran: Ran) -> int:
    """Where a command stands, if that is one place; else where its function is called.

    Of a function that ends the script with `exit`, the call tells more than the exit does.
    """
    command = noted["command"]
    places = [number for number, line in enumerate(script.lines, 1) if command in line]
    called = noted["lines"].split()[:-1]
    if said in places:
        return said
    if called and (len(places) != 1 or command.startswith("exit")):
        return int(called[0])
    return places[0] if len(places) == 1 else _by_words(script, places, ran)


def _by_words(script: Script, places: list[int], ran: Ran) -> int:
    """Of many places, the one at which the last words stand that the script has said."""
    last = "\n".join((*ran.stdout.splitlines()[-_LAST:], *ran.stderr.splitlines()[-_LAST:]))
    found: dict[int, int] = {}
    for place in places:
        near = "\n".join(script.lines[max(place - 1 - _ABOVE, 0) : place])
        words = (each.strip() for each in _WORDS.findall(near))
        found[place] = max((len(each) for each in words if each and each in last), default=0)
    best = max(found.values(), default=0)
    fitting = [place for place, length in found.items() if length == best]
    return fitting[0] if best and len(fitting) == 1 else 0


def _message(path: str, stderr: str) -> tuple[int, bool]:
    """The line of bash's last message, and whether it could not read the script at all."""
    start = re.compile(rf"{re.escape(path)}: line (\d+): (.*)")
    found = [match for line in stderr.splitlines() if (match := start.match(line))]
    died = any(_DIED.search(match[2]) for match in found[-2:])
    return (int(found[-1][1]) if found else 0), died
