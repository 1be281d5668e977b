"""Partitions, as botocore lists them."""

from __future__ import annotations

import pytest

from generator.aws import partitions
from generator.errors import NoRegionError
from generator.payload.regions import PARTITIONS


@pytest.mark.parametrize(
    ("region", "partition", "suffix"),
    [
        ("eu-west-1", "aws", "amazonaws.com"),
        ("cn-north-1", "aws-cn", "amazonaws.com.cn"),
        ("us-gov-west-1", "aws-us-gov", "amazonaws.com"),
        ("eusc-de-east-1", "aws-eusc", "amazonaws.eu"),
        ("us-iso-east-1", "aws-iso", "c2s.ic.gov"),
        ("eu-south-99", "aws", "amazonaws.com"),
    ],
)
def test_a_region_has_its_partition(region: str, partition: str, suffix: str) -> None:
    """Also one that AWS opens after this botocore."""
    assert partition == partitions.partition_of(region)
    assert suffix == partitions.dns_suffix(partition)
    assert suffix in partitions.dns_suffixes()


@pytest.mark.parametrize("region", ["", "ireland", "eu-west", "eu-west-1\n", "eu-west-1.evil"])
def test_what_is_no_region_is_told(region: str) -> None:
    with pytest.raises(NoRegionError, match="is not the name of a region"):
        partitions.partition_of(region)


def test_regions_of_a_partition_are_those_that_payloads_may_name() -> None:
    for partition in set(PARTITIONS.values()):
        known = {region for region, of in PARTITIONS.items() if of == partition}

        assert known == set(partitions.regions(partition))
