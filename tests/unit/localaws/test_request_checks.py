"""Requests are held against the service model, whatever the service."""

from __future__ import annotations

from typing import Any

import pytest
from moto.core.utils import get_service_model

from generator.localaws.request_checks import request_problems


def problems(service: str, operation: str, **asked: Any) -> list[str]:
    shape = get_service_model(service).operation_model(operation).input_shape
    return [f"{where}: {why}" for where, why in request_problems(shape, asked)]


def test_a_right_request_has_no_problems() -> None:
    asked = {
        "name": "hello",
        "semanticVersion": "1.0.0",
        "platform": "Linux",
        "clientToken": "one",
        "tags": {"team": "web"},
    }

    assert [] == problems("imagebuilder", "CreateComponent", **asked)


@pytest.mark.parametrize(
    ("asked", "problem"),
    [
        ({}, "resourceArn: is required"),
        ({"resourceArn": 7, "tags": {"a": "b"}}, "resourceArn: must be a string"),
        ({"tags": {}}, "tags: must have at least 1 entries, has 0"),
        ({"tags": ["a"]}, "tags: must be a map"),
        ({"tags": {"aws:a": "b"}}, "tags (key aws:a): must satisfy regular expression pattern"),
        ({"tags": {"a": "b" * 300}}, "tags.a: must have at most 256 characters, has 300"),
        ({"colour": "red"}, "colour: is not a member of the request"),
    ],
)
def test_what_a_model_says_is_checked(asked: dict[str, Any], problem: str) -> None:
    found = problems("imagebuilder", "TagResource", **asked)

    assert [one for one in found if one.startswith(problem)]


def test_lists_numbers_and_enumerations_are_checked() -> None:
    distribution = {"region": "eu-west-1", "fastLaunchConfigurations": [{"enabled": "yes"}]}
    found = problems(
        "imagebuilder", "CreateDistributionConfiguration", name="dist", distributions=[distribution]
    )
    infrastructure = problems(
        "imagebuilder",
        "UpdateInfrastructureConfiguration",
        instanceMetadataOptions={"httpPutResponseHopLimit": 65},
        placement={"tenancy": "mine"},
    )

    place = "distributions.1.member.fastLaunchConfigurations.1.member.enabled"
    assert f"{place}: must be true or false" in found
    limit = "instanceMetadataOptions.httpPutResponseHopLimit"
    assert f"{limit}: must have value less than or equal to 64" in infrastructure
    assert [it for it in infrastructure if it.startswith("placement.tenancy: must satisfy enum")]
