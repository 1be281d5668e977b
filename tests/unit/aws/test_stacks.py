"""The port `Stacks` by boto3: what is sent, and what comes back as values."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from botocore.stub import Stubber

from generator.aws.stacks import INCOMPLETE, CloudFormationStacks, connect
from generator.errors import (
    DeniedError,
    NoCredentialsError,
    NoRegionError,
    RemoteError,
    ThrottledError,
)
from generator.ports.stacks import (
    Body,
    Change,
    ChangeSet,
    Event,
    Order,
    PropertyChange,
    Resource,
    Stack,
    Stacks,
)
from tests.fakes.stacks import FakeStacks

ARN = "arn:aws:cloudformation:eu-west-1:123456789012:stack/web/1"
SET = "arn:aws:cloudformation:eu-west-1:123456789012:changeSet/amifactory-1/2"
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
HEAD = {"StackId": ARN, "StackName": "web", "CreationTime": NOW}


@pytest.fixture(autouse=True)
def _signed_in(monkeypatch, tmp_path):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))


@pytest.fixture
def stacks():
    return connect("eu-west-1", None)


@pytest.fixture
def stub(stacks):
    with Stubber(stacks._client) as stubber:  # noqa: SLF001  # the seam botocore offers
        yield stubber
        stubber.assert_no_pending_responses()


def refused(stub: Stubber, method: str, code: str, said: str = "no") -> None:
    stub.add_client_error(method, service_error_code=code, service_message=said)


def test_both_implementations_have_what_the_port_wants() -> None:
    wanted = {name for name in vars(Stacks) if not name.startswith("_")}

    assert set() == wanted - set(dir(CloudFormationStacks))
    assert set() == wanted - set(dir(FakeStacks))


def test_requests_are_patient(stacks) -> None:
    config = stacks._client.meta.config  # noqa: SLF001  # what was set

    assert {"mode": "standard", "total_max_attempts": 10} == config.retries
    assert (10, 60) == (config.connect_timeout, config.read_timeout)
    assert config.user_agent_extra.startswith("amifactory/")


def test_without_a_region_it_is_said() -> None:
    with pytest.raises(NoRegionError):
        connect(None, None)


def test_a_stack_comes_as_a_value(stacks, stub) -> None:
    told = {
        **HEAD,
        "StackStatus": "UPDATE_COMPLETE",
        "LastUpdatedTime": NOW,
        "Parameters": [{"ParameterKey": "A", "ParameterValue": "1"}],
        "Outputs": [{"OutputKey": "B", "OutputValue": "2"}],
        "Tags": [{"Key": "C", "Value": "3"}],
        "NotificationARNs": ["arn:t"],
        "RoleARN": "arn:aws:iam::123456789012:role/deployer",
        "EnableTerminationProtection": True,
        "LastOperations": [{"OperationType": "UPDATE_STACK", "OperationId": "op"}],
    }
    stub.add_response("describe_stacks", {"Stacks": [told]}, {"StackName": "web"})

    assert Stack(
        ARN,
        "web",
        "UPDATE_COMPLETE",
        parameters={"A": "1"},
        outputs={"B": "2"},
        tags={"C": "3"},
        notifications=("arn:t",),
        role="arn:aws:iam::123456789012:role/deployer",
        protected=True,
        changed=NOW,
        operations=(("UPDATE_STACK", "op"),),
    ) == stacks.find("web")


def test_a_stack_that_is_not_there_is_none(stacks, stub) -> None:
    refused(stub, "describe_stacks", "ValidationError", "Stack with id web does not exist")

    assert stacks.find("web") is None


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("ValidationError", RemoteError),
        ("AccessDenied", DeniedError),
        ("ExpiredToken", NoCredentialsError),
        ("Throttling", ThrottledError),
    ],
)
def test_any_other_refusal_is_an_error(stacks, stub, code: str, kind: type) -> None:
    refused(stub, "describe_stacks", code)

    with pytest.raises(kind, match="cannot look at the stack web: no"):
        stacks.find(ARN)


def test_stacks_are_found_by_a_tag_on_all_pages(stacks, stub) -> None:
    ours = {**HEAD, "StackStatus": "CREATE_COMPLETE", "Tags": [{"Key": "k", "Value": "v"}]}
    theirs = {**HEAD, "StackStatus": "CREATE_COMPLETE"}
    stub.add_response("describe_stacks", {"Stacks": [theirs, ours], "NextToken": "n"}, {})
    stub.add_response("describe_stacks", {"Stacks": [ours]}, {"NextToken": "n"})

    assert [{"k": "v"}, {"k": "v"}] == [each.tags for each in stacks.tagged("k")]


YAML = """\
AWSTemplateFormatVersion: 2010-09-09
Conditions:
  Here: !Equals [!Ref A, b]
