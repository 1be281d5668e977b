"""AF321: a bootstrap script in the language of the other platform."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.findings import Code, Severity
from generator.rules.subject import Problem, Subject

CODE = Code(
    "AF321",
    "bootstrap script is for the other platform",
    Severity.WARNING,
    "The platform of an image is decided by `automationDocument`: DefaultWindowsAmiDocument is\n"
    "Windows, everything else Linux, where Linux is also the default. The build runs the script\n"
    "with PowerShell on Windows; on Linux as its first line says (#!/usr/bin/env ...), else with\n"
    "bash. What its name ends with makes no difference, so a .sh on Windows, or a .ps1 on Linux,\n"
    "fails in the middle of the build. Set `automationDocument` to the platform of the source\n"
    "image, or point `bootstrapUrl` at the script for it.",
    "EC2 Image Builder User Guide, action modules ExecuteBash and ExecutePowerShell",
)
ALONE = True

_ENDING = re.compile(
    r"\.(?:(?P<Windows>ps1|psm1|bat|cmd)|(?P<Linux>sh|bash))(?=$|\?)", re.IGNORECASE
)


def check(subject: Subject) -> Iterator[Problem]:
    """Every bootstrap URL whose ending tells a platform."""
    for path, image in subject.images():
        url = image.bootstrap_url
        match = _ENDING.search(url) if url else None
        if match is None or match.lastgroup == image.platform:
            continue
        yield Problem(
            (*path, "bootstrapUrl"),
            f'bootstrapUrl is a {match[0]} script, image "{image.image_name}" is {image.platform}',
            f"for {match.lastgroup} write automationDocument: Default{match.lastgroup}AmiDocument",
            within=match.span(),
            also=((*path, "automationDocument"), f"decides that the image is {image.platform}"),
        )
