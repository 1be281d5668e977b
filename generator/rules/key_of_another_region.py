"""AF334: the ARN of a key, used in another region than its own."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Code, Path, Severity
from generator.payload.image import Image
from generator.payload.keys import region_of_key
from generator.rules.subject import Problem, Subject

CODE = Code(
    "AF334",
    "key of another region",
    Severity.ERROR,
    "The ARN of a KMS key names the region the key lives in, and the key encrypts nothing\n"
    "elsewhere: Image Builder fails when it creates a volume or copies the AMI. Name a key of\n"
    "the region in question. An alias without ARN (alias/golden-images) always means the region\n"
    "where it is used, and so does the id of a multi-Region key (mrk-...).",
    "KMS Developer Guide, key identifiers",
)


def check(subject: Subject) -> Iterator[Problem]:
    """Yield each key ARN that names another region than the one it is used in."""
    factory = subject.payload.factory
    home = factory.region
    if home is not None and factory.kms_key_id is not None:
        where = f"the stack is in {home}"
        yield from _elsewhere(("factory", "kmsKeyId"), factory.kms_key_id, home, where)
    for path, image in subject.images():
        for position, target in enumerate(image.regions):
            if target.kms_key_id is not None:
                place = (*path, "regions", position, "kmsKeyId")
                used = f"it is given for {target.name}"
                yield from _elsewhere(place, target.kms_key_id, target.name, used)
        if home is not None and image.volumes:
            yield from _volumes(path, image, home)


def _volumes(path: Path, image: Image, home: str) -> Iterator[Problem]:
    for position, volume in enumerate(image.volumes):
        if volume.kms_key_id is not None:
            place = (*path, "volumes", position, "kmsKeyId")
            yield from _elsewhere(place, volume.kms_key_id, home, f"the build runs in {home}")


def _elsewhere(path: Path, key: str, region: str, where: str) -> Iterator[Problem]:
    written = region_of_key(key)
    if written is not None and written != region:
        start = key.index(written)
        yield Problem(
            path,
            f"the key is one of {written}, but {where}",
            f"name a key of {region}, or an alias without ARN: alias/<name>",
            within=(start, start + len(written)),
        )
