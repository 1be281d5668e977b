"""AF307: schedules that wait for a change where nothing can change."""

from __future__ import annotations

from collections.abc import Iterator

from generator import library
from generator.findings import Code, Severity
from generator.payload.component_uses import component_uses
from generator.payload.image import Image
from generator.payload.texts import shortened
from generator.payload.uses import ComponentUse
from generator.rules.subject import Problem, Subject

CODE = Code(
    "AF307",
    "schedule never builds",
    Severity.ERROR,
    "`when: changed` starts a scheduled build only if the source image or a component has a new\n"
    "version that the recipe's patterns (1.x.x) let in. Here the source is one fixed image and\n"
    "every component is one fixed version, so the schedule fires and nothing is ever built, with\n"
    "no error anywhere. Write `when: always`, or leave `when` out and let the source decide;\n"
    "to build when there is a new source, name one that moves: ssm:<parameter> or an image ARN\n"
    "that ends in x.x.x.",
    "imagebuilder model, Schedule: pipelineExecutionStartCondition",
)


def check(subject: Subject) -> Iterator[Problem]:
    """Schedules that wait for a change, on images that have none to come."""
    for path, image in subject.images():
        schedule = image.schedule
        if schedule is not None and schedule.when == "changed" and not _can_change(image):
            source = shortened(image.source_image.text)
            yield Problem(
                (*path, "schedule", "when"),
                f"the schedule never builds: it waits for a change, and {source} and all "
                "components are pinned",
                "write `when: always`, or a source that moves such as ssm:<parameter>",
            )


def _can_change(image: Image) -> bool:
    """AWS's own update component counts: the recipe takes it as x.x.x."""
    if image.source_image.changes or image.update_os != "never":
        return True
    return any(_moves(use, image) for _, use, _ in component_uses(image))


def _moves(use: ComponentUse, image: Image) -> bool:
    """True for an ARN without a build number, and for what AWS manages: that is x.x.x."""
    if use.arn is not None:
        return use.arn.count("/") == 2
    if use.name is None:
        return False
    return library.component(use.name, image.platform, use.version) is None
