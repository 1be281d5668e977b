"""AWS's partitions, as botocore lists them (botocore/data/partitions.json)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from generator.aws.failures import translated
from generator.errors import NoRegionError


@cache
def _partitions() -> tuple[Mapping[str, Any], ...]:
    from botocore.loaders import create_loader

    with translated("read botocore's list of partitions"):
        return tuple(create_loader().load_data("partitions")["partitions"])


def partition_of(region: str) -> str:
    """The partition of a region, also of one that botocore does not list yet.

    Raises:
        NoRegionError: for a name that no partition could have.
    """
    for each in _partitions():
        if region in each["regions"]:
            return str(each["id"])
    for each in _partitions():
        if re.fullmatch(each["regionRegex"], region, re.ASCII):
            return str(each["id"])
    raise NoRegionError(
        f'"{region}" is not the name of a region', "write it as in eu-west-1 or us-gov-west-1"
    )


def dns_suffix(partition: str) -> str:
    """The end of the host names of a partition's services, such as amazonaws.com.

    Raises:
        KeyError: for a partition that does not exist.
    """
    found = {str(each["id"]): str(each["outputs"]["dnsSuffix"]) for each in _partitions()}
    return found[partition]


def dns_suffixes() -> tuple[str, ...]:
    """Of all partitions."""
    return tuple(dict.fromkeys(str(each["outputs"]["dnsSuffix"]) for each in _partitions()))


def regions(partition: str) -> tuple[str, ...]:
    """The regions of a partition that botocore lists, without its `aws-global` and the like."""
    names = (n for each in _partitions() if each["id"] == partition for n in each["regions"])
    return tuple(sorted(name for name in names if not name.endswith("-global")))
