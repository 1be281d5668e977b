"""AF344: a list of workflows that Image Builder refuses, or that builds nothing."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Code, Path, Severity
from generator.payload.fields import near
from generator.payload.uses import WorkflowUse
from generator.payload.workflow_phase import MANAGED_WORKFLOWS, phase
from generator.rules.subject import Problem, Subject

CODE = Code(
    "AF344",
    "workflow list that cannot work",
    Severity.ERROR,
    "`workflows` replaces the workflows Image Builder runs by itself. It takes at most one for\n"
    "the build and one for the distribution; all others are tests. `onFailure` and\n"
    "`parallelGroup` are for tests only. A workflow by `file` has to say its `type`; `name` means\n"
    "one that AWS manages, such as build-image or test-image. A list without a build workflow is\n"
    "accepted and makes no image: what comes out is the source image, untouched.",
    "imagebuilder model, WorkflowConfiguration; Image Builder User Guide, Manage image workflows",
)


def check(subject: Subject) -> Iterator[Problem]:
    """Yield what is wrong with single entries, then with the list."""
    for path, image in subject.images():
        if not image.workflows:
            continue
        here = (*path, "workflows")
        phases = [phase(use) for use in image.workflows]
        for position, use in enumerate(image.workflows):
            yield from _entry((*here, position), use, phases[position])
        yield from _more_than_one(here, phases)
        if None not in phases and "build" not in phases:
            yield Problem(
                here,
                "workflows has none of type build, so no image is built",
                "add {name: build-image}, the one Image Builder runs by itself",
                at_key=True,
            )


def _entry(path: Path, use: WorkflowUse, kind: str | None) -> Iterator[Problem]:
    yield from _unknown(path, use)
    if use.file is not None and use.type is None:
        yield Problem(
            (*path, "file"),
            f'workflow "{use.file}" has no type',
            "add type: build, test or distribution",
        )
    elif kind is not None and use.type not in (None, kind):
        yield Problem(
            (*path, "type"),
            f'workflow "{use.said}" is of type {kind}, not {use.type}',
            "remove type",
        )
    if kind not in (None, "test"):
        yield from _for_tests_only(path, use, str(kind))


def _unknown(path: Path, use: WorkflowUse) -> Iterator[Problem]:
    if use.name is not None and use.name not in MANAGED_WORKFLOWS:
        yield Problem(
            (*path, "name"),
            f'AWS manages no workflow "{use.name}"',
            near(use.name, tuple(MANAGED_WORKFLOWS)) or f"there are {', '.join(MANAGED_WORKFLOWS)}",
        )


def _for_tests_only(path: Path, use: WorkflowUse, kind: str) -> Iterator[Problem]:
    given = (("onFailure", use.on_failure), ("parallelGroup", use.parallel_group))
    for key, value in given:
        if value is not None:
            yield Problem(
                (*path, key),
                f"{key} is for test workflows, and this one is of type {kind}",
                f"remove {key}",
                at_key=True,
            )


def _more_than_one(path: Path, phases: list[str | None]) -> Iterator[Problem]:
    for kind in ("build", "distribution"):
        positions = [position for position, found in enumerate(phases) if found == kind]
        for position in positions[1:]:
            yield Problem(
                (*path, position),
                f"a second workflow of type {kind}, and Image Builder takes one",
                "remove one of the two",
                also=((*path, positions[0]), "the first one"),
            )
