"""What EC2 says of its instance types, against the list that rules use."""

import gzip
import json
from importlib.resources import files

import pytest
from botocore.loaders import Loader

from generator.payload.instance_families import FAMILIES, architecture_of, family_of


@pytest.fixture(scope="module")
def instance_types():
    model = Loader().load_service_model("ec2", "service-2")
    return model["shapes"]["InstanceType"]["enum"]


@pytest.fixture(scope="module")
def processors():
    """Architectures by type as moto recorded them from DescribeInstanceTypes."""
    recorded = files("moto").joinpath("ec2/resources/instance_types.json.gz").read_bytes()
    types = json.loads(gzip.decompress(recorded))
    return {name: facts["ProcessorInfo"]["SupportedArchitectures"] for name, facts in types.items()}


def test_families_are_those_of_the_model(instance_types):
    """When this fails, EC2 has new families: add them to instance_families.py."""
    assert {family_of(name) for name in instance_types} == FAMILIES


def test_architectures_are_those_that_ec2_tells(processors):
    wrong = {name for name, known in processors.items() if architecture_of(name) not in known}
    assert set() == wrong


def test_families_that_came_later_are_told_by_their_name():
    """The next Graviton family needs no release: its name says what it is."""
    assert "z1g" not in FAMILIES
    assert [architecture_of("z1g.large"), architecture_of("z1i.large")] == ["arm64", "x86_64"]
