"""A machine in memory: it runs nothing, and answers as it is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from generator.ports.machine import Command, Ran, Watch


def ran(answer) -> Ran:
    """An exit code, what is written to stdout, all three, or everything."""
    match answer:
        case Ran():
            return answer
        case int(code):
            return Ran(code, "", "", 1.0)
        case str(text):
            return Ran(0, text, "", 1.0)
        case (code, out, err):
            return Ran(code, out, err, 1.0)
    return Ran(0, "", "", 1.0)


@dataclass
class FakeMachine:
    """Answers scripts of bash, programs, and what the engine asks for by shells.

    `script` gets the text of a script, or the words of a program with spaces between; `helper`
    gets every other command. None is success without a word.
    """

    script: Callable[[str], object]
    helper: Callable[[Command], object]
    came_from: FakeMachine | None = None
    commands: list[Command] = field(default_factory=list)
    reboots: int = 0
    files: tuple[str, ...] = ()
    report: str = ""
    _written: str = ""

    def run(self, command: Command, watch: Watch) -> Ran:
        """Note the command and answer it."""
        self.commands.append(command)
        answered = ran(self._answer(command))
        for stream in ("stdout", "stderr"):
            for line in getattr(answered, stream).splitlines():
                watch(stream, line)
        return answered

    def _answer(self, command: Command) -> object:
        words = command.words
        if words[0] == "/bin/bash":
            return self.script(self._written)
        if words[2].startswith("exec"):
            return self.script(" ".join(words[3:]))
        if _writes(command):
            self._written = command.stdin.decode()
            return None
        if "report" in words[2]:
            return self.report
        return self.helper(command)

    @property
    def scripts(self) -> list[str]:
        """Scripts of the user that were written, in order."""
        return [each.stdin.decode() for each in self.commands if _writes(each)]

    def reboot(self) -> None:
        """Count it."""
        self.reboots += 1

    def changed(self) -> tuple[str, ...]:
        """What it was told."""
        return self.files


def _writes(command: Command) -> bool:
    """Whether it writes a script of the user."""
    return len(command.words) > 2 and "script.sh" in command.words[2]


@dataclass
class FakeMachines:
    """Makes such machines, and keeps them."""

    script: Callable[[str], object] = lambda _text: None
    helper: Callable[[Command], object] = lambda _command: None
    report: str = ""
    made: list[FakeMachine] = field(default_factory=list)
    about: str = "nothing at all"
    closed: bool = False

    def make(self) -> FakeMachine:
        """A new one."""
        self.made.append(FakeMachine(self.script, self.helper, report=self.report))
        return self.made[-1]

    def make_from(self, machine: FakeMachine) -> FakeMachine:
        """A new one that says where it came from."""
        made = self.make()
        made.came_from = machine
        return made

    def close(self) -> None:
        """Remember it."""
        self.closed = True
