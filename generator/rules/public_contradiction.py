"""AF336: a public AMI with something that no public AMI can have."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Code, Path, Severity
from generator.payload.image import Image
from generator.payload.source_image import SourceKind
from generator.rules.subject import Problem, Subject

CODE = Code(
    "AF336",
    "AMI that cannot be public",
    Severity.ERROR,
    "EC2 refuses to make an AMI public when one of its snapshots is encrypted, when it carries\n"
    "a watermark, or when it has the product code of a Marketplace image. Image Builder finds\n"
    "out after the build, when it distributes the AMI. Images are encrypted by default, so a\n"
    "public one needs `encrypted: false`, and so does each entry of `volumes`; remove\n"
    "`watermarks`; what is built from a Marketplace product cannot be public at all.",
    "ec2 model, ModifySnapshotAttribute and ModifyImageAttribute; "
    "imagebuilder model, CreateImageRecipe `amiWatermarks`",
)


def check(subject: Subject) -> Iterator[Problem]:
    """Yield everything about a public image that keeps it from being public."""
    for path, image in subject.images():
        if image.public:
            yield from _contradictions(path, image)


def _contradictions(path: Path, image: Image) -> Iterator[Problem]:
    also = ((*path, "public"), "public here")
    if image.encrypted:
        written = "encrypted" in image.model_fields_set
        yield Problem(
            (*path, "encrypted" if written else "public"),
            "the AMI is encrypted, and an encrypted AMI cannot be public",
            "set encrypted: false",
            also=also if written else None,
        )
    for position, volume in enumerate(image.volumes):
        if volume.encrypted:
            yield Problem(
                (*path, "volumes", position, "device"),
                f"volume {volume.device} is encrypted, and an AMI with it cannot be public",
                "add encrypted: false to the volume",
                also=also,
            )
    if image.watermarks:
        yield Problem(
            (*path, "watermarks"),
            "the AMI has watermarks, and a watermarked AMI cannot be public",
            "remove the watermarks",
            at_key=True,
            also=also,
        )
    if image.source_image.kind is SourceKind.MARKETPLACE:
        yield Problem(
            (*path, "sourceImage"),
            f"an AMI built from the Marketplace product {image.source_image.text} cannot be public",
            "share it with accounts, or build from another image",
            also=also,
        )
