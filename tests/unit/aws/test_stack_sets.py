"""The port `StackSets` by boto3, against the local AWS and against botocore's own checks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import boto3
import pytest
from botocore.stub import ANY, Stubber

from generator.aws.stack_sets import CloudFormationStackSets
from generator.errors import AccessError, RemoteError
from generator.localaws.door import LocalAws, local_aws
from generator.ports.stack_sets import (
    Instance,
    OperationInProgressError,
    StackSetOrder,
    StackSets,
    Targets,
)
from generator.ports.stacks import Body
from tests.fakes.service_models import read_once

HERE, ONE = "123456789012", "111122223333"
TOPIC = "Parameters: {Name: {Type: String}}\nResources: {Topic: {Type: AWS::SNS::Topic}}\n"
ORDER = StackSetOrder(
    name="topics",
    description="Topics",
    body=Body(TOPIC),
    parameters={"Name": "builds"},
    managed="SELF_MANAGED",
    capabilities=(),
    tags={"Team": "platform"},
)
TARGETS = Targets(accounts=(ONE,), regions=("eu-west-1",))
EACH_FOR_ITSELF = {
    "FailureTolerancePercentage": 100,
    "MaxConcurrentPercentage": 100,
    "ConcurrencyMode": "SOFT_FAILURE_TOLERANCE",
    "RegionConcurrencyType": "PARALLEL",
}


@pytest.fixture(autouse=True)
def _models(monkeypatch) -> None:
    read_once(monkeypatch)


@pytest.fixture
def aws() -> Iterator[LocalAws]:
    with local_aws(accounts=[ONE]) as aws:
        for account, name in ((HERE, "Administration"), (ONE, "Execution")):
            principal = {"AWS": HERE, "Service": "cloudformation.amazonaws.com"}
            statement = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}
            aws.client("iam", account=account).create_role(
                RoleName=f"AWSCloudFormationStackSet{name}Role",
                AssumeRolePolicyDocument=json.dumps({"Statement": [statement]}),
            )
        yield aws


@pytest.fixture
def sets(aws) -> StackSets:
    return CloudFormationStackSets(aws.client("cloudformation"))


def test_a_stack_set_from_its_beginning_to_its_end(aws, sets) -> None:
    """What is written can be read back, at each step."""
    assert sets.find("topics") is None
    sets.create(ORDER, "token")
    found = sets.find("topics")
    assert found is not None
    assert ("topics", "ACTIVE", "SELF_MANAGED", TOPIC) == (
        found.name,
        found.status,
        found.managed,
        found.template,
    )
    assert (ORDER.parameters, ORDER.tags, ()) == (found.parameters, found.tags, found.units)

    sets.add("topics", ORDER.managed, TARGETS, "operation-1")
    assert ("operation-1",) == sets.running("topics")
    aws.clock.advance(60)
    assert () == sets.running("topics")
    operation = sets.operation("topics", "operation-1")
    done = Instance(ONE, "eu-west-1", "SUCCEEDED")
    assert ("CREATE", "SUCCEEDED", 0, (done,)) == (
        operation.action,
        operation.status,
        operation.failed,
        operation.instances,
    )
    assert (Instance(ONE, "eu-west-1", "CURRENT"),) == sets.instances("topics")

    sets.update(replace(ORDER, parameters={"Name": "others"}), "operation-2")
    aws.clock.advance(60)
    assert "UPDATE" == sets.operation("topics", "operation-2").action
    sets.remove("topics", ORDER.managed, TARGETS, "operation-3")
    aws.clock.advance(60)
    assert () == sets.instances("topics")
    sets.delete("topics")
    sets.delete("topics")
    assert sets.find("topics") is None


def test_the_same_request_twice_is_one_operation(aws, sets) -> None:
    sets.create(ORDER, "token")
    sets.create(ORDER, "token")
    sets.add("topics", ORDER.managed, TARGETS, "operation-1")
    sets.add("topics", ORDER.managed, TARGETS, "operation-1")
    aws.clock.advance(60)

    assert 1 == len(sets.instances("topics"))


def test_another_operation_in_the_way_is_told_apart(sets) -> None:
    sets.create(ORDER, "token")
    sets.add("topics", ORDER.managed, TARGETS, "operation-1")

    with pytest.raises(OperationInProgressError, match="another operation is under way"):
        sets.update(ORDER, "operation-2")


def test_any_other_refusal_is_a_failure_of_aws(sets) -> None:
    with pytest.raises(RemoteError, match="cannot add stacks to the StackSet topics"):
        sets.add("topics", ORDER.managed, TARGETS, "operation-1")


@pytest.fixture
def stubbed() -> Iterator[tuple[Any, Stubber]]:
    """A client whose requests botocore checks against the service's model."""
    keys = {"aws_access_key_id": "local", "aws_secret_access_key": "local"}
    api = boto3.client("cloudformation", "eu-west-1", **keys)
    with Stubber(api) as stubber:
        yield api, stubber


