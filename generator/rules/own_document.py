"""AF353: an automation document that Image Builder cannot run."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Code, Severity
from generator.payload.fields import near
from generator.payload.image import WINDOWS_DOCUMENT
from generator.rules.subject import Problem, Subject

CODE = Code(
    "AF353",
    "own automation document",
    Severity.WARNING,
    "`automationDocument` names an SSM document of your own. The classic engine runs it; Image\n"
    "Builder has components instead and never looks at it. In the stack for Image Builder the\n"
    "name decides nothing but the platform, and everything but DefaultWindowsAmiDocument counts\n"
    "as Linux. Move what the document does into the bootstrap script or into `components`, and\n"
    "use DefaultLinuxAmiDocument or DefaultWindowsAmiDocument; suppress the finding if the\n"
    "payload is for the classic engine as well and the image is a Linux one.",
    "AMI Factory, payload key automationDocument",
)

DOCUMENTS = ("DefaultLinuxAmiDocument", WINDOWS_DOCUMENT)


def check(subject: Subject) -> Iterator[Problem]:
    """Every document but the two."""
    for path, image in subject.images():
        name = image.automation_document
        if name not in DOCUMENTS:
            yield Problem(
                (*path, "automationDocument"),
                f'automationDocument "{name}" is not run by Image Builder, '
                "and the image is treated as Linux",
                near(name, DOCUMENTS) or f"use {DOCUMENTS[0]} or {DOCUMENTS[1]}, and components",
            )