Resources:
  X:
    Type: AWS::SNS::Topic
    Condition: Here
    Properties:
      DisplayName: !Sub "${A}"
      TopicName: !GetAtt Y.Outputs.Z
      Other: !If [Here, {Fn::Base64: a}, !Condition Here]
      Map: !FindInMap [A, B, C]
"""
VALUES = {
    "AWSTemplateFormatVersion": "2010-09-09",
    "Conditions": {"Here": {"Fn::Equals": [{"Ref": "A"}, "b"]}},
    "Resources": {
        "X": {
            "Type": "AWS::SNS::Topic",
            "Condition": "Here",
            "Properties": {
                "DisplayName": {"Fn::Sub": "${A}"},
                "TopicName": {"Fn::GetAtt": ["Y", "Outputs.Z"]},
                "Other": {"Fn::If": ["Here", {"Fn::Base64": "a"}, {"Condition": "Here"}]},
                "Map": {"Fn::FindInMap": ["A", "B", "C"]},
            },
        }
    },
}


@pytest.mark.parametrize("body", [YAML, json.dumps(VALUES)], ids=["yaml", "json"])
def test_a_template_comes_as_values_however_it_was_written(stacks, stub, body: str) -> None:
    wanted = {"StackName": ARN, "TemplateStage": "Original"}
    stub.add_response("get_template", {"TemplateBody": body}, wanted)

    assert VALUES == stacks.template(ARN)


@pytest.mark.parametrize("body", ["a: [", "- a", "{"])
def test_a_template_that_is_none_is_an_error(stacks, stub, body: str) -> None:
    stub.add_response("get_template", {"TemplateBody": body})

    with pytest.raises(RemoteError, match="the template of the stack is"):
        stacks.template(ARN)


def test_a_change_set_is_asked_for(stacks, stub) -> None:
    order = Order(
        stack="web",
        name="amifactory-1",
        creates=True,
        body=Body(text="{}"),
        parameters={"A": "1"},
        kept=("B",),
        tags={"k": "v"},
        capabilities=("CAPABILITY_IAM",),
        role="arn:aws:iam::123456789012:role/deployer",
        notifications=(),
        express=True,
        token="t",  # noqa: S106  # makes a request safe to repeat, and opens nothing
    )
    wanted = {
        "StackName": "web",
        "ChangeSetName": "amifactory-1",
        "ChangeSetType": "CREATE",
        "TemplateBody": "{}",
        "Parameters": [
            {"ParameterKey": "A", "ParameterValue": "1"},
            {"ParameterKey": "B", "UsePreviousValue": True},
        ],
        "Tags": [{"Key": "k", "Value": "v"}],
        "Capabilities": ["CAPABILITY_IAM"],
        "RoleARN": "arn:aws:iam::123456789012:role/deployer",
        "NotificationARNs": [],
        "DeploymentConfig": {"Mode": "EXPRESS", "DisableRollback": False},
        "ClientToken": "t",
    }
    stub.add_response("create_change_set", {"Id": SET, "StackId": ARN}, wanted)

    assert SET == stacks.prepare(order)


def test_an_update_leaves_what_is_not_asked_for(stacks, stub) -> None:
    wanted = {
        "StackName": ARN,
        "ChangeSetName": "amifactory-1",
        "ChangeSetType": "UPDATE",
        "TemplateURL": "https://b.s3.eu-west-1.amazonaws.com/k",
        "Parameters": [],
        "Tags": [],
        "Capabilities": [],
    }
    stub.add_response("create_change_set", {"Id": SET}, wanted)

    assert SET == stacks.prepare(
        Order(ARN, "amifactory-1", creates=False, body=Body(url=wanted["TemplateURL"]))
    )


def resource_change(name: str, **more: object) -> dict[str, object]:
    told = {"Action": "Modify", "LogicalResourceId": name, "ResourceType": "T", **more}
    return {"Type": "Resource", "ResourceChange": told}


SET_HEAD = {"ChangeSetId": SET, "ChangeSetName": "amifactory-1", "Status": "CREATE_COMPLETE"}
TARGET = {
    "Attribute": "Properties",
    "Name": "Data",
    "RequiresRecreation": "Always",
    "Path": "/Properties/Data",
    "BeforeValue": "a",
    "AfterValue": "b",
}
VALUED = resource_change(
    "A", Replacement="True", PolicyAction="ReplaceAndDelete", Details=[{"Target": TARGET}]
)
CHANGE = Change(
    "Modify",
    "A",
    "T",
    replacement="True",
    policy="ReplaceAndDelete",
    properties=(PropertyChange("/Properties/Data", "a", "b", "Always"),),
)


def test_a_change_set_comes_with_all_its_pages(stacks, stub) -> None:
    asked = {"ChangeSetName": SET, "IncludePropertyValues": True}
    pages = [[VALUED], [resource_change("B")]]
    first = {**SET_HEAD, "ExecutionStatus": "AVAILABLE", "Changes": pages[0], "NextToken": "n"}
    stub.add_response("describe_change_set", first, asked)
    second = {**SET_HEAD, "Changes": pages[1]}
    stub.add_response("describe_change_set", second, {**asked, "NextToken": "n"})

    assert ChangeSet(
        SET,
        "amifactory-1",
        "CREATE_COMPLETE",
        execution="AVAILABLE",
        changes=(CHANGE, Change("Modify", "B", "T")),
    ) == stacks.change_set(SET)


def test_changes_that_are_left_out_with_values_are_asked_for_without(stacks, stub) -> None:
    asked = {"ChangeSetName": SET}
    part = {**SET_HEAD, "StatusReason": f"[WARN] {INCOMPLETE}", "Changes": [VALUED]}
    stub.add_response("describe_change_set", part, {**asked, "IncludePropertyValues": True})
    whole = {**SET_HEAD, "Changes": [resource_change("B"), resource_change("A")]}
    stub.add_response("describe_change_set", whole, asked)

    assert (Change("Modify", "B", "T"), CHANGE) == stacks.change_set(SET).changes


def test_a_change_set_that_is_gone_is_none(stacks, stub) -> None:
    refused(stub, "describe_change_set", "ChangeSetNotFound")

    assert stacks.change_set(SET) is None


def test_a_change_set_is_executed_with_a_token_and_rollback_said(stacks, stub) -> None:
    wanted = {
        "ChangeSetName": SET,
        "ClientRequestToken": "t",
        "DisableRollback": False,
        "RetainExceptOnCreate": True,
    }
    stub.add_response("execute_change_set", {}, wanted)
    stub.add_response("execute_change_set", {}, {**wanted, "DisableRollback": True})

    stacks.execute(SET, "t")
    stacks.execute(SET, "t", keep_failed=True)


def test_what_is_gone_is_as_good_as_deleted(stacks, stub) -> None:
    refused(stub, "delete_change_set", "ChangeSetNotFound")
    refused(stub, "delete_stack", "ValidationError", "Stack [web] does not exist")

    stacks.discard(SET)
    stacks.delete("web", "t")


def test_a_stack_is_deleted_with_a_token(stacks, stub) -> None:
    wanted = {
        "StackName": ARN,
        "ClientRequestToken": "t",
        "RetainResources": ["A"],
        "RoleARN": "arn:aws:iam::123456789012:role/deployer",
    }
    stub.add_response("delete_stack", {}, wanted)

    stacks.delete(ARN, "t", ("A",), "arn:aws:iam::123456789012:role/deployer")


def told(number: int, **more: object) -> dict[str, object]:
    head = {"StackId": ARN, "StackName": "web", "Timestamp": NOW, "EventId": f"e{number}"}
    return {**head, "LogicalResourceId": "A", "ResourceStatus": "CREATE_FAILED", **more}


def test_events_come_oldest_first_up_to_the_last_one_known(stacks, stub) -> None:
    """Pages after the one that has it are not asked for."""
    hook = {"HookType": "Acme::Hook", "HookStatusReason": "no"}
    pages = [told(4), told(3, ResourceStatusReason="why"), told(2, **hook), told(1)]
    stub.add_response(
        "describe_stack_events", {"StackEvents": pages, "NextToken": "n"}, {"StackName": ARN}
    )

    found = stacks.events(ARN, "e1")

    assert [("e2", "Acme::Hook: no"), ("e3", "why"), ("e4", "")] == [
        (each.id, each.reason) for each in found
    ]
    assert Event("e4", NOW, "A", "", "CREATE_FAILED", stack=ARN) == found[-1]


def test_a_stack_that_is_gone_has_no_events(stacks, stub) -> None:
    for _ in range(2):
        refused(stub, "describe_stack_events", "ValidationError", "Stack [x] does not exist")

    assert () == stacks.events(ARN)
    assert "" == stacks.last_event(ARN)


def test_the_last_event_is_that_of_the_first_page(stacks, stub) -> None:
    said = {"StackEvents": [told(9), told(8)], "NextToken": "n"}
    stub.add_response("describe_stack_events", said, {"StackName": ARN})

    assert "e9" == stacks.last_event(ARN)


def test_resources_come_as_values(stacks, stub) -> None:
    summary = {
        "LogicalResourceId": "A",
        "PhysicalResourceId": "a-1",
        "ResourceType": "T",
        "ResourceStatus": "CREATE_COMPLETE",
        "LastUpdatedTimestamp": NOW,
    }
    stub.add_response("list_stack_resources", {"StackResourceSummaries": [summary]})

    assert (Resource("A", "a-1", "T", "CREATE_COMPLETE"),) == stacks.resources(ARN)


def test_protection_policy_and_rollback_are_sent(stacks, stub) -> None:
    protection = {"StackName": ARN, "EnableTerminationProtection": True}
    stub.add_response("update_termination_protection", {}, protection)
    stub.add_response("get_stack_policy", {}, {"StackName": ARN})
    stub.add_response("get_stack_policy", {"StackPolicyBody": '{"a": 1}'}, {"StackName": ARN})
    stub.add_response("set_stack_policy", {}, {"StackName": ARN, "StackPolicyBody": '{"a": 1}'})
    rollback = {"StackName": ARN, "ClientRequestToken": "t", "RetainExceptOnCreate": True}
    stub.add_response("rollback_stack", {}, rollback)

    stacks.protect(ARN, protected=True)
    assert [{}, {"a": 1}] == [stacks.policy(ARN), stacks.policy(ARN)]
    stacks.set_policy(ARN, {"a": 1})
    stacks.rollback(ARN, "t")


def test_awss_own_check_comes_as_places_in_the_template(stacks, stub) -> None:
    events = [
        {"EventType": "STACK_EVENT"},
        {
            "EventType": "VALIDATION_ERROR",
            "ValidationPath": "/Resources/A/Properties/B",
            "ValidationStatusReason": "too long",
        },
        {
            "EventType": "VALIDATION_ERROR",
            "LogicalResourceId": "A",
            "ValidationPath": "/Properties/B",
            "ResourceStatusReason": "too short",
        },
    ]
    wanted = {"ChangeSetName": SET, "Filters": {"FailedEvents": True}}
    stub.add_response("describe_events", {"OperationEvents": events}, wanted)

    assert (
        ("/Resources/A/Properties/B", "too long"),
        ("/Resources/A/Properties/B", "too short"),
    ) == stacks.validation(SET)
