"""Change sets: what they say before anything is done, and what becomes of them."""

from __future__ import annotations

import json

import pytest
from botocore.exceptions import ClientError

from tests.fakes.cloud import log

UNKNOWN = "{{changeSet:KNOWN_AFTER_APPLY}}"


def changes(change_set):
    """Of each resource: action and replacement."""
    told = [one["ResourceChange"] for one in change_set["Changes"]]
    return {one["LogicalResourceId"]: (one["Action"], one.get("Replacement")) for one in told}


def change(change_set, logical_id):
    """The change of a resource."""
    told = [one["ResourceChange"] for one in change_set["Changes"]]
    return next(one for one in told if one["LogicalResourceId"] == logical_id)


def queue(**properties):
    return {"Type": "AWS::SQS::Queue", "Properties": properties}


def test_it_says_what_is_added_modified_replaced_and_removed(cloud):
    """By the registry's schemas."""
    cloud.create({"Same": log("s"), "Days": log("d"), "Name": log("n"), "Gone": log("g")})
    after = {"Same": log("s"), "Days": log("d", days=7), "Name": log("m"), "New": log()}
    assert changes(cloud.change_set(after)) == {
        "Days": ("Modify", "False"),
        "Gone": ("Remove", None),
        "Name": ("Modify", "True"),
        "New": ("Add", None),
    }


def test_it_shows_every_value_that_changes(cloud):
    """Path, before, after, what kind of change, and whether that recreates."""
    cloud.create({"A": log("old")})
    told = change(cloud.change_set({"A": log("new", UpdateReplacePolicy="Retain")}), "A")
    assert told["PolicyAction"] == "ReplaceAndDelete"
    assert told["Scope"] == ["Properties", "UpdateReplacePolicy"]
    assert told["Details"][0] == {
        "Target": {
            "Attribute": "Properties",
            "Name": "LogGroupName",
            "RequiresRecreation": "Always",
            "Path": "/Properties/LogGroupName",
            "BeforeValue": "old",
            "AfterValue": "new",
            "AttributeChangeType": "Modify",
        },
        "Evaluation": "Static",
        "ChangeSource": "DirectModification",
    }
    before, after = json.loads(told["BeforeContext"]), json.loads(told["AfterContext"])
    assert (before["Properties"]["LogGroupName"], after["UpdateReplacePolicy"]) == ("old", "Retain")


def test_without_values_it_shows_names_only(cloud):
    """As DescribeChangeSet does without IncludePropertyValues."""
    cloud.create({"A": log("a")})
    made = cloud.change_set({"A": log("a", days=7)})
    told = cloud.api.describe_change_set(ChangeSetName=made["ChangeSetId"])
    only = told["Changes"][0]["ResourceChange"]
    assert only["Details"][0]["Target"] == {
        "Attribute": "Properties",
        "Name": "RetentionInDays",
        "RequiresRecreation": "Never",
    }
    assert "BeforeContext" not in only


def test_a_replacement_makes_what_refers_to_it_dynamic(cloud):
    """Its value is known after it is applied, and names who causes it."""
    tag = [{"Key": "k", "Value": {"Fn::Sub": "x-${A}"}}]
    resources = {"A": log("old"), "Q": queue(Tags=tag), "B": log({"Fn::Sub": "${A}-b"})}
    cloud.create(resources)
    made = cloud.change_set(resources | {"A": log("new")})
    assert changes(made) == {
        "A": ("Modify", "True"),
        "B": ("Modify", "Conditional"),
        "Q": ("Modify", "False"),
    }
    detail = change(made, "Q")["Details"][0]
    assert detail["Target"]["Attribute"] == "Tags"
    assert detail["Target"]["AfterValue"] == f"x-{UNKNOWN}"
    assert (detail["Evaluation"], detail["ChangeSource"], detail["CausingEntity"]) == (
        "Dynamic",
        "ResourceReference",
        "A",
    )


def test_a_changed_parameter_is_the_cause(cloud):
    """ParameterReference, and its value never when it has NoEcho."""
    sections = {"Parameters": {"N": {"Type": "String", "NoEcho": True, "Default": "secret1"}}}
    resources = {"A": queue(QueueName={"Ref": "N"})}
    cloud.create(resources, sections=sections)
    given = [{"ParameterKey": "N", "ParameterValue": "secret2"}]
    made = cloud.change_set(resources, sections=sections, Parameters=given)
    detail = change(made, "A")["Details"][0]
    assert (detail["ChangeSource"], detail["CausingEntity"]) == ("ParameterReference", "N")
    assert "secret2" not in json.dumps(made["Changes"])
    assert made["Parameters"] == [{"ParameterKey": "N", "ParameterValue": "****"}]


