"""AF302: image names that give one CloudFormation logical id."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Code, Path, Severity
from generator.payload.resource_names import camel
from generator.rules.subject import Problem, Subject

CODE = Code(
    "AF302",
    "two image names give one logical id",
    Severity.ERROR,
    "CloudFormation logical ids take letters and digits only, so the template drops what stands\n"
    'between the words of a name: "web-1" and "web1" both become Web1. One template cannot hold\n'
    "two resources of one id, so the second image would have none of its own. Ids cannot be\n"
    "numbered instead: they have to stay the same when images come and go, or CloudFormation\n"
    "replaces what it should update. Give the images names that differ in a letter or a digit.",
    "CloudFormation User Guide, Resources: logical ID (alphanumeric, unique in the template)",
)
ALONE = True


def check(subject: Subject) -> Iterator[Problem]:
    """The second of two names; names equal to Image Builder are AF301's."""
    known: dict[str, tuple[Path, str]] = {}
    seen: set[str] = set()
    for path, image in subject.images():
        name, normalised = image.image_name, image.normalised
        logical_id = camel(normalised)
        if normalised in seen:
            continue
        seen.add(normalised)
        first_path, first = known.setdefault(logical_id, (path, name))
        if first_path is not path:
            yield Problem(
                (*path, "imageName"),
                f'imageName "{name}" becomes the logical id {logical_id}, as does "{first}"',
                "rename one of the two so that they differ in a letter or a digit",
                also=((*first_path, "imageName"), "the other one"),
            )
