"""troposphere against CloudFormation's own schemas: what it cannot say yet.

The templates use nothing of this list. When troposphere catches up the test fails, and the entry
goes; when a new release of the schemas brings properties that troposphere lacks, it fails too.
"""

from __future__ import annotations

import pytest
from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER
from troposphere import imagebuilder

GAPS = {
    "Component": set(),
    "DistributionConfiguration": set(),
    "ImagePipeline": set(),
    "ImageRecipe": set(),
    "InfrastructureConfiguration": {"ParentInstance", "TerminateInstanceOnCompletion"},
    "LifecyclePolicy": set(),
    "Workflow": set(),
}


@pytest.mark.parametrize("kind", GAPS)
def test_troposphere_lacks_only_what_is_known(kind: str) -> None:
    schema = PROVIDER_SCHEMA_MANAGER.get_resource_schema(
        "us-east-1", f"AWS::ImageBuilder::{kind}"
    ).schema
    read_only = {pointer.rpartition("/")[2] for pointer in schema.get("readOnlyProperties", [])}
    known = set(getattr(imagebuilder, kind).props)

    assert set(schema["properties"]) - read_only - known == GAPS[kind]


def test_troposphere_still_refuses_macos() -> None:
    """Nothing builds macOS here yet; once this fails, the validator needs no way around."""
    with pytest.raises(ValueError, match="Linux, Windows"):
        imagebuilder.Component("Mac", Name="mac", Platform="macOS", Version="1.0.0").to_dict()
