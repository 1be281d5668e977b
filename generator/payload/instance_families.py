"""Instance families of EC2 and the processors they have, as AWS lists them.

Families are those of the InstanceType enumeration in botocore's ec2 model. It does not tell
processors; AWS's naming does: a g after the generation is Graviton (m6g, c7gn), as are a1 and
the Grace hosts of p6e-gb200. `tests/contract/test_instance_families.py` holds this list to both.
"""

from __future__ import annotations

import re

ARM64 = frozenset((
    "a1", "c6g", "c6gd", "c6gn", "c7g", "c7gd", "c7gn", "c8g", "c8gb", "c8gd", "c8gn", "c9g",
    "c9gd", "g5g", "hpc7g", "i4g", "i8g", "i8ge", "im4gn", "is4gen", "m6g", "m6gd", "m7g", "m7gd",
    "m8g", "m8gb", "m8gd", "m8gn", "m9g", "m9gd", "p6e-gb200", "r6g", "r6gd", "r7g", "r7gd",
    "r8g", "r8gb", "r8gd", "r8gn", "r9g", "r9gd", "t4g", "x2gd", "x8g",
))  # fmt: skip  # one family a line would be a long way down

X86_64 = frozenset((
    "c1", "c3", "c4", "c5", "c5a", "c5ad", "c5d", "c5n", "c6a", "c6i", "c6id", "c6in", "c7a",
    "c7i", "c7i-flex", "c8a", "c8i", "c8i-flex", "c8ib", "c8id", "c8in", "c8ine", "cc1", "cc2",
    "cg1", "cr1", "d2", "d3", "d3en", "dl1", "dl2q", "f1", "f2", "g2", "g3", "g3s", "g4ad",
    "g4dn", "g5", "g6", "g6e", "g6f", "g7", "g7e", "gr6", "gr6f", "h1", "hi1", "hpc6a", "hpc6id",
    "hpc7a", "hpc8a", "hs1", "i2", "i3", "i3en", "i4i", "i7i", "i7ie", "inf1", "inf2", "m1", "m2",
    "m3", "m4", "m5", "m5a", "m5ad", "m5d", "m5dn", "m5n", "m5zn", "m6a", "m6i", "m6id", "m6idn",
    "m6in", "m7a", "m7i", "m7i-flex", "m8a", "m8azn", "m8i", "m8i-flex", "m8ib", "m8id", "m8idb",
    "m8idn", "m8in", "m8ine", "p2", "p3", "p3dn", "p4d", "p4de", "p5", "p5e", "p5en", "p6-b200",
    "p6-b300", "r3", "r4", "r5", "r5a", "r5ad", "r5b", "r5d", "r5dn", "r5n", "r6a", "r6i", "r6id",
    "r6idn", "r6in", "r7a", "r7i", "r7iz", "r8a", "r8i", "r8i-flex", "r8ib", "r8id", "r8idb",
    "r8idn", "r8in", "t1", "t2", "t3", "t3a", "t8i", "trn1", "trn1n", "trn2", "trn2u", "u-12tb1",
    "u-18tb1", "u-24tb1", "u-3tb1", "u-6tb1", "u-9tb1", "u7i-12tb", "u7i-6tb", "u7i-8tb",
    "u7ib-12tb", "u7in-16tb", "u7in-24tb", "u7in-32tb", "u7inh-32tb", "vt1", "x1", "x1e", "x2idn",
    "x2iedn", "x2iezn", "x8aedz", "x8i", "z1d",
))  # fmt: skip  # likewise

MAC = frozenset((
    "mac-m3ultra", "mac-m4", "mac-m4max", "mac-m4pro", "mac1", "mac2", "mac2-m1ultra", "mac2-m2",
    "mac2-m2pro",
))  # fmt: skip  # likewise

FAMILIES = ARM64 | X86_64 | MAC
"""Every family that was known when this was written; AWS adds some each year."""

_GRAVITON = re.compile(r"[a-z]+[0-9]+g[a-z]*")


def family_of(instance_type: str) -> str:
    """m6i.large is of the family m6i."""
    return instance_type.partition(".")[0]


def architecture_of(instance_type: str) -> str:
    """x86_64 or arm64, and x86_64_mac or arm64_mac; by its name for a family not known here."""
    family = family_of(instance_type)
    if family in X86_64:
        return "x86_64"
    if family in MAC:
        return "x86_64_mac" if family == "mac1" else "arm64_mac"
    return "arm64" if family in ARM64 or _GRAVITON.fullmatch(family) else "x86_64"
