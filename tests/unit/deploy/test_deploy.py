"""Targets become stacks: what is asked, what is written, how it ends."""

from __future__ import annotations

import contextlib
from dataclasses import replace

import pytest

from generator.deploy.draft import INLINE
from generator.deploy.execute import LATER
from generator.deploy.guard import OPEN, POLICY
from generator.deploy.outcome import (
    BusyError,
    DeclinedError,
    FailedError,
    Failure,
    RefusedError,
    Result,
)
from generator.deploy.world import Ended, Said
from generator.errors import AccessError, DeniedError, Exit, NoAnswerError, RemoteError
from generator.plan.target import Target
from generator.ports.stacks import ChangeSet
from tests.fakes.stacks import FakeStacks
from tests.unit.deploy.conftest import template, wanted

ONE = template("First")
TWO = template("First", "Second")
BUCKET = {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "one"}}


def test_a_new_stack_is_created_guarded_and_told(scene) -> None:
    outcome = scene.deploy(wanted(ONE))

    assert (Result.CREATED, "CREATE_COMPLETE") == (outcome.result, outcome.status)
    assert {"TopicArn": "value-of-TopicArn"} == outcome.outputs
    assert ["prepare", "execute", "protect", "set_policy"] == scene.writes()
    assert {"amifactory:factory": "web"} == scene.stacks.find("web").tags
    assert POLICY == scene.stacks.policy(outcome.arn)
    assert ("First", "CREATE_COMPLETE") in scene.events()


def test_the_second_time_nothing_is_written(scene) -> None:
    scene.deploy(wanted(ONE))
    scene.writes()

    outcome = scene.deploy(wanted(ONE))

    assert Result.UNCHANGED == outcome.result
    assert {"TopicArn": "value-of-TopicArn"} == outcome.outputs
    assert [] == scene.writes()


def test_what_guards_a_stack_is_brought_in_line_also_when_nothing_changes(scene) -> None:
    scene.deploy(wanted(ONE), protect=False)
    assert not scene.stacks.find("web").protected
    scene.stacks.policies.clear()
    scene.writes()

    assert Result.UNCHANGED == scene.deploy(wanted(ONE)).result
    assert ["protect", "set_policy"] == scene.writes()


def test_a_change_set_without_changes_is_deleted(scene) -> None:
    """AWS is asked where this program cannot know: a parameter that AWS looks up."""
    looked_up = {"Parameters": {"P": {"Type": "AWS::SSM::Parameter::Value<String>"}}, **ONE}
    target = wanted(looked_up, parameters={"P": "/a"})
    scene.deploy(target)
    scene.writes()

    assert Result.UNCHANGED == scene.deploy(target).result
    assert ["prepare", "discard"] == scene.writes()
    assert () == scene.stacks.change_sets("web")


def test_a_no_leaves_nothing_behind(scene) -> None:
    scene.agrees = False

    outcome = scene.deploy(wanted(ONE))

    assert (Result.DROPPED, DeclinedError) == (outcome.result, type(outcome.error))
    assert ["prepare", "discard", "delete"] == scene.writes()
    assert scene.stacks.find("web") is None


def test_a_parameter_keeps_the_value_that_was_chosen(scene) -> None:
    declared = {"Parameters": {"Chosen": {"Default": "old"}, "Left": {"Default": "old"}}}
    newer = {"Parameters": {"Chosen": {"Default": "new"}, "Left": {"Default": "new"}}}
    scene.have({**declared, **ONE}, parameters={"Chosen": "mine", "Left": "old"})

    orders, real = [], scene.stacks.prepare
    scene.stacks.prepare = lambda order: orders.append(order) or real(order)

    scene.deploy(wanted({**newer, **TWO}))

    assert [("Chosen",)] == [order.kept for order in orders]


