"""What the emulated Image Builder refuses, lists and remembers."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError


def component(factory: Any, **said: Any) -> dict[str, Any]:
    wanted = {"name": "hello", "semanticVersion": "1.0.0", "platform": "Linux"}
    wanted |= {"data": factory.DOCUMENT}
    return {key: value for key, value in (wanted | said).items() if value is not None}


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"name": "x"}, "InvalidParameterValueException"),
        ({"platform": "BeOS"}, "InvalidParameterValueException"),
        ({"tags": {"aws:mine": "no"}}, "InvalidParameterValueException"),
        ({"data": None}, "InvalidParameterCombinationException"),
        ({"uri": "s3://there/is"}, "InvalidParameterCombinationException"),
        ({"data": None, "uri": "s3://there/is"}, "InvalidParameterValueException"),
        ({"data": "phases: ["}, "InvalidRequestException"),
        ({"data": "phases: []"}, "InvalidRequestException"),
        ({"dryRun": True}, "DryRunOperationException"),
    ],
)
def test_components_are_checked(factory: Any, said: dict[str, Any], code: str) -> None:
    assert code == factory.refused("create_component", **component(factory, **said))
    assert [] == factory.api.list_components()["componentVersionList"]


def test_a_component_tells_its_type_and_parameters(factory: Any) -> None:
    data = """
