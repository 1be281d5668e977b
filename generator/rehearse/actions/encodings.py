"""Texts of files: utf8, utf16 and utf32, the last two little-endian unless -BE is said.

No byte order mark is written, and one that is there is not part of what is read: whether the
real tool writes one the guide leaves open.
"""

from __future__ import annotations

import base64
import re

from generator.rehearse.failing import StepFailedError
from generator.rehearse.shell import Shell

_NAME = re.compile(r"(?i:utf-?(8|16|32)(?:-?([lb]e))?)")
_READ = '[ -f "$1" ] || { echo "$1 does not exist" >&2; exit 1; }\nbase64 < "$1"\n'


def codec(encoding: str) -> str:
    """Python's name of an encoding; utf8 when none is given.

    Raises:
        StepFailedError: when it is none of the guide's.
    """
    found = _NAME.fullmatch(encoding or "utf8")
    if found is None:
        raise StepFailedError(f'"{encoding}" is no encoding')
    size, order = found.groups()
    return "utf-8" if size == "8" else f"utf-{size}-{(order or 'le').lower()}"


def encoded(text: str, encoding: str) -> bytes:
    """A text as the bytes of a file; what is no character becomes a question mark."""
    return text.encode(codec(encoding), "replace")


def content(shell: Shell, path: str, encoding: str) -> str:
    """The text of a file in the machine.

    Raises:
        StepFailedError: when it is not there, or not in that encoding.
    """
    name = codec(encoding)
    try:
        data = base64.b64decode(shell.do(_READ, path))
        return data.decode(name).removeprefix("\ufeff")
    except ValueError:
        raise StepFailedError(f"{path} is no text in {name}") from None
