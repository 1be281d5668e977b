"""AF361: two images whose AMIs are called the same."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Code, Path, Severity
from generator.payload.ami_name import ami_name, as_built
from generator.payload.image import Image
from generator.rules.subject import Problem, Subject

CODE = Code(
    "AF361",
    "two images with one AMI name",
    Severity.ERROR,
    "EC2 refuses a second AMI of the same name, and only the build date tells the two apart:\n"
    "builds that start together, as those of one schedule do, can meet. Where they do not,\n"
    "nobody can tell by its name what an AMI is, and whoever looks for the newest one by name\n"
    "gets either image. Give each image an `amiName` of its own, or remove the key to have it\n"
    "made from `imageName`; in `defaults` the key makes sense only for a file of one image.",
    "EC2 API error codes, InvalidAMIName.Duplicate",
)


def check(subject: Subject) -> Iterator[Problem]:
    """Yield each image whose AMI name an earlier image has."""
    first: dict[str, tuple[Path, Image]] = {}
    for path, image in subject.images():
        earlier_path, earlier = first.setdefault(as_built(ami_name(image)), (path, image))
        if earlier is not image:
            yield Problem(
                (*path, _key(image)),
                f'AMIs are called "{ami_name(image)}", as those of image "{earlier.image_name}"',
                "give each image an amiName of its own, or remove amiName",
                also=((*earlier_path, _key(earlier)), "the other image's"),
            )


def _key(image: Image) -> str:
    """The key that the AMI's name comes from."""
    return "imageName" if image.ami_name is None else "amiName"
