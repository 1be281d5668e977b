"""AF347: an SSM parameter that cannot be written, or that two images write."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Code, Path, Severity
from generator.rules.subject import Problem, Subject

MOST_LEVELS = 15

CODE = Code(
    "AF347",
    "SSM parameter that cannot be used",
    Severity.ERROR,
    "Image Builder writes the id of a new AMI to the parameter in every region the AMI goes to,\n"
    "as the last step of the build; what Systems Manager refuses is found out there. A name may\n"
    "not begin with aws or ssm, in any case and also after the first slash. A name of several\n"
    "levels begins with a slash and has at most 15 of them. Each image needs a parameter of its\n"
    "own: of two that write the same one, the last build wins, and who reads it gets now this\n"
    "image and now that. `/web` and `web` are the same parameter.",
    "ssm model, PutParameter `Name`; Systems Manager User Guide, parameter name requirements",
)


def check(subject: Subject) -> Iterator[Problem]:
    """Yield each parameter that is refused, or taken by an earlier image."""
    first: dict[str, int] = {}
    for position, (path, image) in enumerate(subject.images()):
        if image.parameter is None:
            continue
        here = (*path, "parameter")
        yield from _refused(here, image.parameter)
        earlier = first.setdefault(image.parameter.removeprefix("/"), position)
        if earlier != position:
            other = subject.payload.amis[earlier].image_name
            yield Problem(
                here,
                f'parameter "{image.parameter}" is also written by image "{other}"',
                "give each image a parameter of its own",
                also=(("amis", earlier, "parameter"), "the other image's"),
            )


def _refused(path: Path, name: str) -> Iterator[Problem]:
    bare = name.removeprefix("/")
    if bare.lower().startswith(("aws", "ssm")):
        yield Problem(
            path,
            f'parameter "{name}" begins with {bare[:3]}, which Systems Manager keeps for itself',
            "for example /imagebuilder/<image>/ami",
        )
    elif "/" in bare and not name.startswith("/"):
        yield Problem(
            path, f'parameter "{name}" has levels but no leading slash', f'write "/{name}"'
        )
    levels = bare.count("/") + 1
    if levels > MOST_LEVELS:
        yield Problem(path, f"the parameter has {levels} levels, the most is {MOST_LEVELS}")
