"""ARNs and versions of Image Builder: names as ARNs have them, wildcards, the newest of many."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from generator.localaws.imagebuilder.exceptions import bad_value, bad_version

LARGEST_NODE = 2**30 - 1
"""Of each number of a version (CreateImageRecipeRequest.semanticVersion in botocore's model)."""

_ARN = re.compile(
    r"arn:(?P<partition>[^:]+):imagebuilder:(?P<region>[^:]+):(?P<owner>[^:]+):"
    r"(?P<path>workflow/[^/]+|[^/]+)/(?P<name>[^/]+)"
    r"(?:/(?P<version>[^/]+))?(?:/(?P<build>[0-9]+))?"
)


@dataclass(frozen=True, slots=True)
class Arn:
    """An ARN of Image Builder, in pieces."""

    partition: str
    region: str
    owner: str
    """Account, or `aws` and the like for what AWS manages."""
    path: str
    """component, image-recipe, workflow/build ..."""
    name: str
    version: str = ""
    """May hold `x`; empty for what has no versions."""
    build: str = ""

    def __str__(self) -> str:
        rest = [part for part in (self.version, self.build) if part]
        head = f"arn:{self.partition}:imagebuilder:{self.region}:{self.owner}"
        return ":".join([head, "/".join([self.path, self.name, *rest])])

    @property
    def managed(self) -> bool:
        """AWS or somebody in its catalogue owns it."""
        return not self.owner.isdigit()

    @property
    def numbers(self) -> tuple[int, ...]:
        """Version and build, for sorting; an `x` is 0."""
        nodes = [*self.version.split("."), self.build or "0"]
        return tuple(int(node) if node.isdigit() else 0 for node in nodes)

    @property
    def without_build(self) -> str:
        """The ARN of the version."""
        return str(self).removesuffix(f"/{self.build}") if self.build else str(self)

    def selects(self, other: Arn) -> bool:
        """Whether this ARN, wildcards and all, stands for that one."""
        same = (self.owner, self.path, self.name) == (other.owner, other.path, other.name)
        nodes = zip(self.version.split("."), other.version.split("."), strict=False)
        matches = all(mine in ("x", theirs) for mine, theirs in nodes)
        return same and matches and self.build in ("", other.build)


def normalised(name: str) -> str:
    """A name as ARNs have it (CreateComponentRequest.name in botocore's model)."""
    return name.lower().replace(" ", "-").replace("_", "-")


def read_arn(text: str) -> Arn:
    """An ARN in pieces; Refusal when it is none, or has a wildcard before a number."""
    match = _ARN.fullmatch(text)
    if match is None:
        raise bad_value("arn", f"'{text}' is not an ARN of Image Builder.")
    pieces = {name: value or "" for name, value in match.groupdict().items()}
    check_wildcards(pieces["version"])
    return Arn(**pieces)


def check_wildcards(version: str) -> None:
    """Right of the first `x` everything is `x` (Image Builder User Guide, semantic versioning)."""
    _, x, rest = version.partition("x")
    if x and rest.strip(".x"):
        raise bad_version(version, "Everything right of the first x must be x.")


def check_numbers(version: str) -> None:
    """Numbers of a version are at most 2^30-1."""
    if any(node.isdigit() and int(node) > LARGEST_NODE for node in version.split(".")):
        raise bad_version(version, f"Each number is at most {LARGEST_NODE}.")


def newest(found: Iterable[Arn]) -> Arn | None:
    """The highest version, and of that the highest build."""
    return max(found, key=lambda arn: arn.numbers, default=None)


def next_version(version: str, taken: Iterable[str]) -> str:
    """The number that a recipe's version with an `x` gets; the version itself without one.

    Raises:
        Refusal: for more than one `x`.

    """
    check_numbers(version)
    nodes = version.split(".")
    if nodes.count("x") > 1:
        raise bad_version(version, "Only one x can be given.")
    if "x" not in nodes:
        return version
    place = nodes.index("x")
    used = [other.split(".") for other in taken]
    same = [int(it[place]) for it in used if _but(it, place) == _but(nodes, place)]
    return ".".join([*nodes[:place], str(max(same, default=-1) + 1), *nodes[place + 1 :]])


def _but(nodes: list[str], place: int) -> list[str]:
    return nodes[:place] + nodes[place + 1 :]


def latest_references(arn: Arn) -> dict[str, str]:
    """The wildcard ARNs that replies call latestVersionReferences (botocore's model)."""
    major, minor, patch = arn.version.split(".")
    head = str(Arn(arn.partition, arn.region, arn.owner, arn.path, arn.name))
    return {
        "latestVersionArn": f"{head}/x.x.x",
        "latestMajorVersionArn": f"{head}/{major}.x.x",
        "latestMinorVersionArn": f"{head}/{major}.{minor}.x",
        "latestPatchVersionArn": f"{head}/{major}.{minor}.{patch}",
    }
