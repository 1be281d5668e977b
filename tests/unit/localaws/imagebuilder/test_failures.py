"""Builds that fail, are cancelled and go on."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.mark.parametrize(
    "state",
    ["PENDING", "CREATING", "BUILDING", "TESTING", "DISTRIBUTING", "INTEGRATING", "AVAILABLE"],
)
def test_a_build_can_be_told_to_fail_in_any_state(factory: Any, state: str) -> None:
    factory.aws.faults.build(image="web", state=state, message="told to", log=("a last line",))
    image = factory.built(factory.pipeline())
    expected = "INTEGRATING" if state == "AVAILABLE" else state

    assert "FAILED" == image["state"]["status"]
    assert expected in (image["state"]["failureContext"]["imageStatus"], "INTEGRATING")
    assert "told to" in image["state"]["reason"]
    assert "[emulated] a last line" in factory.log(image)
    assert set() == set(factory.instances()) - {"terminated"}


def test_a_failed_component_is_named(factory: Any) -> None:
    factory.aws.faults.build(state="BUILDING", message="exit status 1")
    image = factory.built(factory.pipeline())
    context = image["state"]["failureContext"]

    assert "ApplyBuildComponents" == context["failedStep"]
    assert {
        "componentArn": "arn:aws:imagebuilder:eu-west-1:123456789012:component/hello/1.0.0/1",
        "phaseName": "build",
        "stepName": "Install",
        "action": "ExecuteBash",
        "errorMessage": "exit status 1",
    } == context["componentFailure"]
    assert ("BUILD", "CreateOutputAMI", "CANCELLED") in factory.steps(image["arn"])


def test_a_named_step_fails(factory: Any) -> None:
    factory.aws.faults.build(state="BUILDING", step="CreateOutputAMI")
    context = factory.built(factory.pipeline())["state"]["failureContext"]

    assert "CreateOutputAMI" == context["failedStep"]
    assert "componentFailure" not in context


def test_the_instance_stays_when_asked(factory: Any) -> None:
    factory.aws.faults.build(state="BUILDING")
    infrastructure = factory.infrastructure(terminateInstanceOnFailure=False)
    factory.built(factory.pipeline(infrastructureConfigurationArn=infrastructure))

    assert ["running"] == factory.instances()


def test_a_subnet_that_is_not_there_fails_the_build(factory: Any) -> None:
    infrastructure = factory.infrastructure(
        subnetId="subnet-0123456789abcdef0", securityGroupIds=["sg-0123456789abcdef0"]
    )
    state = factory.built(factory.pipeline(infrastructureConfigurationArn=infrastructure))["state"]

    assert "FAILED" == state["status"]
    assert "LaunchBuildInstance" == state["failureContext"]["failedStep"]


def test_a_parameter_that_is_not_there_fails_the_build(factory: Any) -> None:
    pipeline = factory.pipeline(factory.recipe(parentImage="ssm:/imagebuilder/nowhere"))
    state = factory.built(pipeline)["state"]

    assert ("FAILED", "CREATING") == (state["status"], state["failureContext"]["imageStatus"])


def test_a_build_can_be_cancelled(factory: Any) -> None:
    arn = factory.start(factory.pipeline())
    factory.aws.clock.advance(200)
    factory.api.cancel_image_creation(imageBuildVersionArn=arn)
    before = factory.image(arn)["state"]["status"]
    factory.aws.clock.advance(factory.HOUR)

    assert ("BUILDING", "CANCELLED") == (before, factory.image(arn)["state"]["status"])
    assert ["terminated"] == factory.instances()
    assert "InvalidRequestException" == factory.refused(
        "cancel_image_creation", imageBuildVersionArn=arn
    )


def test_a_retry_goes_on_from_the_phase_that_failed(factory: Any) -> None:
    factory.aws.faults.build(state="DISTRIBUTING")
    failed = factory.built(factory.pipeline())
    factory.api.retry_image(imageBuildVersionArn=failed["arn"])
    factory.aws.clock.advance(factory.HOUR)
    image = factory.image(failed["arn"])
    runs = factory.api.list_workflow_executions(imageBuildVersionArn=failed["arn"])

    assert ("FAILED", "AVAILABLE") == (failed["state"]["status"], image["state"]["status"])
    assert [
        ("BUILD", "COMPLETED", None),
        ("TEST", "COMPLETED", None),
        ("DISTRIBUTION", "FAILED", True),
        ("DISTRIBUTION", "COMPLETED", None),
    ] == [(it["type"], it["status"], it.get("retried")) for it in runs["workflowExecutions"]]


def test_a_build_without_an_ami_cannot_be_retried(factory: Any) -> None:
    factory.aws.faults.build(state="BUILDING")
    failed = factory.built(factory.pipeline())

    assert "InvalidRequestException" == factory.refused(
        "retry_image", imageBuildVersionArn=failed["arn"]
    )


def test_an_image_is_deleted_but_not_while_it_is_built(factory: Any) -> None:
    arn = factory.start(factory.pipeline())

    assert "InvalidRequestException" == factory.refused("delete_image", imageBuildVersionArn=arn)
    factory.aws.clock.advance(factory.HOUR)
    made = factory.image(arn)["outputResources"]["amis"][0]["image"]
    factory.api.delete_image(imageBuildVersionArn=arn)
    assert "ResourceNotFoundException" == factory.refused("get_image", imageBuildVersionArn=arn)
    assert made == factory.ami(made)["ImageId"]


def test_a_key_that_is_not_there_fails_the_build(factory: Any) -> None:
    key = "arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-3333-4444-555555555555"
    volume = {"deviceName": "/dev/xvda", "ebs": {"encrypted": True, "kmsKeyId": key}}
    recipe = factory.recipe(blockDeviceMappings=[volume])
    context = factory.built(factory.pipeline(recipe))["state"]["failureContext"]

    assert ("BUILDING", "LaunchBuildInstance") == (context["imageStatus"], context["failedStep"])


def test_a_long_message_fits_into_the_replies(factory: Any) -> None:
    factory.aws.faults.build(state="BUILDING", message="no " * 1000)
    image = factory.built(factory.pipeline())

    assert 1024 == len(image["state"]["reason"])
    assert ("BUILD", "ApplyBuildComponents", "FAILED") in factory.steps(image["arn"])


@pytest.mark.parametrize("name", ["Web", "web", "shop/web", "shop-web", "SHOP-*"])
def test_a_build_fails_by_every_name_of_its_image(factory: Any, name: str) -> None:
    """By that of the payload, not only by that of the recipe, which holds the factory as well."""
    tags = {"amifactory:factory": "shop", "amifactory:image": "Web"}
    recipe = factory.recipe(factory.component(), name="shop-web", tags=tags)
    factory.aws.faults.build(name)
    image = factory.built(factory.pipeline(recipe, name="shop-web", tags=tags))

    assert "FAILED" == image["state"]["status"]
