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
        if image.volumes and image.shared:
            for position, volume in enumerate(image.volumes):
                yield from _volume((*path, "volumes", position), volume, image, factory)


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


def _volume(path: Path, volume: Volume, image: Image, factory: Factory) -> Iterator[Problem]:
    if not volume.encrypted:
        return
    if volume.kms_key_id is not None and is_default_key(volume.kms_key_id):
        yield Problem(
            (*path, "kmsKeyId"),
            f"{volume.kms_key_id} encrypts volume {volume.device} of an AMI that is shared, "
            "and nothing under this key can be",
            _HINT,
        )
    elif not image.encrypted and volume.kms_key_id is None and not _usable(factory):
        yield Problem(
            (*path, "device"),
            f"volume {volume.device} of a shared AMI is encrypted with the account's EBS key",
            "add encrypted: false to the volume, give it a kmsKeyId, "
            "or remove encrypted: false from the image",
        )


def _usable(factory: Factory) -> bool:
    """Whether the factory has a key that can be shared."""
    return factory.kms_key_id is not None and not is_default_key(factory.kms_key_id)
