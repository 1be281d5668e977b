"""AF342: an encrypted image with a volume that is not."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Code, Severity
from generator.rules.subject import Problem, Subject

CODE = Code(
    "AF342",
    "unencrypted volume of an encrypted image",
    Severity.WARNING,
    "The image is encrypted, and one of its volumes says `encrypted: false`. Image Builder\n"
    "encrypts all snapshots of the AMI when it distributes it, so the setting does not make the\n"
    "AMI readable; it leaves the disk of the build instance, and the AMI in the build region\n"
    "until then, in the clear. Remove it from the volume, or set `encrypted: false` on the\n"
    "image if an unencrypted AMI is wanted.",
    "imagebuilder model, EbsInstanceBlockDeviceSpecification",
)


def check(subject: Subject) -> Iterator[Problem]:
    """Yield each unencrypted volume of an encrypted image."""
    for path, image in subject.images():
        if not image.encrypted:
            continue
        for position, volume in enumerate(image.volumes):
            if not volume.encrypted:
                yield Problem(
                    (*path, "volumes", position, "encrypted"),
                    f"volume {volume.device} is not encrypted, though the image is",
                    "remove encrypted: false from the volume, or set it on the image",
                )
