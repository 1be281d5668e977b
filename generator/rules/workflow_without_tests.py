"""AF345: workflows are listed, and the test stage is lost on the way."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Code, Severity
from generator.payload.workflow_phase import phase
from generator.rules.subject import Problem, Subject

CODE = Code(
    "AF345",
    "workflows without a test",
    Severity.WARNING,
    "`workflows` replaces all workflows Image Builder runs by itself, the one for tests as\n"
    "well. A list without a test workflow starts no instance of the finished image, and neither\n"
    "the entries of `tests` nor the test phases of components run, though tests are enabled.\n"
    "Add the workflow AWS manages, {name: test-image}, or say that no tests are wanted with\n"
    "`tests: {enabled: false}`.",
    "imagebuilder model, CreateImagePipeline `workflows`",
)


def check(subject: Subject) -> Iterator[Problem]:
    """Yield each list of workflows that leaves enabled tests out."""
    for path, image in subject.images():
        if not image.workflows or (image.tests is not None and not image.tests.enabled):
            continue
        if {phase(use) for use in image.workflows}.isdisjoint({"test", None}):
            yield Problem(
                (*path, "workflows"),
                "workflows has none of type test, so no test runs",
                "add {name: test-image}, or set tests: {enabled: false}",
                at_key=True,
                also=((*path, "tests"), "tests are given here") if image.tests else None,
            )