schemaVersion: 1.0
parameters: [{Port: {type: string, default: 80}}]
phases: [{name: test, steps: [{name: Check, action: ExecuteBash}]}]
"""
    arn = factory.component(data, tags={"team": "web"})
    found = factory.api.get_component(componentBuildVersionArn=arn)["component"]

    assert ("TEST", True, {"team": "web"}) == (found["type"], found["encrypted"], found["tags"])
    assert [{"name": "Port", "type": "String", "defaultValue": ["80"]}] == found["parameters"]


def test_recipes_are_checked(factory: Any) -> None:
    arn = factory.component()
    windows = factory.component(name="for-windows", platform="Windows")
    needy = factory.component(
        "parameters: [{Port: {type: string}}]\n" + factory.DOCUMENT.strip(), name="needy"
    )

    def refused(*components: str, parent: str = factory.PARENT) -> str:
        used = [{"componentArn": it} for it in components]
        return factory.refused(
            "create_image_recipe",
            name="web",
            semanticVersion="1.0.0",
            parentImage=parent,
            components=used or [{"componentArn": arn}],
        )

    assert [
        "ResourceNotFoundException",
        "InvalidRequestException",
        "InvalidRequestException",
        "InvalidParameterValueException",
        "InvalidParameterValueException",
        "InvalidParameterValueException",
    ] == [
        refused(arn.replace("hello", "nowhere")),
        refused(arn, arn),
        refused(arn, windows),
        refused(needy),
        refused(parent="ami-0123456789abcdef0"),
        refused(parent="nonsense"),
    ]


def test_infrastructure_and_distribution_are_checked(factory: Any) -> None:
    def infrastructure(**said: Any) -> str:
        wanted = {"name": "infra", "instanceProfileName": "builder"} | said
        return factory.refused("create_infrastructure_configuration", **wanted)

    def distribution(*entries: dict[str, Any]) -> str:
        return factory.refused(
            "create_distribution_configuration", name="dist", distributions=list(entries)
        )

    entry = {"region": "eu-west-1", "amiDistributionConfiguration": {"description": "an image"}}
    name = {"amiDistributionConfiguration": {"name": "always the same"}}
    assert [
        "InvalidParameterValueException",
        "InvalidRequestException",
        "InvalidParameterValueException",
        "InvalidRequestException",
        "InvalidRequestException",
        "InvalidParameterValueException",
    ] == [
        infrastructure(instanceProfileName="nobody"),
        infrastructure(subnetId="subnet-0123456789abcdef0"),
        infrastructure(resourceTags={"Name": "mine"}),
        distribution(entry, entry),
        distribution({"region": "eu-west-1"}),
        distribution(entry | name),
    ]


def test_pipelines_are_checked(factory: Any) -> None:
    recipe, infrastructure = factory.recipe(), factory.infrastructure()

    def refused(**said: Any) -> str:
        wanted = {
            "name": "web",
            "imageRecipeArn": recipe,
            "infrastructureConfigurationArn": infrastructure,
        } | said
        return factory.refused("create_image_pipeline", **wanted)

    workflow = "arn:aws:imagebuilder:eu-west-1:aws:workflow/build/build-image/x.x.x"
    assert [
        "ResourceNotFoundException",
        "InvalidParameterValueException",
        "InvalidParameterValueException",
        "InvalidRequestException",
        "InvalidRequestException",
        "InvalidParameterValueException",
    ] == [
        refused(imageRecipeArn=recipe.replace("1.0.0", "2.0.0")),
        refused(schedule={"scheduleExpression": "every day"}),
        refused(schedule={"scheduleExpression": "rate(1 day)", "timezone": "Moon/Crater"}),
        refused(workflows=[{"workflowArn": workflow}]),
        refused(loggingConfiguration={"imageLogGroupName": "/my/own"}),
        refused(executionRole="nobody"),
    ]


def test_an_update_replaces_every_setting(factory: Any) -> None:
    arn = factory.infrastructure(description="first", instanceTypes=["m5.large"])
    factory.api.update_infrastructure_configuration(
        infrastructureConfigurationArn=arn, instanceProfileName="builder"
    )
    found = factory.api.get_infrastructure_configuration(infrastructureConfigurationArn=arn)

    assert {"description", "instanceTypes"}.isdisjoint(found["infrastructureConfiguration"])


def test_a_lifecycle_policy_is_checked_and_keeps_its_type(factory: Any) -> None:
    asked: dict[str, Any] = {
        "name": "tidy",
        "executionRole": "executor",
        "resourceType": "AMI_IMAGE",
        "policyDetails": [{"action": {"type": "DELETE"}, "filter": {"type": "COUNT", "value": 3}}],
        "resourceSelection": {"recipes": [{"name": "web", "semanticVersion": "x.x.x"}]},
    }
    wrong = {"action": {"type": "DEPRECATE"}, "filter": {"type": "COUNT", "value": 3}}
    assert "InvalidParameterValueException" == factory.refused(
        "create_lifecycle_policy", **asked | {"policyDetails": [wrong]}
    )

    arn = factory.api.create_lifecycle_policy(**asked)["lifecyclePolicyArn"]
    rest = {key: value for key, value in asked.items() if key != "name"}
    rest |= {"lifecyclePolicyArn": arn, "resourceType": "CONTAINER_IMAGE"}

    assert "InvalidParameterValueException" == factory.refused("update_lifecycle_policy", **rest)
    assert (
        "ENABLED"
        == factory.api.get_lifecycle_policy(lifecyclePolicyArn=arn)["lifecyclePolicy"]["status"]
    )


def test_a_token_answers_once_and_refuses_another_request(factory: Any) -> None:
    first = factory.component(clientToken="one")

    assert first == factory.component(clientToken="one")
    assert "IdempotentParameterMismatchException" == factory.refused(
        "create_component", **component(factory, clientToken="one", name="other")
    )


def test_lists_have_pages_and_filters(factory: Any) -> None:
    for number in range(3):
        factory.component(name=f"part-{number}")
    pages = factory.api.get_paginator("list_components").paginate(PaginationConfig={"PageSize": 2})
    wanted = [{"name": "name", "values": ["part-1"]}]

    assert [2, 1] == [len(page["componentVersionList"]) for page in pages]
    assert ["part-1"] == [
        it["name"] for it in factory.api.list_components(filters=wanted)["componentVersionList"]
    ]
    assert "InvalidPaginationTokenException" == factory.refused("list_components", nextToken="x")


def test_a_list_has_one_entry_a_version_and_its_builds_apart(factory: Any) -> None:
    first = factory.component()
    factory.component(factory.DOCUMENT.replace("installed", "changed"))
    version = first.rpartition("/")[0]
    listed = factory.api.list_components()["componentVersionList"]
    builds = factory.api.list_component_build_versions(componentVersionArn=version)

    assert [version] == [it["arn"] for it in listed]
    assert [f"{version}/1", f"{version}/2"] == [it["arn"] for it in builds["componentSummaryList"]]


def test_tags_come_and_go(factory: Any) -> None:
    arn = factory.component(tags={"a": "1"})
    factory.api.tag_resource(resourceArn=arn, tags={"b": "2"})
    factory.api.untag_resource(resourceArn=arn, tagKeys=["a"])

    assert {"b": "2"} == factory.api.list_tags_for_resource(resourceArn=arn)["tags"]


def test_what_aws_manages_is_there_and_cannot_be_changed(factory: Any) -> None:
    arn = "arn:aws:imagebuilder:eu-west-1:aws:component/update-linux/x.x.x"
    found = factory.api.get_component(componentBuildVersionArn=arn)["component"]

    assert ("Amazon", "update-linux") == (found["owner"], found["name"])
    assert "InvalidRequestException" == factory.refused(
        "delete_component", componentBuildVersionArn=found["arn"]
    )


@pytest.mark.parametrize(
    ("operation", "asked"),
    [
        ("list_lifecycle_executions", {"resourceArn": "lifecycle-policy/tidy"}),
        ("list_components", {"owner": "Amazon"}),
    ],
)
def test_what_is_not_emulated_is_refused_loudly(
    factory: Any, operation: str, asked: dict[str, str]
) -> None:
    head = "arn:aws:imagebuilder:eu-west-1:123456789012:"
    whole = {key: head + it if key.endswith("Arn") else it for key, it in asked.items()}
    with pytest.raises(ClientError, match="does not emulate") as caught:
        getattr(factory.api, operation)(**whole)

    assert "NotEmulated" == caught.value.response["Error"]["Code"]
