"""Updating stacks: in place, by replacement, with clean-up, and the way back."""

from __future__ import annotations

import json

import pytest
from botocore.exceptions import ClientError

from tests.fakes.cloud import log


def test_what_can_change_in_place_does(cloud):
    """One resource, the same physical id, no events of others."""
    cloud.create({"A": log("a"), "B": log("b")})
    seen = len(cloud.events())
    cloud.update({"A": log("a", days=7), "B": log("b")})
    assert cloud.events(after=seen) == [
        "web UPDATE_IN_PROGRESS",
        "A UPDATE_IN_PROGRESS",
        "A UPDATE_COMPLETE",
        "web UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
        "web UPDATE_COMPLETE",
    ]
    told = cloud.aws.client("logs").describe_log_groups(logGroupNamePrefix="a")
    assert told["logGroups"][0]["retentionInDays"] == 7


def test_a_replacement_is_made_before_the_old_one_goes(cloud):
    """The old one is deleted in the clean-up."""
    cloud.create({"A": log("old")})
    seen = len(cloud.events())
    cloud.update({"A": log("new")}, wait=4)
    assert cloud.logs() == ["new", "old"]
    cloud.aws.clock.advance(60)
    assert cloud.events(after=seen) == [
        "web UPDATE_IN_PROGRESS",
        "A UPDATE_IN_PROGRESS",
        "A UPDATE_IN_PROGRESS",
        "A UPDATE_COMPLETE",
        "web UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
        "A DELETE_IN_PROGRESS",
        "A DELETE_COMPLETE",
        "web UPDATE_COMPLETE",
    ]
    assert cloud.logs() == ["new"]


def test_a_replacement_reaches_those_that_refer_to_it(cloud):
    """A queue's tag follows the log group's new name, though its template text is the same."""
    tag = [{"Key": "logs", "Value": {"Ref": "A"}}]
    queue = {"Type": "AWS::SQS::Queue", "Properties": {"Tags": tag}}
    cloud.create({"A": log("old"), "Q": queue})
    cloud.update({"A": log("new"), "Q": queue})
    told = cloud.aws.client("sqs").list_queue_tags(QueueUrl=cloud.physical("Q"))
    assert told["Tags"] == {"logs": "new"}


def test_what_the_template_drops_is_deleted_or_kept_by_its_policy(cloud):
    """DeletionPolicy for the dropped, UpdateReplacePolicy for the replaced."""
    kept = log("kept", DeletionPolicy="Retain")
    moved = log("moved", UpdateReplacePolicy="Retain")
    cloud.create({"Stays": log("s"), "Kept": kept, "Moved": moved, "Gone": log("gone")})
    cloud.update({"Stays": log("s"), "Moved": log("there")})
    assert cloud.status() == "UPDATE_COMPLETE"
    assert cloud.logs() == ["kept", "moved", "s", "there"]


def test_a_failed_update_goes_back(cloud):
    """What was changed gets its old values, what was added or replaced is deleted."""
    cloud.create({"A": log("a"), "B": log("b")})
    seen = len(cloud.events())
    cloud.aws.faults.resource("Z", reason="no luck")
    after = {"A": log("a", days=7), "B": log("new"), "C": log("c")}
    cloud.update(after | {"Z": log() | {"DependsOn": ["A", "B", "C"]}})
    assert cloud.status() == "UPDATE_ROLLBACK_COMPLETE"
    assert cloud.logs() == ["a", "b"]
    told = cloud.aws.client("logs").describe_log_groups(logGroupNamePrefix="a")
    assert told["logGroups"][0]["retentionInDays"] == 3
    stack = [one for one in cloud.events(after=seen) if one.startswith("web")]
    assert stack == [
        "web UPDATE_IN_PROGRESS",
        "web UPDATE_ROLLBACK_IN_PROGRESS",
        "web UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS",
        "web UPDATE_ROLLBACK_COMPLETE",
    ]
    said = "The following resource(s) failed to create: [Z]."
    assert cloud.reason("web", "UPDATE_ROLLBACK_IN_PROGRESS") == said
    cloud.update({"A": log("a", days=7), "B": log("b")})
    assert cloud.status() == "UPDATE_COMPLETE"