def test_a_parameter_can_keep_its_value(cloud):
    """UsePreviousValue; not for one that had none."""
    sections = {"Parameters": {"N": {"Type": "String"}}}
    resources = {"A": queue(QueueName={"Ref": "N"})}
    kept = [{"ParameterKey": "N", "UsePreviousValue": True}]
    given = [{"ParameterKey": "N", "ParameterValue": "q"}]
    cloud.create(resources, sections=sections, Parameters=given)
    assert cloud.change_set(resources, sections=sections, Parameters=kept)["Status"] == "FAILED"
    wrong = [{"ParameterKey": "M", "UsePreviousValue": True}]
    with pytest.raises(ClientError, match="Cannot specify usePreviousValue"):
        cloud.change_set(resources, "other", sections=sections, Parameters=wrong)


def test_nothing_to_change_fails_it_with_the_words_of_aws(cloud):
    """Also when only the template's own metadata changes."""
    cloud.create({"A": log("a")})
    made = cloud.change_set({"A": log("a")}, sections={"Metadata": {"x": 1}})
    assert (made["Status"], made["ExecutionStatus"]) == ("FAILED", "UNAVAILABLE")
    assert made["StatusReason"] == (
        "The submitted information didn't contain changes."
        " Submit different information to create a change set."
    )
    with pytest.raises(ClientError) as raised:
        cloud.api.execute_change_set(ChangeSetName=made["ChangeSetId"])
    assert raised.value.response["Error"]["Code"] == "InvalidChangeSetStatus"


def test_metadata_of_a_resource_is_a_change(cloud):
    """One that replaces nothing."""
    cloud.create({"A": log("a")})
    made = cloud.change_set({"A": log("a", Metadata={"x": 1})})
    assert (change(made, "A")["Scope"], change(made, "A")["Replacement"]) == (["Metadata"], "False")


def test_wrong_properties_fail_it_and_are_in_the_events(cloud):
    """VALIDATION_ERROR with the path, before anything is made."""
    bad = {"Q": queue(Surprise=1), "T": {"Type": "AWS::SNS::TopicPolicy", "Properties": {}}}
    made = cloud.change_set(bad, kind="CREATE")
    assert made["Status"] == "FAILED"
    told = cloud.api.describe_events(ChangeSetName=made["ChangeSetId"])["OperationEvents"]
    assert {one["EventType"] for one in told} == {"VALIDATION_ERROR"}
    assert {one["ValidationPath"] for one in told} == {
        "/Resources/Q/Properties/Surprise",
        "/Resources/T/Properties",
    }


def test_executing_one_makes_the_others_obsolete(cloud):
    """And the stack remembers it."""
    cloud.create({"A": log("a")})
    one = cloud.change_set({"A": log("a", days=7)}, "one")
    other = cloud.change_set({"A": log("a", days=14)}, "other")
    cloud.api.execute_change_set(ChangeSetName="one", StackName="web", ClientRequestToken="t")
    cloud.api.execute_change_set(ChangeSetName="one", StackName="web", ClientRequestToken="t")
    cloud.aws.clock.advance(60)
    told = cloud.api.list_change_sets(StackName="web")["Summaries"]
    assert {each["ChangeSetName"]: each["ExecutionStatus"] for each in told} == {
        "one": "EXECUTE_COMPLETE",
        "other": "OBSOLETE",
    }
    assert cloud.stack()["ChangeSetId"] == one["ChangeSetId"]
    with pytest.raises(ClientError, match="InvalidChangeSetStatus"):
        cloud.api.execute_change_set(ChangeSetName=other["ChangeSetId"])


def test_names_belong_to_their_stack(cloud):
    """The same name on two stacks is two change sets; moto mixes them up."""
    cloud.create({"A": log("x")}, "x")
    cloud.create({"A": log("y")}, "y")
    cloud.change_set({"A": log("x", days=7)}, "same", "x")
    cloud.change_set({"A": log("y"), "B": log()}, "same", "y")
    told = cloud.api.describe_change_set(ChangeSetName="same", StackName="x")
    assert changes(told) == {"A": ("Modify", "False")}
    with pytest.raises(ClientError, match="AlreadyExistsException"):
        cloud.change_set({"A": log("x", days=14)}, "same", "x")


