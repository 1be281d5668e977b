"""What a deployment means for each image, in words."""

from __future__ import annotations

import pytest

from generator.plan.image_changes import Impact
from generator.plan.review import creation, review
from generator.ports.stacks import Change, ChangeSet, PropertyChange, Stack
from tests.unit.plan.conftest import WEB


def words(review) -> dict[str, str]:
    return {image.name: str(image.impact) for image in review.images}


def causes(review, name: str) -> list[tuple[str, str]]:
    image = next(each for each in review.images if each.name == name)
    return [(cause.pointer, cause.place) for cause in image.causes]


def test_every_image_of_a_new_stack_is_new(target_of) -> None:
    review = creation(target_of())

    assert {"Webserver": "new image", "api": "new image"} == words(review)
    assert [("Webserver.imageName", "web.yaml:4")] == causes(review, "Webserver")


def test_nothing_changes_with_the_same_payload(reviewed) -> None:
    review = reviewed(WEB)

    assert {"Webserver": "nothing", "api": "nothing"} == words(review)
    assert review.empty


def test_lines_that_move_change_nothing(reviewed) -> None:
    assert reviewed(f"# a comment\n\n{WEB}").empty


def test_another_script_is_a_new_recipe(reviewed) -> None:
    """The recipe is replaced for certain: it refers to a component that is."""
    review = reviewed(WEB.replace("web-1.sh", "web-2.sh"))

    assert {"Webserver": "new recipe, next build differs", "api": "nothing"} == words(review)
    assert [("Webserver.bootstrapUrl", "web.yaml:6")] == causes(review, "Webserver")
    assert all(image.certain for image in review.images)


def test_another_source_is_a_new_recipe(reviewed) -> None:
    """Its description changes as well, but nobody wrote that one."""
    review = reviewed(WEB.replace("abcdef1", "abcdef2"))

    assert {"Webserver": "nothing", "api": "new recipe, next build differs"} == words(review)
    assert [("api.sourceImage", "web.yaml:9")] == causes(review, "api")


def test_updates_of_the_system_are_no_component_of_the_payload(reviewed) -> None:
    review = reviewed(f"{WEB}    updateOs: never\n")

    assert [("api.updateOs", "web.yaml:12")] == causes(review, "api")


@pytest.mark.parametrize(
    ("key", "cause"),
    [
        ('accounts: ["444455556666"]', "accounts"),
        ('schedule: {expression: "cron(0 4 ? * SUN *)", timezone: UTC}', "schedule"),
        ("scan: true", "scan"),
    ],
)
def test_settings_do_not_change_what_is_built(reviewed, key: str, cause: str) -> None:
    review = reviewed(f"{WEB}    encrypted: false\n    {key}\n", f"{WEB}    encrypted: false\n")

    assert {"Webserver": "nothing", "api": "settings only"} == words(review)
    assert (f"api.{cause}", "web.yaml:13") in causes(review, "api")


def test_what_images_share_changes_all_of_them(reviewed) -> None:
    review = reviewed(WEB.replace("  name: web\n", "  name: web\n  logRetentionDays: 30\n"))

    assert {"Webserver": "settings only", "api": "settings only"} == words(review)
    assert [("factory.logRetentionDays", "web.yaml:3")] == causes(review, "api")


def test_an_image_that_comes_and_one_that_goes(reviewed) -> None:
    """A renamed image is both."""
    review = reviewed(WEB.replace("imageName: api", "imageName: service"))

    assert {
        "Webserver": "nothing",
        "service": "new image",
        "api": "image goes",
    } == words(review)


def test_another_case_is_the_same_image(reviewed) -> None:
    review = reviewed(WEB.replace("imageName: api", "imageName: API"))

    assert Impact.GOES not in {image.impact for image in review.images}


def test_a_renamed_factory_replaces_pipelines(reviewed) -> None:
    """The stack is the same here, as with --stack-name."""
    review = reviewed(WEB.replace("name: web", "name: shop", 1))

    assert {"Webserver": "pipeline replaced", "api": "pipeline replaced"} == words(review)


def test_a_parameter_of_the_template_is_told_as_one(target_of) -> None:
    """The payload does not say where builds run, so the deployer does."""
    target = target_of(parameters={"SubnetId": "subnet-12345678"})
    change = Change(
        "Modify",
        "InfrastructureX86",
        "AWS::ImageBuilder::InfrastructureConfiguration",
        properties=(PropertyChange("/Properties/SubnetId", None, "subnet-12345678", "Never"),),
    )
    made = ChangeSet("arn", "a", "CREATE_COMPLETE", changes=(change,))
    stack = Stack("arn", "web", "CREATE_COMPLETE", tags=target.tags)
    found = review(target, made, target.template, stack)

    assert {"Webserver": "settings only", "api": "settings only"} == words(found)
    assert [("parameter SubnetId", "")] == causes(found, "api")
