"""AF333: an encrypted AMI goes to a region where its key does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Code, Path, Severity
from generator.payload.image import Image
from generator.payload.keys import is_everywhere, needs_own_key, region_of_key
from generator.rules.subject import Problem, Subject

CODE = Code(
    "AF333",
    "region without a key",
    Severity.ERROR,
    "KMS keys live in one region, and a copy of an encrypted AMI is encrypted with a key of the\n"
    "region it goes to. Where the payload names no key, the stack creates one for a shared\n"
    "image, but only in its own region; a key given as an ARN or id exists in one region, too.\n"
    "The copy to any other region then fails after the whole build. Three ways out: give the\n"
    "region's entry a `kmsKeyId`; set `factory.kmsKeyId` to an alias (alias/golden-images),\n"
    "which every region can have its own key under; or use a multi-Region key by its id\n"
    "(mrk-...). Without `factory.region` it is not known which of the regions is the stack's\n"
    "own.",
    "imagebuilder model, AmiDistributionConfiguration `kmsKeyId`; "
    "Image Builder User Guide, cross-account distribution",
)


def check(subject: Subject) -> Iterator[Problem]:
    """Yield each region in which the AMI has no usable key."""
    factory = subject.payload.factory
    for path, image in subject.images():
        if not (image.encrypted and image.regions):
            continue
        if factory.kms_key_id is not None:
            yield from _given(path, image, factory.kms_key_id, factory.region)
        elif needs_own_key(image, factory):
            yield from _own(path, image, factory.region)


def _given(path: Path, image: Image, key: str, home: str | None) -> Iterator[Problem]:
    """Regions that a key of the factory does not reach."""
    if is_everywhere(key):
        return
    place = region_of_key(key) or home
    if place is None:
        yield from _homeless(path, image, "the region of factory.kmsKeyId")
        return
    for position in _keyless(image, place):
        yield _missing(path, image, position, f"factory.kmsKeyId is a key of {place}")


def _own(path: Path, image: Image, home: str | None) -> Iterator[Problem]:
    """Regions that the key of the image's own does not reach."""
    if home is None:
        yield from _homeless(path, image, "the region of the key the stack creates")
        return
    for position in _keyless(image, home):
        yield _missing(path, image, position, f"the key the stack creates is in {home}")


def _keyless(image: Image, place: str) -> Iterator[int]:
    for position, target in enumerate(image.regions):
        if target.kms_key_id is None and target.name != place:
            yield position


def _missing(path: Path, image: Image, position: int, why: str) -> Problem:
    name = image.regions[position].name
    return Problem(
        (*path, "regions", position, "name"),
        f"region {name} has no key for the encrypted AMI: {why}",
        f"write {{name: {name}, kmsKeyId: alias/<name>}}, "
        "or set factory.kmsKeyId to an alias that every region has",
    )


def _homeless(path: Path, image: Image, what: str) -> Iterator[Problem]:
    if any(target.kms_key_id is None for target in image.regions):
        yield Problem(
            (*path, "regions"),
            f"{what} is not known, because factory.region is not given",
            "set factory.region to the region the stack is deployed to, "
            "or give each region a kmsKeyId",
            at_key=True,
        )