def test_one_that_is_not_there(cloud):
    """ChangeSetNotFound; deleting it is no error."""
    cloud.create({"A": log()})
    with pytest.raises(ClientError) as raised:
        cloud.api.describe_change_set(ChangeSetName="none", StackName="web")
    assert raised.value.response["Error"]["Code"] == "ChangeSetNotFound"
    assert raised.value.response["ResponseMetadata"]["HTTPStatusCode"] == 404
    cloud.api.delete_change_set(ChangeSetName="none", StackName="web")


def test_the_shell_of_a_stack_waits_for_review(cloud):
    """It can be deleted, not updated, and another change set can create it."""
    made = cloud.change_set({"A": log("a")}, kind="CREATE")
    assert cloud.status() == "REVIEW_IN_PROGRESS"
    with pytest.raises(ClientError, match="REVIEW_IN_PROGRESS state and can not be updated"):
        cloud.change_set({"A": log("a")}, "other")
    cloud.change_set({"A": log("b")}, "second", kind="CREATE")
    cloud.api.delete_change_set(ChangeSetName=made["ChangeSetId"])
    cloud.api.execute_change_set(ChangeSetName="second", StackName="web")
    cloud.aws.clock.advance(60)
    assert (cloud.status(), cloud.logs()) == ("CREATE_COMPLETE", ["b"])
    with pytest.raises(ClientError, match="already exists and cannot be created again"):
        cloud.change_set({"A": log("a")}, "third", kind="CREATE")


def test_an_update_of_no_stack_is_refused(cloud):
    """There must be one."""
    with pytest.raises(ClientError, match=r"Stack \[web\] does not exist"):
        cloud.change_set({"A": log()})


def test_a_token_makes_it_safe_to_repeat(cloud):
    """The same token is the same change set."""
    cloud.create({"A": log("a")})
    ids = {
        cloud.change_set({"A": log("a", days=7)}, ClientToken="t")["ChangeSetId"] for _ in range(2)
    }
    assert len(ids) == 1


def test_many_changes_come_in_pages(cloud):
    """All of them, once each."""
    made = cloud.change_set({f"A{n}": log(f"a{n}") for n in range(120)}, kind="CREATE")
    assert (len(made["Changes"]), "NextToken" in made) == (100, True)
    rest = cloud.api.describe_change_set(
        ChangeSetName=made["ChangeSetId"], NextToken=made["NextToken"]
    )
    assert (len(rest["Changes"]), "NextToken" in rest) == (20, False)


def test_what_would_import_or_look_into_nested_stacks_is_refused(cloud):
    """By name."""
    for asked in ({"IncludeNestedStacks": True}, {"ImportExistingResources": True}):
        with pytest.raises(ClientError, match=f"does not emulate {next(iter(asked))}"):
            cloud.change_set({"A": log()}, kind="CREATE", **asked)


def test_the_templates_of_stacks_and_change_sets_can_be_read(cloud):
    """As they were sent."""
    cloud.create({"A": log("a")})
    cloud.change_set({"A": log("a", days=7)})
    read = [
        json.loads(json.dumps(cloud.api.get_template(StackName="web", **more)["TemplateBody"]))
        for more in ({}, {"ChangeSetName": "change", "TemplateStage": "Processed"})
    ]
    days = [one["Resources"]["A"]["Properties"]["RetentionInDays"] for one in read]
    assert days == [3, 7]


def test_a_summary_names_parameters_types_and_capabilities(cloud):
    """Without making anything."""
    body = """
    Description: About
    Parameters: {Size: {Type: Number, Default: 5, AllowedValues: [5, 6]}}
    Resources:
      Role: {Type: AWS::IAM::Role, Properties: {RoleName: !Sub "x-${Size}"}}
    """
    told = cloud.api.get_template_summary(TemplateBody=body)
    del told["ResponseMetadata"]
    assert told == {
        "Description": "About",
        "ResourceTypes": ["AWS::IAM::Role"],
        "Capabilities": ["CAPABILITY_NAMED_IAM"],
        "CapabilitiesReason": "The following resource(s) require capabilities: [AWS::IAM::Role]",
        "Parameters": [
            {
                "ParameterKey": "Size",
                "ParameterType": "Number",
                "DefaultValue": "5",
                "NoEcho": False,
                "ParameterConstraints": {"AllowedValues": ["5", "6"]},
            }
        ],
    }
