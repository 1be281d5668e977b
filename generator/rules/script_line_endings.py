"""AF326: a bootstrap script with the line endings of the other platform."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from generator.findings import Code, Severity
from generator.payload.component_uses import bootstrap_file
from generator.rules.subject import Problem, Subject

CODE = Code(
    "AF326",
    "bootstrap script with Windows line endings",
    Severity.ERROR,
    "On Linux the carriage return at the end of each line is part of the line: the first one\n"
    "asks for an interpreter that does not exist, and every command gets an invisible character\n"
    "more. Git on Windows writes such files when `core.autocrlf` is on. Save the script with\n"
    "Unix line endings, and keep them so with `*.sh text eol=lf` in .gitattributes.",
    "https://git-scm.com/docs/gitattributes",
)
ALONE = True


def check(subject: Subject) -> Iterator[Problem]:
    """Every script for Linux beside the payload in which a line ends with CR LF."""
    for path, image in subject.images():
        file = bootstrap_file(image)
        if file and image.platform == "Linux" and b"\r\n" in subject.documents.script(file).data:
            yield Problem(
                (*path, "bootstrapUrl"),
                f'bootstrapUrl "{file}" has Windows line endings',
                f"`sed -i 's/\\r$//' {shlex.quote(file.removeprefix('./'))}` mends it",
            )
