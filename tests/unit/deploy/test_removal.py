"""Stacks go, and what stands against it is said first."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generator.deploy import removal
from generator.deploy.outcome import BusyError, FailedError, RefusedError, Result, Stays
from generator.deploy.wish import Removal
from generator.ports.stacks import ChangeSet
from tests.unit.deploy.conftest import template

KEPT = {"Type": "AWS::S3::Bucket", "DeletionPolicy": "Retain", "Properties": {}}
ONE = template("First", Logs=KEPT)


def destroy(scene, **how):
    stack = scene.stacks.find("web")
    removal.check(stack, Removal(**how), scene.world())
    return removal.destroy(stack, Removal(**how), scene.world())


def test_a_stack_goes_and_what_stays_is_named(scene) -> None:
    scene.stacks.add("web", ONE)

    outcome = destroy(scene)

    assert Result.DELETED == outcome.result
    assert (Stays("Logs", "AWS::S3::Bucket", "logs-1"),) == outcome.stays
    assert scene.stacks.find("web") is None


def test_a_protected_stack_is_not_deleted(scene) -> None:
    scene.stacks.add("web", ONE, protected=True)

    with pytest.raises(RefusedError) as caught:
        destroy(scene)

    assert "add --unprotect to lift that" == caught.value.hint
    assert [] == scene.writes()


def test_protection_is_lifted_when_that_is_asked_for(scene) -> None:
    scene.stacks.add("web", ONE, protected=True)

    assert Result.DELETED == destroy(scene, unprotect=True).result
    assert ["protect", "delete"] == scene.writes()


def test_a_second_try_is_made(scene) -> None:
    """Some resources lean on others in ways that CloudFormation does not see."""
    scene.stacks.add("web", ONE)
    scene.stacks.failing["First"] = "something depended on it"
    real = scene.stacks.delete

    def delete(*given, **more):
        real(*given, **more)
        scene.stacks.failing.clear()

    scene.stacks.delete = delete

    assert Result.DELETED == destroy(scene).result
    assert ["could not delete First; trying once more"] == scene.said()


def test_what_would_not_go_is_named_with_the_way_out(scene) -> None:
    scene.stacks.add("web", ONE)
    scene.stacks.failing["First"] = "the topic is in use by somebody"

    with pytest.raises(FailedError) as caught:
        destroy(scene)

    assert "First" == caught.value.failure.logical_id
    assert caught.value.hint.endswith("or leave it behind: `amifactory destroy web --retain First`")


def test_a_resource_can_be_left_behind(scene) -> None:
    scene.stacks.add("web", ONE, "DELETE_FAILED")
    scene.stacks.failing["First"] = "no"

    assert Result.DELETED == destroy(scene, retain=("First",)).result


def test_without_waiting_it_is_only_begun(scene) -> None:
    scene.stacks.add("web", ONE)

    assert Result.STARTED == destroy(scene, wait=False).result


def test_what_runs_is_waited_for(scene) -> None:
    scene.stacks.add("web", ONE, "UPDATE_IN_PROGRESS")
    own = ("web", "AWS::CloudFormation::Stack", "UPDATE_COMPLETE", "")
    scene.stacks.held["web"].queue.append(own)

    assert Result.DELETED == destroy(scene).result


def test_what_runs_is_not_waited_for_when_nobody_is_to_wait(scene) -> None:
    scene.stacks.add("web", ONE, "UPDATE_IN_PROGRESS")

    with pytest.raises(BusyError):
        destroy(scene, wait=False)


def test_an_empty_stack_with_a_change_set_of_somebody_is_left_alone(scene) -> None:
    scene.stacks.add("web", {}, "REVIEW_IN_PROGRESS")
    made = ChangeSet("arn", "by-hand", "CREATE_COMPLETE", execution="AVAILABLE")
    scene.stacks.held["web"].change_sets["arn"] = (made, None)

    with pytest.raises(RefusedError, match="change set by-hand"):
        destroy(scene)


def test_an_empty_stack_goes(scene) -> None:
    scene.stacks.add("web", {}, "REVIEW_IN_PROGRESS")

    assert Result.DELETED == destroy(scene).result
    assert scene.stacks.find("web") is None


@pytest.mark.parametrize("status", ["CREATE_IN_PROGRESS", "CREATE_COMPLETE"])
def test_protection_that_came_after_the_check_holds(scene, status: str) -> None:
    """Whoever waits for a deployment to end, or for a name to be typed, may find it protected."""
    scene.stacks.add("web", ONE, status)
    stack = scene.stacks.find("web")
    removal.check(stack, Removal(), scene.world())
    held = scene.stacks.held["web"]
    held.queue.append(("web", "AWS::CloudFormation::Stack", "CREATE_COMPLETE", ""))
    held.stack = replace(held.stack, protected=True)

    with pytest.raises(RefusedError, match="protected"):
        removal.destroy(stack, Removal(), scene.world())

    assert [] == scene.writes()


def test_a_stack_that_went_meanwhile_is_gone(scene) -> None:
    scene.stacks.add("web", ONE)
    stack = scene.stacks.find("web")
    scene.stacks.gone[stack.arn] = replace(
        scene.stacks.held.pop("web").stack, status="DELETE_COMPLETE"
    )
    scene.stacks.template = lambda _stack: ONE

    outcome = removal.destroy(stack, Removal(), scene.world())

    assert Result.DELETED == outcome.result
    assert [] == scene.writes()


def test_a_stack_that_was_changed_by_hand_goes(scene) -> None:
    """Its template may have loops (AWS::LanguageExtensions), which are no resources."""
    loop = {"Fn::ForEach::Topics": ["Name", ["A"], {"${Name}": {"Type": "AWS::SNS::Topic"}}]}
    scene.stacks.add("web", ONE)
    real = scene.stacks.template
    scene.stacks.template = lambda stack: {"Resources": {**real(stack)["Resources"], **loop}}

    outcome = destroy(scene)

    assert ("Logs",) == tuple(each.logical_id for each in outcome.stays)
