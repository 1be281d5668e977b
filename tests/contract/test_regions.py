"""What AWS says of its regions, against the list that rules use."""

from botocore.loaders import Loader

from generator.payload.regions import PARTITIONS


def test_regions_and_partitions_are_those_that_botocore_knows():
    """When this fails, AWS has new regions: add them to regions.py."""
    known = {
        region: partition["id"]
        for partition in Loader().load_data("partitions")["partitions"]
        for region in partition["regions"]
        if not region.endswith("-global")  # stands for services without regions
    }
    assert known == PARTITIONS
