"""Image Builder's types in CloudFormation, spelt as the registry schemas spell them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER

from generator.localaws.imagebuilder.kinds import NAMES, model
from generator.localaws.imagebuilder.shapes import from_properties

ELSEWHERE = {"Image": {"ImagePipelineExecutionSettings", "DeletionSettings"}}
"""Properties that never reach a request (and are refused)."""


def stack(factory: Any, resources: dict[str, Any], operation: str = "create_stack") -> list[Any]:
    """The events of a stack, oldest first, an hour later."""
    cloudformation = factory.client("cloudformation")
    body = json.dumps({"Resources": resources})
    getattr(cloudformation, operation)(StackName="images", TemplateBody=body)
    factory.aws.clock.advance(factory.HOUR)
    events = cloudformation.describe_stack_events(StackName="images")["StackEvents"]
    return list(reversed(events))


def resources(factory: Any, data: str = "", **recipe: Any) -> dict[str, Any]:
    def made(kind: str, **properties: Any) -> dict[str, Any]:
        return {"Type": f"AWS::ImageBuilder::{kind}", "Properties": properties}

    used = {"Components": [{"ComponentArn": {"Ref": "Hello"}}], "ParentImage": factory.PARENT}
    return {
        "Hello": made("Component", Name="hello", Version="1.0.0", Platform="Linux",
                      Data=data or factory.DOCUMENT),
        "Recipe": made("ImageRecipe", **{"Name": "web", "Version": "1.0.x"} | used | recipe),
        "Infra": made("InfrastructureConfiguration", Name="infra", InstanceProfileName="builder"),
        "Dist": made("DistributionConfiguration", Name="dist", Distributions=[{
            "Region": {"Ref": "AWS::Region"},
            "AmiDistributionConfiguration": {
                "Name": "web {{ imagebuilder:buildDate }}",
                "LaunchPermissionConfiguration": {"UserIds": ["111122223333"]},
            },
        }]),
        "Pipeline": made("ImagePipeline", Name="web",
                         ImageRecipeArn={"Fn::GetAtt": ["Recipe", "Arn"]},
                         InfrastructureConfigurationArn={"Ref": "Infra"},
                         DistributionConfigurationArn={"Ref": "Dist"},
                         Tags={"amifactory:factory": "web"}),
    }  # fmt: skip


def unknown(schema: Mapping[str, Any], node: Any, shape: Any, path: str) -> Iterator[str]:
    """Properties of a schema that the rule does not bring to a member of the request."""
    while "$ref" in node:
        node = schema["definitions"][node["$ref"].rsplit("/", 1)[1]]
    if shape.type_name == "list":
        yield from unknown(schema, node.get("items", {}), shape.member, path)
    if shape.type_name != "structure":
        return
    for name, inner in node.get("properties", {}).items():
        member = next(iter(from_properties(shape, {name: None})))
        if member in shape.members:
            yield from unknown(schema, inner, shape.members[member], f"{path}/{name}")
        else:
            yield f"{path}/{name}"


@pytest.mark.parametrize("kind", NAMES)
def test_every_property_is_a_member_of_the_request(kind: str) -> None:
    type_ = f"AWS::ImageBuilder::{kind}"
    schema = PROVIDER_SCHEMA_MANAGER.get_resource_schema("us-east-1", type_).schema
    read_only = {it.split("/")[2] for it in schema["readOnlyProperties"]}
    shape = model().operation_model(f"Create{kind}").input_shape
    found = unknown(schema, {"properties": schema["properties"]}, shape, "")

    assert ELSEWHERE.get(kind, set()) == {it.strip("/") for it in found} - read_only


def test_a_stack_makes_a_pipeline_that_builds(factory: Any) -> None:
    last = stack(factory, resources(factory))[-1]
    pipelines = factory.api.list_image_pipelines()["imagePipelineList"]
    image = factory.built(pipelines[0]["arn"])

    assert "CREATE_COMPLETE" == last["ResourceStatus"]
    assert {"amifactory:factory": "web"} == pipelines[0]["tags"]
    assert "AVAILABLE" == image["state"]["status"]
    made = image["outputResources"]["amis"][0]["image"]
    assert made == factory.ami(made, account="111122223333")["ImageId"]


def test_a_changed_component_moves_the_pipeline_to_a_new_recipe(factory: Any) -> None:
    stack(factory, resources(factory))
    last = stack(factory, resources(factory, factory.OTHER), "update_stack")[-1]
    pipeline = factory.api.list_image_pipelines()["imagePipelineList"][0]
    recipes = factory.api.list_image_recipes()["imageRecipeSummaryList"]
    builds = factory.api.list_component_build_versions()["componentSummaryList"]

    assert "UPDATE_COMPLETE" == last["ResourceStatus"]
    assert pipeline["imageRecipeArn"].endswith(":image-recipe/web/1.0.1")
    assert [pipeline["imageRecipeArn"]] == [it["arn"] for it in recipes]
    assert ["/1.0.0/2"] == [it["arn"][-8:] for it in builds]


def test_a_recipe_whose_version_stands_still_rolls_the_stack_back(factory: Any) -> None:
    fixed = {"Version": "1.0.0"}
    stack(factory, resources(factory, **fixed))
    events = stack(factory, resources(factory, factory.OTHER, **fixed), "update_stack")
    reasons = [it.get("ResourceStatusReason", "") for it in events]
    known = "arn:aws:imagebuilder:eu-west-1:123456789012:image-recipe/web/1.0.0"
    wanted = f"'AWS::ImageBuilder::ImageRecipe' with identifier '{known}' already exists."

    assert "UPDATE_ROLLBACK_COMPLETE" == events[-1]["ResourceStatus"]
    assert [it for it in reasons if wanted in it]
    assert [it for it in reasons if "HandlerErrorCode: AlreadyExists" in it]


def test_tags_change_in_place(factory: Any) -> None:
    wanted = resources(factory)
    stack(factory, wanted)
    wanted["Hello"]["Properties"]["Tags"] = {"team": "web"}
    stack(factory, wanted, "update_stack")
    builds = factory.api.list_component_build_versions()["componentSummaryList"]

    assert [{"team": "web"}] == [it["tags"] for it in builds]


def test_a_deleted_stack_leaves_nothing(factory: Any) -> None:
    stack(factory, resources(factory))
    factory.client("cloudformation").delete_stack(StackName="images")
    factory.aws.clock.advance(factory.HOUR)
    backend = factory.api

    assert [[], [], [], []] == [
        backend.list_components()["componentVersionList"],
        backend.list_image_recipes()["imageRecipeSummaryList"],
        backend.list_image_pipelines()["imagePipelineList"],
        backend.list_infrastructure_configurations()["infrastructureConfigurationSummaryList"],
    ]


def test_an_image_in_a_stack_is_there_when_it_is_built(factory: Any) -> None:
    wanted = resources(factory)
    wanted["Image"] = {
        "Type": "AWS::ImageBuilder::Image",
        "Properties": {
            "ImageRecipeArn": {"Ref": "Recipe"},
            "InfrastructureConfigurationArn": {"Ref": "Infra"},
        },
    }
    last = stack(factory, wanted)[-1]
    images = factory.api.list_image_build_versions()["imageSummaryList"]

    assert "CREATE_COMPLETE" == last["ResourceStatus"]
    assert ["AVAILABLE"] == [it["state"]["status"] for it in images]