def test_units_are_asked_for_as_a_delegated_administrator(stubbed) -> None:
    api, stubber = stubbed
    sets = CloudFormationStackSets(api, delegated_admin=True)
    stubber.add_response(
        "create_stack_set",
        {},
        {
            "StackSetName": "topics",
            "Description": "Topics",
            "TemplateBody": TOPIC,
            "Parameters": [{"ParameterKey": "Name", "ParameterValue": "builds"}],
            "Capabilities": [],
            "Tags": [{"Key": "Team", "Value": "platform"}],
            "PermissionModel": "SERVICE_MANAGED",
            "AutoDeployment": {"Enabled": True, "RetainStacksOnAccountRemoval": False},
            "ClientRequestToken": "token",
            "CallAs": "DELEGATED_ADMIN",
        },
    )
    stubber.add_response(
        "create_stack_instances",
        {},
        {
            "StackSetName": "topics",
            "DeploymentTargets": {"OrganizationalUnitIds": ["ou-ab12-cdefgh34"]},
            "Regions": ["eu-west-1"],
            "OperationPreferences": EACH_FOR_ITSELF,
            "OperationId": "operation-1",
            "CallAs": "DELEGATED_ADMIN",
        },
    )

    sets.create(replace(ORDER, managed="SERVICE_MANAGED"), "token")
    units = Targets(units=("ou-ab12-cdefgh34",), regions=("eu-west-1",))
    sets.add("topics", "SERVICE_MANAGED", units, "operation-1")

    stubber.assert_no_pending_responses()


def test_a_template_that_was_uploaded_is_named_by_its_url(stubbed) -> None:
    api, stubber = stubbed
    url = "https://b-1.s3.eu-west-1.amazonaws.com/k"
    wanted = {
        "StackSetName": "topics",
        "Description": "Topics",
        "TemplateURL": url,
        "Parameters": ANY,
        "Capabilities": [],
        "Tags": ANY,
        "PermissionModel": "SELF_MANAGED",
        "OperationPreferences": EACH_FOR_ITSELF,
        "OperationId": "operation-1",
    }
    stubber.add_response("update_stack_set", {"OperationId": "operation-1"}, wanted)

    CloudFormationStackSets(api).update(replace(ORDER, body=Body(url=url)), "operation-1")

    stubber.assert_no_pending_responses()


@pytest.mark.parametrize(
    ("service_code", "kind"),
    [
        ("AccessDenied", AccessError),
        ("ExpiredToken", AccessError),
        ("Throttling", AccessError),
        ("StaleRequestException", OperationInProgressError),
        ("InvalidOperationException", RemoteError),
    ],
)
def test_refusals_become_errors_of_ours(stubbed, service_code, kind) -> None:
    api, stubber = stubbed
    stubber.add_client_error("delete_stack_instances", service_code, "No.")

    with pytest.raises(kind):
        CloudFormationStackSets(api).remove("topics", ORDER.managed, TARGETS, "operation-1")


def test_an_operation_of_this_id_that_exists_is_ours(stubbed) -> None:
    """The request was sent again by botocore, and its first attempt had arrived."""
    api, stubber = stubbed
    stubber.add_client_error("delete_stack_instances", "OperationIdAlreadyExistsException", "No.")

    CloudFormationStackSets(api).remove("topics", ORDER.managed, TARGETS, "operation-1")
