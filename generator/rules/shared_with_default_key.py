"""AF332: a shared AMI under a key that other accounts can never use."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Code, Path, Severity
from generator.payload.factory import Factory
from generator.payload.image import Image, Volume
from generator.payload.keys import ami_key, is_default_key
from generator.payload.places import shared_by
from generator.rules.subject import Problem, Subject

CODE = Code(
    "AF332",
    "shared AMI under the default EBS key",
    Severity.ERROR,
    "alias/aws/ebs is the key EC2 makes for each account by itself. Its policy cannot be\n"
    "changed, so no other account can ever read what it encrypts, and EC2 refuses to share such\n"
    "snapshots: the build runs for an hour and fails when the AMI is distributed. Name a key of\n"
    "your own (`factory.kmsKeyId`, or `kmsKeyId` of a region or volume), or name none: the\n"
    "stack then creates a key for the image, with a policy for the accounts it is shared with.\n"
    "An image with `encrypted: false` still has encrypted volumes where `volumes` does not say\n"
    "otherwise.",
    "ec2 model, ModifySnapshotAttribute",
)
_HINT = "name a key of your own, or remove the key: the stack then creates one that can be shared"


def check(subject: Subject) -> Iterator[Problem]:
    """Yield each default key that encrypts a shared AMI or one of its volumes."""
    factory = subject.payload.factory
    for path, image in subject.images():
        if image.encrypted:
            yield from _regions(path, image, factory)
        wrong = [
            (position, volume)
            for position, volume in enumerate(image.volumes)
            if _is_wrong(volume, image, factory)
        ]
        if wrong and image.shared:
            for position, volume in wrong:
                yield _volume((*path, "volumes", position), volume)


def _regions(path: Path, image: Image, factory: Factory) -> Iterator[Problem]:
    for position in range(len(image.regions)) if image.regions else (None,):
        target = None if position is None else image.regions[position]
        written = ami_key(factory, target)
        if written is None or not is_default_key(written):
            continue
        sharing = shared_by(image, position)
        if sharing is not None:
            own = target is not None and target.kms_key_id is not None
            place = (*path, "regions", position or 0) if own else ("factory",)
            yield Problem(
                (*place, "kmsKeyId"),
                f"{written} encrypts an AMI that is shared, and nothing under this key can be",
                _HINT,
                also=((*path, *sharing), "shared here"),
            )


def _is_wrong(volume: Volume, image: Image, factory: Factory) -> bool:
    """Whether a volume is under the default key when the AMI is finished."""
    if not volume.encrypted:
        return False
    if volume.kms_key_id is not None:
        return is_default_key(volume.kms_key_id)
    if image.encrypted:
        return False  # the AMI's own key is looked at by region
    return factory.kms_key_id is None or is_default_key(factory.kms_key_id)


def _volume(path: Path, volume: Volume) -> Problem:
    if volume.kms_key_id is not None:
        return Problem(
            (*path, "kmsKeyId"),
            f"{volume.kms_key_id} encrypts volume {volume.device} of an AMI that is shared, "
            "and nothing under this key can be",
            _HINT,
        )
    return Problem(
        (*path, "device"),
        f"volume {volume.device} of a shared AMI is encrypted with the account's EBS key",
        "add encrypted: false to the volume, give it a kmsKeyId, "
        "or remove encrypted: false from the image",
    )
