"""Names and versions behave as the service says of itself (imagebuilder.md 2)."""

from __future__ import annotations

from typing import Any


def test_names_that_differ_in_case_and_spaces_are_the_same(factory: Any) -> None:
    first = factory.component(name="Hello World")
    second = factory.component(factory.OTHER, name="hello_world")

    assert first.endswith(":component/hello-world/1.0.0/1")
    assert second.endswith(":component/hello-world/1.0.0/2")


def test_other_content_is_a_new_build_and_the_same_content_is_refused(factory: Any) -> None:
    factory.component()
    code = factory.refused(
        "create_component",
        name="hello",
        semanticVersion="1.0.0",
        platform="Linux",
        data=factory.DOCUMENT,
    )

    assert "ResourceAlreadyExistsException" == code
    assert factory.component(factory.OTHER).endswith("/1.0.0/2")


def test_a_recipe_of_the_same_version_is_refused(factory: Any) -> None:
    factory.recipe(semanticVersion="1.0.0")
    asked = {"name": "Web", "semanticVersion": "1.0.0", "parentImage": factory.PARENT}

    assert "ResourceAlreadyExistsException" == factory.refused("create_image_recipe", **asked)


def test_an_x_in_a_recipe_version_counts_up(factory: Any) -> None:
    arns = [factory.recipe(), factory.recipe(), factory.recipe(semanticVersion="1.x.0")]

    assert ["1.0.0", "1.0.1", "1.1.0"] == [arn.rpartition("/")[2] for arn in arns]


def test_versions_that_are_none_are_refused(factory: Any) -> None:
    component = {"name": "hello", "platform": "Linux", "data": factory.DOCUMENT}
    recipe = {"name": "web", "parentImage": factory.PARENT}

    assert {"InvalidVersionNumberException"} == {
        factory.refused("create_component", semanticVersion="1.0.x", **component),
        factory.refused("create_component", semanticVersion="1.0.1073741824", **component),
        factory.refused("create_image_recipe", semanticVersion="1.x.x", **recipe),
        factory.refused("create_image_recipe", semanticVersion="1.0", **recipe),
    }


def test_a_wildcard_with_a_number_after_it_selects_nothing(factory: Any) -> None:
    arn = factory.component().rpartition(":")[0] + ":component/hello/x.0.x"

    assert "InvalidVersionNumberException" == factory.refused(
        "get_component", componentBuildVersionArn=arn
    )


def test_a_wildcard_selects_the_newest_when_the_build_starts(factory: Any) -> None:
    wildcard = factory.component().replace("1.0.0/1", "1.x.x")
    pipeline = factory.pipeline(factory.recipe(wildcard))
    factory.component(factory.OTHER, semanticVersion="1.10.0")
    factory.component(factory.OTHER, semanticVersion="1.9.0")

    lines = "\n".join(factory.log(factory.built(pipeline)))

    assert "hello/1.10.0/1" in lines
    assert "hello/1.9.0/1" not in lines


def test_what_is_referred_to_cannot_be_deleted(factory: Any) -> None:
    component = factory.component()
    recipe = factory.recipe(component)
    infrastructure = factory.infrastructure()
    factory.pipeline(recipe, infrastructureConfigurationArn=infrastructure)

    assert ["ResourceDependencyException"] * 3 == [
        factory.refused("delete_component", componentBuildVersionArn=component),
        factory.refused("delete_image_recipe", imageRecipeArn=recipe),
        factory.refused(
            "delete_infrastructure_configuration", infrastructureConfigurationArn=infrastructure
        ),
    ]


def test_things_can_be_deleted_in_order(factory: Any) -> None:
    component = factory.component()
    recipe = factory.recipe(component)
    pipeline = factory.pipeline(recipe)

    factory.api.delete_image_pipeline(imagePipelineArn=pipeline)
    factory.api.delete_image_recipe(imageRecipeArn=recipe)
    factory.api.delete_component(componentBuildVersionArn=component)

    assert [] == factory.api.list_components()["componentVersionList"]
    assert "ResourceNotFoundException" == factory.refused("get_image_recipe", imageRecipeArn=recipe)