def test_a_failed_rollback_can_be_continued(cloud):
    """UPDATE_ROLLBACK_FAILED; then all of it, or without the resource that does not want to."""
    for name in ("go", "skip"):
        first, more = log(f"{name}-a"), log() | {"DependsOn": "A"}
        cloud.create({"A": first}, name)
        cloud.aws.faults.resource("A", "ROLLBACK", times=1)
        cloud.aws.faults.resource("Z")
        cloud.update({"A": log(f"{name}-a", days=7), "Z": more}, name)
        assert cloud.status(name) == "UPDATE_ROLLBACK_FAILED"
    cloud.api.continue_update_rollback(StackName="go")
    cloud.api.continue_update_rollback(StackName="skip", ResourcesToSkip=["A"])
    cloud.aws.clock.advance(60)
    assert (cloud.status("go"), cloud.status("skip")) == ("UPDATE_ROLLBACK_COMPLETE",) * 2


def test_a_kept_failed_update_can_be_rolled_back(cloud):
    """UPDATE_FAILED keeps everything; RollbackStack goes back to the last good state."""
    cloud.create({"A": log("a")})
    cloud.aws.faults.resource("Z")
    after = {"A": log("new"), "Z": log() | {"DependsOn": "A"}}
    cloud.update(after, DisableRollback=True)
    assert (cloud.status(), cloud.logs()) == ("UPDATE_FAILED", ["a", "new"])
    cloud.api.rollback_stack(StackName="web")
    cloud.aws.clock.advance(60)
    assert (cloud.status(), cloud.logs()) == ("UPDATE_ROLLBACK_COMPLETE", ["a"])


def test_a_kept_failed_update_can_be_mended(cloud):
    """The next update goes on, and cleans up what the failed one replaced."""
    cloud.create({"A": log("a")})
    cloud.aws.faults.resource("Z")
    after = {"A": log("new"), "Z": log("z") | {"DependsOn": "A"}}
    cloud.update(after, DisableRollback=True)
    cloud.update(after)
    assert (cloud.status(), cloud.logs()) == ("UPDATE_COMPLETE", ["new", "z"])


def test_an_update_can_be_cancelled(cloud):
    """It goes back at once; only updates can be cancelled."""
    cloud.create({"A": log("a")})
    cloud.update({"A": log("new")}, wait=3)
    cloud.api.cancel_update_stack(StackName="web")
    cloud.aws.clock.advance(60)
    assert (cloud.status(), cloud.logs()) == ("UPDATE_ROLLBACK_COMPLETE", ["a"])
    with pytest.raises(ClientError, match="cannot be called from current stack status"):
        cloud.api.cancel_update_stack(StackName="web")


def test_a_cancelled_update_that_has_not_begun_goes_back_as_well(cloud):
    """Before its first resource."""
    cloud.create({"A": log("a")})
    cloud.update({"A": log("new")}, wait=0)
    cloud.api.cancel_update_stack(StackName="web")
    cloud.aws.clock.advance(60)
    assert (cloud.status(), cloud.logs()) == ("UPDATE_ROLLBACK_COMPLETE", ["a"])


def test_a_stack_that_is_busy_or_rolled_back_is_not_updated(cloud):
    """As AWS says it."""
    arn = cloud.create({"A": log()}, wait=0)
    said = f"Stack:{arn} is in CREATE_IN_PROGRESS state and can not be updated."
    with pytest.raises(ClientError) as raised:
        cloud.update({"A": log(days=7)})
    assert raised.value.response["Error"]["Message"] == said


def test_nothing_to_update_is_an_error_of_update_stack(cloud):
    """Also when only the template's own metadata and description change."""
    cloud.create({"A": log()})
    with pytest.raises(ClientError, match="No updates are to be performed"):
        cloud.update({"A": log()}, sections={"Description": "new", "Metadata": {"x": 1}})