def test_a_parameter_without_a_value_is_asked_for(scene) -> None:
    outcome = scene.deploy(wanted({"Parameters": {"Vpc": {"Type": "String"}}, **ONE}))

    assert RefusedError is type(outcome.error)
    assert "add --parameter Vpc=VALUE" == outcome.error.hint
    assert [] == scene.writes()


def test_a_template_that_is_too_large_is_uploaded(scene) -> None:
    large = {**ONE, "Description": "é" * (INLINE // 2)}  # two bytes each in UTF-8

    assert Result.CREATED == scene.deploy(wanted(large)).result
    assert ["web"] == [name for name, _ in scene.uploaded]


def test_what_holds_data_goes_only_when_it_is_asked_for(scene) -> None:
    """A yes to everything else is none to this."""
    scene.deploy(wanted(template("First", Logs=BUCKET)))
    scene.writes()

    outcome = scene.deploy(wanted(ONE))

    assert (RefusedError, Exit.USAGE) == (type(outcome.error), outcome.error.exit_code)
    assert "Logs (AWS::S3::Bucket), lost: the objects in it" in outcome.error.message
    assert "add --allow-replace if that is meant" == outcome.error.hint
    assert ["prepare", "discard"] == scene.writes()


def test_the_stack_policy_is_lifted_for_it_and_put_back(scene) -> None:
    scene.deploy(wanted(template("First", Logs=BUCKET)))
    scene.writes()
    policies = []
    scene.stacks.raises = {}
    real = scene.stacks.set_policy

    def set_policy(stack, policy):
        policies.append(policy)
        real(stack, policy)

    scene.stacks.set_policy = set_policy

    assert Result.UPDATED == scene.deploy(wanted(ONE), allow_replace=True).result
    assert ["prepare", "set_policy", "execute", "set_policy"] == scene.writes()
    assert [OPEN, POLICY] == policies


def test_a_failure_is_told_by_its_first_cause_and_the_payloads_line(scene) -> None:
    scene.stacks.failing["Second"] = "ami-0123456789abcdef0 does not exist"

    outcome = scene.deploy(wanted(TWO))

    assert (FailedError, Exit.FAILED) == (type(outcome.error), outcome.error.exit_code)
    assert "ROLLBACK_COMPLETE" == outcome.status
    assert "the stack web could not be created" == outcome.error.message
    failure = outcome.failure
    assert failure == Failure(
        reason="ami-0123456789abcdef0 does not exist",
        logical_id="Second",
        type="AWS::SNS::Topic",
        place="web.yaml:4",
        hint="an AMI belongs to one region: check sourceImage and the region",
    )
    assert "the next run deletes what is left of the stack first" in outcome.error.hint


def test_with_rollback_off_what_failed_stays(scene) -> None:
    scene.stacks.failing["Second"] = "no"

    outcome = scene.deploy(wanted(TWO), keep_failed=True)

    assert "CREATE_FAILED" == outcome.status


def test_without_waiting_it_is_only_begun(scene) -> None:
    outcome = scene.deploy(wanted(ONE), wait=False)

    assert Result.STARTED == outcome.result
    assert ["prepare", "execute"] == scene.writes()


def test_a_stack_that_changed_since_it_was_shown_is_left_alone(scene) -> None:
    """While the user reads, somebody else deploys."""
    scene.have(ONE)

    def ask(_question: str) -> bool:
        held = scene.stacks.held["web"]
        held.stack = replace(held.stack, status="UPDATE_IN_PROGRESS")
        return True

    scene._ask = ask  # noqa: SLF001  # the scene's own
    outcome = scene.deploy(wanted(TWO))

    assert BusyError is type(outcome.error)
    assert ["prepare", "discard"] == scene.writes()


def test_one_that_fails_does_not_stop_the_others(scene) -> None:
    """They come back in the order in which they were named."""
    scene.others = {name: FakeStacks() for name in "abc"}
    ours = {"amifactory:factory": "b"}
    scene.others["b"].add("b", {}, "UPDATE_ROLLBACK_FAILED", tags=ours)

    outcomes = scene.deploy_all(*(wanted(ONE, name) for name in "abc"))

    assert [("a", "created"), ("b", "failed"), ("c", "created")] == [
        (each.stack, str(each.result)) for each in outcomes
    ]
    assert ["deploy a, c"] == scene.asked
    assert 1 == len(scene.said())
    assert scene.said()[0].startswith("left out: b could not be updated")


def test_many_are_deployed_at_a_time(scene) -> None:
    names = [f"stack-{number}" for number in range(20)]
    scene.others = {name: FakeStacks() for name in names}

    outcomes = scene.deploy_all(*(wanted(ONE, name) for name in names))

    assert names == [each.stack for each in outcomes]
    assert {Result.CREATED} == {each.result for each in outcomes}


def test_an_answer_that_never_came_is_looked_up(scene) -> None:
    """The change set was executed all the same, so it is watched."""
    real = scene.stacks.execute

    def execute(*given, **more):
        real(*given, **more)
        raise NoAnswerError("time-out")

    scene.stacks.execute = execute

    assert Result.CREATED == scene.deploy(wanted(ONE)).result


def test_a_change_that_was_refused_at_the_last_moment_is_undone(scene) -> None:
    scene.stacks.raises["execute"] = DeniedError("you may not", "ask")

    outcome = scene.deploy(wanted(ONE))

    assert DeniedError is type(outcome.error)
    assert ["prepare", "discard", "delete"] == scene.writes()


def test_while_it_is_watched_an_error_says_that_it_goes_on(scene) -> None:
    scene.stacks.raises["events"] = AccessError("signed out", "sign in")

    outcome = scene.deploy(wanted(ONE))

    assert "sign in; what began goes on in AWS: see `amifactory status web`" == outcome.error.hint


@pytest.mark.parametrize("method", ["protect", "set_policy"])
def test_what_guards_a_stack_can_be_missing_and_is_told(scene, method: str) -> None:
    scene.stacks.raises[method] = DeniedError("you may not")

    outcome = scene.deploy(wanted(ONE))

    assert Result.CREATED == outcome.result
    assert 1 == len(outcome.notes)
    assert "you may not" in outcome.notes[0]


def test_aws_refuses_a_change_and_names_the_place(scene) -> None:
    """Its own check before deployment gives a path in the template: that is a payload's line."""
    bad = ChangeSet("arn", "amifactory-x", "FAILED", "Validation failed")
    scene.stacks.change_set = lambda _arn: bad
    scene.stacks.validation = lambda _arn: (
        ("/Resources/Second/Properties/Name", "too long"),
        ("/Resources/First/Properties/Name", "too long"),
    )

    failure = scene.deploy(wanted(TWO)).failure

    assert ("Second", "AWS::SNS::Topic", "web.yaml:4", "too long (and 1 more)") == (
        failure.logical_id,
        failure.type,
        failure.place,
        failure.reason,
    )


def test_who_may_not_ask_why_gets_the_reason_that_there_is(scene) -> None:
    bad = ChangeSet("arn", "amifactory-x", "FAILED", "Requires capabilities")
    scene.stacks.change_set = lambda _arn: bad

    def validation(_arn):
        raise DeniedError("no")

    scene.stacks.validation = validation

    assert "Requires capabilities" == scene.deploy(wanted(TWO)).failure.reason


def test_a_change_that_never_begins_is_given_up(scene) -> None:
    scene.have(ONE)
    scene.stacks.execute = lambda *_given, **_more: None

    outcome = scene.deploy(wanted(TWO))

    assert RemoteError is type(outcome.error)
    assert "AWS accepted the change of web, and it does not begin" == outcome.error.message


def test_pauses_grow_while_nothing_happens(scene) -> None:
    scene.stacks.waits = 6

    scene.deploy(wanted(ONE))

    assert [0, 3.0, 4.5, 6.75, 10.0, 10.0, 10.0, 0] == scene.slept[:8]


def _guarded_change(scene) -> Target:
    scene.have(template("First", Bucket=BUCKET))
    scene.stacks.policies[scene.stacks.find("web").arn] = POLICY
    other = {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "two"}}
    return wanted(template("First", Bucket=other))


def test_the_stack_policy_is_put_back_when_the_change_fails(scene) -> None:
    """Else the next update by anybody could take away what is guarded."""
    target = _guarded_change(scene)
    scene.stacks.failing["Bucket"] = "no"

    assert Result.FAILED == scene.deploy(target, allow_replace=True).result
    assert POLICY == scene.stacks.policy(scene.stacks.find("web").arn)


def test_the_stack_policy_is_put_back_when_the_change_does_not_begin(scene) -> None:
    target = _guarded_change(scene)
    scene.stacks.raises["execute"] = DeniedError("no")

    assert Result.FAILED == scene.deploy(target, allow_replace=True).result
    assert POLICY == scene.stacks.policy(scene.stacks.find("web").arn)


def test_a_policy_that_stays_open_is_told(scene) -> None:
    """Nobody waits until it can be shut."""
    outcome = scene.deploy(_guarded_change(scene), allow_replace=True, wait=False)

    assert (LATER,) == outcome.notes


def test_a_change_set_that_cannot_be_deleted_keeps_nobody(scene) -> None:
    """A change set in DELETE_FAILED is left, not looked at for an hour."""
    scene.agrees = False
    real = scene.stacks.change_set
    stuck = []

    def change_set(arn):
        found = real(arn)
        return replace(found, status="DELETE_FAILED") if found and stuck else found

    scene.stacks.discard = stuck.append
    scene.stacks.change_set = change_set

    assert Result.DROPPED == scene.deploy(wanted(ONE)).result
    assert len(scene.slept) < 20


@pytest.mark.parametrize("error", [DeniedError("no"), KeyboardInterrupt()])
def test_a_change_set_that_may_be_left_behind_is_told(scene, error) -> None:
    """Undone without a right to delete, or interrupted a second time while it is undone."""
    scene.have(ONE)
    scene.agrees = False
    scene.stacks.raises["discard"] = error

    with contextlib.suppress(KeyboardInterrupt):
        scene.deploy(wanted(TWO))

    (left,) = scene.stacks.change_sets("web")
    assert [
        ("web", f"the change set {left.name} may be left behind: the next deployment deletes it")
    ] == [(each.stack, each.text) for each in scene.news if isinstance(each, Said)]


def test_a_change_set_that_others_deleted_at_the_last_moment_began_nothing(scene) -> None:
    """Nothing is said to go on in AWS, and the policy is not left open."""
    target = _guarded_change(scene)

    def execute(change_set, *_given, **_more):
        scene.stacks.held["web"].change_sets.pop(change_set)
        raise RemoteError("cannot start the deployment: it does not exist (ChangeSetNotFound)")

    scene.stacks.execute = execute

    assert Result.FAILED == scene.deploy(target, allow_replace=True).result
    assert Ended("web", "CREATE_COMPLETE") == scene.news[-1]
    assert POLICY == scene.stacks.policy(scene.stacks.find("web").arn)


@pytest.mark.parametrize("code", ["InvalidChangeSetStatus", "ChangeSetNotFound"])
def test_who_comes_second_is_told_that_somebody_was_first(scene, code: str) -> None:
    """Executing a change set makes those of others obsolete (DescribeChangeSet)."""
    scene.stacks.raises["execute"] = RemoteError(
        f"cannot start the deployment: ChangeSet [arn] cannot be executed ({code})"
    )

    outcome = scene.deploy(wanted(template("Topic")))

    assert isinstance(outcome.error, BusyError)
    assert (
        "somebody else changed the stack web meanwhile; nothing was done",
        "run deploy again to see what is to change now",
    ) == (outcome.error.message, outcome.error.hint)
