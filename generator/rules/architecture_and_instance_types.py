"""AF312: instance types that cannot run an image's architecture."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Code, Path, Severity
from generator.payload.image import Image
from generator.payload.instance_families import architecture_of
from generator.rules.subject import Problem, Subject

CODE = Code(
    "AF312",
    "no instance type fits an image's architecture",
    Severity.ERROR,
    "`factory.instanceTypes` are the machines that build all images of the payload, and each\n"
    "image is built on those of its own architecture. None of the given types can run this one:\n"
    "an arm64 image needs Graviton types (m6g, c7g, t4g), an x86_64 image Intel or AMD types.\n"
    "Add a type of that architecture to the list, one for each is fine, or remove the key:\n"
    "m6i.large and m6g.large are the defaults. If the image was meant to be of the other\n"
    "architecture, correct its `architecture`.",
    "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-types.html",
)

_DEFAULTS = {"x86_64": "m6i.large", "arm64": "m6g.large"}


def check(subject: Subject) -> Iterator[Problem]:
    """Each architecture once, with the first image that has it."""
    types = subject.payload.factory.instance_types
    if not types:
        return
    served = {architecture_of(kind) for kind in types}
    for path, image in subject.images():
        if image.architecture not in served:
            served.add(image.architecture)
            yield _problem(types, path, image)


def _problem(types: tuple[str, ...], path: Path, image: Image) -> Problem:
    listed = ", ".join(f"{kind} ({architecture_of(kind)})" for kind in types)
    name, architecture = image.image_name, image.architecture
    return Problem(
        ("factory", "instanceTypes"),
        f'no instance type fits image "{name}", which is {architecture}: {listed}',
        f"add one such as {_DEFAULTS[architecture]}, or correct the image's architecture",
        also=((*path, "architecture"), f'image "{name}" is {architecture}'),
    )