def test_outputs_alone_are_an_update(cloud):
    """No resource changes, the output does."""
    cloud.create({"A": log("a")})
    cloud.update({"A": log("a")}, sections={"Outputs": {"X": {"Value": {"Ref": "A"}}}})
    assert cloud.stack()["Outputs"] == [{"OutputKey": "X", "OutputValue": "a"}]


def test_the_type_of_a_resource_stays(cloud):
    """Another type under the same logical id is refused."""
    cloud.create({"A": log()})
    with pytest.raises(ClientError, match="Update of resource type is not permitted"):
        cloud.update({"A": {"Type": "AWS::SQS::Queue"}})


def test_a_resource_with_a_name_of_its_own_cannot_be_replaced_under_it(cloud):
    """A role whose path changes: the new one would have the name of the old one."""
    who = {"Principal": {"Service": "ec2.amazonaws.com"}}
    trust = {"Statement": [who | {"Effect": "Allow", "Action": "sts:AssumeRole"}]}
    role = {"AssumeRolePolicyDocument": trust | {"Version": "2012-10-17"}, "RoleName": "r"}
    capable = {"Capabilities": ["CAPABILITY_NAMED_IAM"]}
    cloud.create({"R": {"Type": "AWS::IAM::Role", "Properties": role}}, **capable)
    cloud.update({"R": {"Type": "AWS::IAM::Role", "Properties": role | {"Path": "/x/"}}}, **capable)
    assert cloud.status() == "UPDATE_ROLLBACK_COMPLETE"
    said = "CloudFormation cannot update a stack when a custom-named resource requires replacing."
    assert cloud.reason("R", "UPDATE_FAILED") == f"{said} Rename r and update the stack again."


def test_a_stack_policy_guards_resources(cloud):
    """What it denies fails and goes back; the rest is allowed."""
    cloud.create({"A": log("a"), "B": log("b")})
    policy = {
        "Statement": [
            {"Effect": "Allow", "Principal": "*", "Action": "Update:*", "Resource": "*"},
            {
                "Effect": "Deny",
                "Principal": "*",
                "Action": ["Update:Replace", "Update:Delete"],
                "Resource": "LogicalResourceId/A",
            },
        ]
    }
    cloud.api.set_stack_policy(StackName="web", StackPolicyBody=json.dumps(policy))
    told = cloud.api.get_stack_policy(StackName="web")["StackPolicyBody"]
    assert json.loads(told) == policy
    for after in ({"A": log("new"), "B": log("b")}, {"B": log("b")}):
        cloud.update(after)
        assert (cloud.status(), cloud.logs()) == ("UPDATE_ROLLBACK_COMPLETE", ["a", "b"])
    cloud.update({"A": log("a", days=7), "B": log("c")})
    assert (cloud.status(), cloud.logs()) == ("UPDATE_COMPLETE", ["a", "c"])


def test_tags_of_the_stack_reach_its_resources(cloud):
    """Where the resource has none of that key."""
    own = log("a")
    own["Properties"]["Tags"] = [{"Key": "team", "Value": "own"}]
    cloud.create({"A": own}, Tags=[{"Key": "team", "Value": "x"}, {"Key": "cost", "Value": "1"}])
    logs = cloud.aws.client("logs")
    assert logs.list_tags_log_group(logGroupName="a")["tags"] == {"team": "own", "cost": "1"}


def test_an_engine_error_ends_the_stack(cloud):
    """A dynamic reference that leads nowhere fails the resource, not the emulator."""
    cloud.create({"A": log("{{resolve:ssm:/no/such}}")})
    assert cloud.status() == "ROLLBACK_COMPLETE"
    assert "/no/such" in cloud.reason("A", "CREATE_FAILED")
    cloud.aws.client("ssm").put_parameter(Name="/name", Value="found", Type="String")
    cloud.create({"A": log("{{resolve:ssm:/name}}")}, "again")
    assert cloud.logs() == ["found"]
