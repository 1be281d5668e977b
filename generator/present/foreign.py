"""Text that others wrote, made harmless to print.

Payload text, file names and messages that quote them may hold escape sequences, invisible
or reordering characters, and the commands that CI systems read from logs. Whatever does not
print is shown by its code point, as in <U+001B>.
"""

from __future__ import annotations

import re

from generator.findings import Location

STDIN = "<stdin>"
"""How users name standard input."""

# GitHub's runner obeys ::...:: at a line's start and ##[...] anywhere in it, Azure ##vso[...],
# TeamCity ##teamcity[...].
_CI_COMMAND = re.compile(r"(?<=#)#(?=[A-Za-z]*\[)")
_CI_COMMAND_AT_START = re.compile(r"^(\s*):(?=:)")


def cells(text: str) -> list[str]:
    """What each character of the text is shown as; a tab stays a tab."""
    shown = list(text)
    if not text.isprintable():
        shown = [char if _prints(char) else _named(char) for char in text]
    for match in _CI_COMMAND.finditer(text):
        shown[match.start()] = _named(match[0])
    return shown


def harmless(text: str) -> str:
    """Write the text in one line that a terminal and a CI log show and never obey."""
    return "".join(cells(text))


def line_start(text: str) -> str:
    """Write the text harmless at the start of a line too."""
    return _CI_COMMAND_AT_START.sub(rf"\1{_named(':')}", harmless(text))


def file_name(file: str) -> str:
    """Name a file at the start of a line."""
    return line_start(file)


def place(location: Location) -> str:
    """Write where something stands as editors and terminals link it: file:line:column."""
    return f"{file_name(location.file)}:{location.span.line}:{location.span.column}"


def _prints(char: str) -> bool:
    return char == "\t" or char.isprintable()


def _named(char: str) -> str:
    return f"<U+{ord(char):04X}>"
