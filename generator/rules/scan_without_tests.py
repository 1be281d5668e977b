"""AF346: a scan is asked for, and the stage it happens in is off."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Code, Severity
from generator.payload.workflow_phase import phase
from generator.rules.subject import Problem, Subject

CODE = Code(
    "AF346",
    "scan without tests",
    Severity.ERROR,
    "Amazon Inspector scans the instance that Image Builder starts for the tests, and the test\n"
    "workflow collects what it found. With tests off, or with a list of `workflows` that has\n"
    "none of type test, nothing is scanned and no finding ever shows up. Enable the tests (no\n"
    "entries are needed), or remove `scan`.",
    "imagebuilder model, ImageScanningConfiguration `imageScanningEnabled`",
)


def check(subject: Subject) -> Iterator[Problem]:
    """Yield each scan that would not happen."""
    for path, image in subject.images():
        if not image.scan:
            continue
        if image.tests is not None and not image.tests.enabled:
            yield Problem(
                (*path, "scan"),
                "scan: true needs the test stage, and tests are off",
                "remove enabled: false from tests, or remove scan",
                also=((*path, "tests", "enabled"), "tests are off here"),
            )
        elif image.workflows and {phase(use) for use in image.workflows}.isdisjoint({"test", None}):
            yield Problem(
                (*path, "scan"),
                "scan: true needs the test stage, and workflows has none of type test",
                "add {name: test-image} to workflows, or remove scan",
                also=((*path, "workflows"), "the workflows are listed here"),
            )
