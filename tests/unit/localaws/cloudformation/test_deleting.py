"""Deleting stacks, and what stands against it."""

from __future__ import annotations

import pytest
from botocore.exceptions import ClientError

from generator.localaws.cloudformation import engine
from tests.fakes.cloud import log


def test_resources_go_in_reverse_order(cloud):
    """What needs others goes first; the stack is then found by its ARN only."""
    arn = cloud.create({"First": log(), "Second": log() | {"DependsOn": "First"}})
    seen = len(cloud.events())
    cloud.api.delete_stack(StackName="web")
    cloud.aws.clock.advance(60)
    assert cloud.events(arn, seen) == [
        "web DELETE_IN_PROGRESS",
        "Second DELETE_IN_PROGRESS",
        "Second DELETE_COMPLETE",
        "First DELETE_IN_PROGRESS",
        "First DELETE_COMPLETE",
        "web DELETE_COMPLETE",
    ]
    with pytest.raises(ClientError) as raised:
        cloud.stack()
    assert raised.value.response["Error"] == {
        "Type": "Sender",
        "Code": "ValidationError",
        "Message": "Stack with id web does not exist",
    }
    assert cloud.api.list_stacks(StackStatusFilter=["DELETE_COMPLETE"])["StackSummaries"]


def test_retained_resources_stay(cloud):
    """DELETE_SKIPPED."""
    arn = cloud.create({"A": log("a", DeletionPolicy="Retain"), "B": log("b")})
    cloud.api.delete_stack(StackName="web")
    cloud.aws.clock.advance(60)
    assert (cloud.status(arn), cloud.logs()) == ("DELETE_COMPLETE", ["a"])
    assert "A DELETE_SKIPPED" in cloud.events(arn)


def test_a_failed_deletion_goes_on_with_or_without_the_resource(cloud):
    """DELETE_FAILED; then again, or leaving the resource behind."""
    for name, retain in (("again", []), ("leave", ["A"])):
        arn = cloud.create({"A": log(name), "B": log() | {"DependsOn": "A"}}, name)
        with pytest.raises(ClientError, match="DELETE_FAILED state"):
            cloud.api.delete_stack(StackName=name, RetainResources=["A"])
        cloud.aws.faults.resource("A", "DELETE")
        cloud.api.delete_stack(StackName=name)
        cloud.aws.clock.advance(60)
        said = "The following resource(s) failed to delete: [A]."
        assert (cloud.status(name), cloud.stack(name)["StackStatusReason"]) == (
            "DELETE_FAILED",
            said,
        )
        cloud.api.delete_stack(StackName=name, RetainResources=retain)
        cloud.aws.clock.advance(60)
        assert cloud.status(arn) == "DELETE_COMPLETE"
    assert cloud.logs() == ["leave"]


def test_termination_protection_stands_against_it(cloud):
    """Until it is switched off."""
    cloud.create({"A": log()}, EnableTerminationProtection=True)
    with pytest.raises(ClientError, match="cannot be deleted while TerminationProtection is"):
        cloud.api.delete_stack(StackName="web")
    cloud.api.update_termination_protection(StackName="web", EnableTerminationProtection=False)
    cloud.api.delete_stack(StackName="web")
    cloud.aws.clock.advance(60)
    assert cloud.api.describe_stacks()["Stacks"] == []


def test_an_export_in_use_stands_against_it(cloud):
    """Deletion is cancelled, a change of the value rolled back; ListImports says by whom."""
    outputs = {"X": {"Value": {"Ref": "A"}, "Export": {"Name": "shared"}}}
    cloud.create({"A": log("a")}, sections={"Outputs": outputs})
    cloud.create({"B": log({"Fn::Sub": ["${N}-b", {"N": {"Fn::ImportValue": "shared"}}]})}, "user")
    assert "a-b" in cloud.logs()
    assert cloud.api.list_imports(ExportName="shared")["Imports"] == ["user"]
    cloud.api.delete_stack(StackName="web")
    cloud.aws.clock.advance(60)
    assert cloud.status() == "CREATE_COMPLETE"
    assert "Export shared cannot be deleted as it is in use by user" in cloud.reason(
        "web", "CREATE_COMPLETE"
    )
    cloud.update({"A": log("new")}, sections={"Outputs": outputs})
    assert cloud.status() == "UPDATE_ROLLBACK_COMPLETE"
    for name in ("user", "web"):
        cloud.api.delete_stack(StackName=name)
        cloud.aws.clock.advance(60)
    assert cloud.logs() == []


def test_a_creation_can_be_deleted_while_it_goes_on(cloud):
    """It stops, and what was made goes."""
    arn = cloud.create({"A": log(), "B": log() | {"DependsOn": "A"}}, wait=4)
    assert len(cloud.logs()) == 1
    cloud.api.delete_stack(StackName="web")
    cloud.aws.clock.advance(60)
    assert (cloud.status(arn), cloud.logs()) == ("DELETE_COMPLETE", [])


def test_a_bucket_with_objects_stays(cloud):
    """S3 refuses, the stack says so."""
    cloud.create({"B": {"Type": "AWS::S3::Bucket"}})
    bucket = cloud.physical("B")
    cloud.aws.client("s3").put_object(Bucket=bucket, Key="k", Body=b"")
    cloud.api.delete_stack(StackName="web")
    cloud.aws.clock.advance(60)
    assert cloud.status() == "DELETE_FAILED"
    assert "not empty" in cloud.reason("B", "DELETE_FAILED")


def test_any_status_can_be_set_for_a_test(cloud):
    """Those of imports, which nothing here leads to."""
    cloud.create({"A": log()})
    engine.put_status("123456789012", "eu-west-1", "web", "IMPORT_ROLLBACK_FAILED", "why")
    assert cloud.stack()["StackStatusReason"] == "why"
    with pytest.raises(ClientError, match="IMPORT_ROLLBACK_FAILED state and can not be updated"):
        cloud.update({"A": log(days=7)})


def test_deleting_what_is_not_there_is_no_error(cloud):
    """As with AWS."""
    cloud.api.delete_stack(StackName="nothing")
    assert cloud.api.describe_stacks()["Stacks"] == []


def test_what_is_not_emulated_is_refused_by_name(cloud):
    """Never a silent success."""
    with pytest.raises(ClientError, match="does not emulate DetectStackDrift"):
        cloud.api.detect_stack_drift(StackName="web")


def test_the_shell_of_a_stack_can_be_deleted(cloud):
    """With its change sets, before anything was made."""
    made = cloud.change_set({"A": log()}, kind="CREATE")
    cloud.api.delete_stack(StackName="web")
    cloud.aws.clock.advance(60)
    assert cloud.status(made["StackId"]) == "DELETE_COMPLETE"
