"""A source image that is of the other platform by its name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.findings import Code, Severity
from generator.rules.subject import Problem, Subject

CODE = Code(
    "AF323",
    "source image is of the other platform by its name",
    Severity.WARNING,
    "`automationDocument` decides the platform: DefaultWindowsAmiDocument makes it Windows,\n"
    "anything else Linux. The name of the source image says otherwise. With the wrong platform\n"
    "the build gets the other one's components, and fails on its first step.",
    "https://docs.aws.amazon.com/imagebuilder/latest/APIReference/API_CreateComponent.html",
)
_WINDOWS = re.compile(r"windows", re.IGNORECASE)
_LINUX = re.compile(r"linux|al20[0-9]{2}|ubuntu|debian|rhel|sles|suse|centos|rocky", re.IGNORECASE)


def check(subject: Subject) -> Iterator[Problem]:
    """Sources whose name speaks of one platform only, and it is not the image's."""
    for path, image in subject.images():
        text = image.source_image.text
        windows, linux = _WINDOWS.search(text), _LINUX.search(text)
        if bool(windows) == bool(linux):
            continue
        named = "Windows" if windows else "Linux"
        if named != image.platform:
            match = windows or linux
            yield Problem(
                (*path, "sourceImage"),
                f'sourceImage is {named} by its name, image "{image.image_name}" is '
                f"{image.platform}",
                f"write automationDocument: Default{named}AmiDocument",
                within=match.span() if match else None,
            )
