"""AF343: volume settings that EC2 refuses together."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Code, Path, Severity
from generator.payload.image import Volume
from generator.rules.subject import Problem, Subject

CODE = Code(
    "AF343",
    "volume settings that do not fit",
    Severity.ERROR,
    "EC2 refuses settings that the type of a volume does not have, and the build fails when it\n"
    "launches its instance. `iops` belongs to gp3 (from 3,000), and io1 and io2 need it;\n"
    "`throughput` belongs to gp3 alone. Performance is limited by size: 500 IOPS a GiB for gp3,\n"
    "50 for io1, 1,000 for io2, and for gp3 a quarter of a MiB/s of throughput for each of its\n"
    "IOPS. io1 and io2 start at 4 GiB, st1 and sc1 at 125 GiB, and the latter two cannot boot;\n"
    "standard ends at 1,024 GiB. A key without encryption, and two volumes on one device,\n"
    "contradict themselves.",
    "ec2 model, EbsBlockDevice; Amazon EBS User Guide, volume types",
)
_TAKE_IOPS = {"gp3": 3000, "io1": 100, "io2": 100}
"""Types with provisioned IOPS, and the least they take."""
_IOPS_PER_GIB = {"gp3": 500, "io1": 50, "io2": 1000}
_GP3_IOPS = 3000
"""What a gp3 volume has by default, whatever its size."""
_SIZES = {"io1": (4, 16384), "io2": (4, 65536), "st1": (125, 16384), "sc1": (125, 16384),
          "standard": (1, 1024)}  # fmt: skip
_ROOTS = ("/dev/xvda", "/dev/sda1")


def check(subject: Subject) -> Iterator[Problem]:
    """Yield what does not fit, volume by volume."""
    for path, image in subject.images():
        first: dict[str, int] = {}
        for position, volume in enumerate(image.volumes):
            here = (*path, "volumes", position)
            earlier = first.setdefault(volume.device, position)
            if earlier != position:
                yield Problem(
                    (*here, "device"),
                    f"device {volume.device} is given twice",
                    "give each volume a device of its own",
                    also=((*path, "volumes", earlier, "device"), "given here first"),
                )
            yield from _key(here, volume)
            yield from _size(here, volume)
            yield from _iops(here, volume)
            yield from _throughput(here, volume)


def _key(path: Path, volume: Volume) -> Iterator[Problem]:
    if volume.kms_key_id is not None and not volume.encrypted:
        yield Problem(
            (*path, "kmsKeyId"),
            f"volume {volume.device} has a key and encrypted: false",
            "remove one of the two",
            also=((*path, "encrypted"), "not encrypted here"),
        )


def _size(path: Path, volume: Volume) -> Iterator[Problem]:
    least, most = _SIZES.get(volume.type, (1, 65536))
    if volume.size_gib is not None and not least <= volume.size_gib <= most:
        yield Problem(
            (*path, "sizeGiB"),
            f"a volume of type {volume.type} has {least} to {most} GiB, not {volume.size_gib}",
            "gp3 takes any size from 1 GiB",
        )
    if volume.type in ("st1", "sc1") and volume.device in _ROOTS:
        yield Problem(
            (*path, "type"),
            f"a volume of type {volume.type} cannot boot, and {volume.device} is the root",
            "use gp3 for the root volume",
        )


def _iops(path: Path, volume: Volume) -> Iterator[Problem]:
    if volume.iops is None:
        if volume.type in ("io1", "io2"):
            yield Problem(
                (*path, "type"),
                f"a volume of type {volume.type} needs iops",
                "add iops, or use gp3, which has 3000 without asking",
            )
        return
    least = _TAKE_IOPS.get(volume.type)
    if least is None:
        yield Problem(
            (*path, "iops"),
            f"a volume of type {volume.type} takes no iops",
            "remove iops, or use gp3, io1 or io2",
        )
    elif volume.iops < least:
        yield Problem((*path, "iops"), f"a volume of type {volume.type} has {least} iops or more")
    else:
        yield from _iops_for_size(path, volume, volume.iops)


def _iops_for_size(path: Path, volume: Volume, iops: int) -> Iterator[Problem]:
    each = _IOPS_PER_GIB[volume.type]
    most = (volume.size_gib or 0) * each
    if volume.type == "gp3":
        most = max(most, _GP3_IOPS)
    if volume.size_gib is not None and iops > most:
        yield Problem(
            (*path, "iops"),
            f"{iops} iops are more than the {most} of a {volume.size_gib} GiB "
            f"volume of type {volume.type}",
            f"{-(-iops // each)} GiB or more have that many: {each} a GiB",
        )


def _throughput(path: Path, volume: Volume) -> Iterator[Problem]:
    if volume.throughput is None:
        return
    if volume.type != "gp3":
        yield Problem(
            (*path, "throughput"),
            f"a volume of type {volume.type} takes no throughput, only gp3 does",
            "remove throughput, or use gp3",
        )
        return
    iops = volume.iops or _GP3_IOPS
    if volume.throughput * 4 > iops:
        yield Problem(
            (*path, "throughput"),
            f"throughput {volume.throughput} needs {volume.throughput * 4} iops, "
            f"the volume has {iops}",
            f"set iops: {volume.throughput * 4}, or at most throughput: {iops // 4}",
        )
