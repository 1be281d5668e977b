"""StackSets of the local AWS: stacks in other accounts, on the clock, with AWS's refusals."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from generator.localaws.door import LocalAws, local_aws
from tests.fakes.service_models import read_once

HERE, ONE, TWO = "123456789012", "111122223333", "444455556666"
REGION = "eu-west-1"
TOPIC = """\
Parameters:
  Name: {Type: String}
Resources:
  Topic:
    Type: AWS::SNS::Topic
    Properties: {TopicName: !Ref Name}
"""
QUEUE = TOPIC.replace("TopicName", "DisplayName: golden, TopicName")
ROLE = """\
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      RoleName: fixed
      AssumeRolePolicyDocument: {Version: "2012-10-17", Statement: []}
"""
ALL_AT_ONCE = {"FailureTolerancePercentage": 100, "MaxConcurrentPercentage": 100}
ORGANIZATIONS = "member.org.stacksets.cloudformation.amazonaws.com"


def trust(principal: dict[str, str]) -> str:
    statement = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def admit(aws: LocalAws, *accounts: str) -> None:
    """Create the execution role there."""
    for account in accounts:
        aws.client("iam", account=account).create_role(
            RoleName="AWSCloudFormationStackSetExecutionRole",
            AssumeRolePolicyDocument=trust({"AWS": f"arn:aws:iam::{HERE}:root"}),
        )


@pytest.fixture
def aws(monkeypatch) -> Iterator[LocalAws]:
    read_once(monkeypatch)
    with local_aws(accounts=[ONE, TWO]) as aws:
        aws.client("iam").create_role(
            RoleName="AWSCloudFormationStackSetAdministrationRole",
            AssumeRolePolicyDocument=trust({"Service": "cloudformation.amazonaws.com"}),
        )
        yield aws


@pytest.fixture
def api(aws) -> Any:
    return aws.client("cloudformation")


@pytest.fixture
def topics(api) -> str:
    """A stack set that makes a topic, without stacks."""
    api.create_stack_set(
        StackSetName="topics",
        TemplateBody=TOPIC,
        Parameters=[{"ParameterKey": "Name", "ParameterValue": "builds"}],
        Tags=[{"Key": "Team", "Value": "platform"}],
    )
    return "topics"


def add(api: Any, *accounts: str, regions: tuple[str, ...] = (REGION,), **more: Any) -> str:
    return api.create_stack_instances(
        StackSetName="topics",
        Accounts=list(accounts),
        Regions=list(regions),
        **({"OperationPreferences": ALL_AT_ONCE} | more),
    )["OperationId"]


def results(api: Any, operation: str) -> dict[tuple[str, str], str]:
    listed = api.list_stack_set_operation_results(StackSetName="topics", OperationId=operation)
    return {(e["Account"], e["Region"]): e["Status"] for e in listed["Summaries"]}


def status(api: Any, operation: str) -> str:
    told = api.describe_stack_set_operation(StackSetName="topics", OperationId=operation)
    return told["StackSetOperation"]["Status"]


def instances(api: Any) -> dict[str, str]:
    listed = api.list_stack_instances(StackSetName="topics")["Summaries"]
    return {each["Account"]: each["Status"] for each in listed}


def topics_of(aws: LocalAws, account: str, region: str = REGION) -> list[str]:
    listed = aws.client("sns", region=region, account=account).list_topics()["Topics"]
    return [each["TopicArn"].rpartition(":")[2] for each in listed]


def code(caught: pytest.ExceptionInfo[ClientError]) -> str:
    return caught.value.response["Error"]["Code"]


@pytest.mark.usefixtures("topics")
def test_stacks_come_to_be_in_other_accounts(aws, api) -> None:
    admit(aws, ONE, TWO)

    operation = add(api, ONE, TWO)

    assert "RUNNING" == status(api, operation)
    assert [] == topics_of(aws, ONE)
    aws.clock.advance(60)
    assert "SUCCEEDED" == status(api, operation)
    assert {(ONE, REGION): "SUCCEEDED", (TWO, REGION): "SUCCEEDED"} == results(api, operation)
    assert [["builds"], ["builds"], []] == [topics_of(aws, each) for each in (ONE, TWO, HERE)]
    (stack,) = aws.client("cloudformation", account=ONE).describe_stacks()["Stacks"]
    assert stack["StackName"].startswith("StackSet-topics-")
    assert [{"Key": "Team", "Value": "platform"}] == stack["Tags"]


def test_an_account_without_the_role_fails_alone(aws, api, topics) -> None:
    admit(aws, ONE)

    operation = add(api, ONE, TWO)
    aws.clock.advance(60)

    assert "SUCCEEDED" == status(api, operation)
    assert {ONE: "CURRENT", TWO: "OUTDATED"} == instances(api)
    told = api.describe_stack_set_operation(StackSetName=topics, OperationId=operation)
    assert {"FailedStackInstancesCount": 1} == told["StackSetOperation"]["StatusDetails"]
    one = api.describe_stack_instance(
        StackSetName=topics, StackInstanceAccount=TWO, StackInstanceRegion=REGION
    )["StackInstance"]
    assert (
        f"Account {TWO} should have 'AWSCloudFormationStackSetExecutionRole' role with trust "
        "relationship to Role 'AWSCloudFormationStackSetAdministrationRole'."
    ) == one["StatusReason"]


@pytest.mark.usefixtures("topics")
def test_a_role_that_trusts_somebody_else_does_not_do(aws, api) -> None:
    aws.client("iam", account=ONE).create_role(
        RoleName="AWSCloudFormationStackSetExecutionRole",
        AssumeRolePolicyDocument=trust({"AWS": "arn:aws:iam::777788889999:root"}),
    )

    add(api, ONE)
    aws.clock.advance(60)

    assert {ONE: "OUTDATED"} == instances(api)


@pytest.mark.usefixtures("topics")
def test_failures_that_are_not_tolerated_stop_the_rest(aws, api) -> None:
    """By default none is, and one account is worked on at a time."""
    admit(aws, TWO)

    operation = add(api, ONE, TWO, OperationPreferences={})
    aws.clock.advance(60)

    assert "FAILED" == status(api, operation)
    assert {(ONE, REGION): "FAILED", (TWO, REGION): "CANCELLED"} == results(api, operation)
    assert [] == topics_of(aws, TWO)


@pytest.mark.usefixtures("topics")
def test_what_failed_is_tried_again_with_another_id(aws, api) -> None:
    add(api, ONE)
    aws.clock.advance(60)
    admit(aws, ONE)

    operation = add(api, ONE)
    aws.clock.advance(60)

    assert {(ONE, REGION): "SUCCEEDED"} == results(api, operation)
    assert {ONE: "CURRENT"} == instances(api)


def test_a_stack_that_was_rolled_back_is_made_anew(aws, api, topics) -> None:
    admit(aws, ONE)
    aws.faults.resource("AWS::SNS::Topic", reason="no topics today")
    first = add(api, ONE)
    aws.clock.advance(120)

    listed = api.list_stack_set_operation_results(StackSetName=topics, OperationId=first)
    (only,) = listed["Summaries"]
    assert (
        "ResourceLogicalId:Topic, ResourceType:AWS::SNS::Topic, "
        "ResourceStatusReason:no topics today."
    ) == only["StatusReason"]
    add(api, ONE)
    aws.clock.advance(120)
    assert {ONE: "CURRENT"} == instances(api)
    assert ["builds"] == topics_of(aws, ONE)


def test_an_update_reaches_every_stack(aws, api, topics) -> None:
    admit(aws, ONE, TWO)
    add(api, ONE, TWO)
    aws.clock.advance(60)

    operation = api.update_stack_set(
        StackSetName=topics,
        TemplateBody=QUEUE,
        Parameters=[{"ParameterKey": "Name", "UsePreviousValue": True}],
        OperationPreferences=ALL_AT_ONCE,
    )["OperationId"]

    assert {ONE: "OUTDATED", TWO: "OUTDATED"} == instances(api)
    aws.clock.advance(60)
    assert "SUCCEEDED" == status(api, operation)
    assert {ONE: "CURRENT", TWO: "CURRENT"} == instances(api)
    sns = aws.client("sns", account=TWO)
    (topic,) = sns.list_topics()["Topics"]
    attributes = sns.get_topic_attributes(TopicArn=topic["TopicArn"])["Attributes"]
    assert "golden" == attributes["DisplayName"]


def test_parameters_of_some_stacks_can_differ(aws, api, topics) -> None:
    admit(aws, ONE, TWO)
    other = [{"ParameterKey": "Name", "ParameterValue": "others"}]
    add(api, ONE, ParameterOverrides=other)
    aws.clock.advance(60)
    add(api, TWO)
    aws.clock.advance(60)

    assert [["others"], ["builds"]] == [topics_of(aws, each) for each in (ONE, TWO)]
    api.update_stack_instances(
        StackSetName=topics, Accounts=[TWO], Regions=[REGION], ParameterOverrides=other
    )
    aws.clock.advance(60)
    assert ["others"] == topics_of(aws, TWO)


def test_stacks_go_or_are_left_behind(aws, api, topics) -> None:
    admit(aws, ONE, TWO)
    add(api, ONE, TWO)
    aws.clock.advance(60)

    for account, retain in ((ONE, False), (TWO, True)):
        api.delete_stack_instances(
            StackSetName=topics, Accounts=[account], Regions=[REGION], RetainStacks=retain
        )
        aws.clock.advance(60)

    assert {} == instances(api)
    assert [[], ["builds"]] == [topics_of(aws, each) for each in (ONE, TWO)]


@pytest.mark.usefixtures("topics")
def test_regions_come_one_after_the_other(aws, api) -> None:
    admit(aws, ONE)

    operation = add(
        api, ONE, regions=(REGION, "us-east-1"), OperationPreferences={"RegionOrder": ["us-east-1"]}
    )
    aws.clock.advance(4)

    assert {(ONE, REGION): "PENDING", (ONE, "us-east-1"): "RUNNING"} == results(api, operation)
    aws.clock.advance(120)
    assert [["builds"], ["builds"]] == [
        topics_of(aws, ONE, region) for region in (REGION, "us-east-1")
    ]


def test_one_operation_at_a_time(aws, api, topics) -> None:
    admit(aws, ONE, TWO)
    first = add(api, ONE, OperationId="first-operation")

    with pytest.raises(ClientError) as caught:
        add(api, TWO)
    assert "OperationInProgressException" == code(caught)
    assert first == add(api, ONE, OperationId="first-operation")
    aws.clock.advance(60)
    with pytest.raises(ClientError) as caught:
        api.delete_stack_instances(
            StackSetName=topics,
            Accounts=[ONE],
            Regions=[REGION],
            RetainStacks=False,
            OperationId="first-operation",
        )
    assert "OperationIdAlreadyExistsException" == code(caught)


def test_an_operation_can_be_stopped(aws, api, topics) -> None:
    admit(aws, ONE, TWO)
    operation = add(api, ONE, TWO, OperationPreferences={})
    aws.clock.advance(3)

    api.stop_stack_set_operation(StackSetName=topics, OperationId=operation)
    aws.clock.advance(60)

    assert "STOPPED" == status(api, operation)
    assert {(ONE, REGION): "SUCCEEDED", (TWO, REGION): "CANCELLED"} == results(api, operation)


def test_a_stack_set_goes_when_it_has_no_stacks(aws, api, topics) -> None:
    admit(aws, ONE)
    add(api, ONE)
    with pytest.raises(ClientError) as caught:
        api.delete_stack_set(StackSetName=topics)
    assert "OperationInProgressException" == code(caught)
    aws.clock.advance(60)
    with pytest.raises(ClientError) as caught:
        api.delete_stack_set(StackSetName=topics)
    assert "StackSetNotEmptyException" == code(caught)
    api.delete_stack_instances(
        StackSetName=topics, Accounts=[ONE], Regions=[REGION], RetainStacks=False
    )
    aws.clock.advance(60)

    api.delete_stack_set(StackSetName=topics)

    assert ["DELETED"] == [each["Status"] for each in api.list_stack_sets()["Summaries"]]
    with pytest.raises(ClientError) as caught:
        api.describe_stack_set(StackSetName=topics)
    assert "StackSetNotFoundException" == code(caught)


def test_a_name_is_taken_once_and_a_token_makes_one(api, topics) -> None:
    with pytest.raises(ClientError) as caught:
        api.create_stack_set(StackSetName=topics, TemplateBody=TOPIC)
    assert "NameAlreadyExistsException" == code(caught)
    wanted = {
        "StackSetName": "roles",
        "TemplateBody": ROLE,
        "Capabilities": ["CAPABILITY_NAMED_IAM"],
        "ClientRequestToken": "token",
    }
    assert api.create_stack_set(**wanted) | {"ResponseMetadata": None} == api.create_stack_set(
        **wanted
    ) | {"ResponseMetadata": None}


WRONG = [
    ({"TemplateBody": ROLE}, "InsufficientCapabilitiesException"),
    ({"TemplateBody": TOPIC}, "ValidationError"),
    ({}, "ValidationError"),
    ({"TemplateBody": "Resources: {}"}, "ValidationError"),
    ({"TemplateBody": ROLE, "ManagedExecution": {"Active": True}}, "ValidationError"),
    ({"TemplateBody": ROLE, "PermissionModel": "SERVICE_MANAGED"}, "ValidationError"),
]


def test_what_is_wrong_is_refused_before_anything_happens(api) -> None:
    """One AWS for all, since nothing comes of it."""
    found = []
    for wanted, _ in WRONG:
        with pytest.raises(ClientError) as caught:
            api.create_stack_set(StackSetName="wrong", **wanted)
        found.append(code(caught))

    assert [expected for _, expected in WRONG] == found
    assert [] == api.list_stack_sets()["Summaries"]


def test_what_is_not_emulated_says_so(api, topics) -> None:
    with pytest.raises(ClientError, match="does not emulate DetectStackSetDrift"):
        api.detect_stack_set_drift(StackSetName=topics)


@pytest.fixture
def organization(aws) -> tuple[str, str, dict[str, str]]:
    """An organization: a unit, one below it, and an account in each."""
    api = aws.client("organizations")
    api.create_organization(FeatureSet="ALL")
    root = api.list_roots()["Roots"][0]["Id"]
    outer = api.create_organizational_unit(ParentId=root, Name="outer")["OrganizationalUnit"]["Id"]
    inner = api.create_organizational_unit(ParentId=outer, Name="inner")["OrganizationalUnit"]["Id"]
    accounts = {}
    for unit in (outer, inner):
        made = api.create_account(Email=f"{unit}@example.com", AccountName=unit)
        account = made["CreateAccountStatus"]["AccountId"]
        api.move_account(AccountId=account, SourceParentId=root, DestinationParentId=unit)
        accounts[unit] = account
    return outer, inner, accounts


def service_managed(api: Any, **more: Any) -> None:
    api.create_stack_set(
        StackSetName="topics",
        TemplateBody=TOPIC,
        Parameters=[{"ParameterKey": "Name", "ParameterValue": "builds"}],
        PermissionModel="SERVICE_MANAGED",
        AutoDeployment={"Enabled": True, "RetainStacksOnAccountRemoval": False},
        **more,
    )


@pytest.mark.usefixtures("organization")
def test_an_organization_has_to_let_stack_sets_in(api) -> None:
    with pytest.raises(ClientError, match="must enable organizations access"):
        service_managed(api)
    assert "DISABLED" == api.describe_organizations_access()["Status"]


def test_units_get_stacks_without_any_role(aws, api, organization) -> None:
    outer, _, accounts = organization
    api.activate_organizations_access()
    service_managed(api)

    operation = api.create_stack_instances(
        StackSetName="topics",
        DeploymentTargets={"OrganizationalUnitIds": [outer]},
        Regions=[REGION],
        OperationPreferences=ALL_AT_ONCE,
    )["OperationId"]
    aws.clock.advance(60)

    assert dict.fromkeys(accounts.values(), "CURRENT") == instances(api)
    assert [outer] == api.describe_stack_set(StackSetName="topics")["StackSet"][
        "OrganizationalUnitIds"
    ]
    assert {"SUCCEEDED"} == set(results(api, operation).values())
    api.delete_stack_instances(
        StackSetName="topics",
        DeploymentTargets={"OrganizationalUnitIds": [outer]},
        Regions=[REGION],
        RetainStacks=False,
        OperationPreferences=ALL_AT_ONCE,
    )
    aws.clock.advance(60)
    assert {} == instances(api)


def test_a_delegated_administrator_acts_for_the_management_account(aws, api, organization) -> None:
    _, inner, accounts = organization
    api.activate_organizations_access()
    member = aws.client("cloudformation", account=accounts[inner])
    with pytest.raises(ClientError, match="management account or delegated admin"):
        service_managed(member)
    with pytest.raises(ClientError, match="not a delegated administrator"):
        service_managed(member, CallAs="DELEGATED_ADMIN")
    aws.client("organizations").register_delegated_administrator(
        AccountId=accounts[inner], ServicePrincipal=ORGANIZATIONS
    )

    service_managed(member, CallAs="DELEGATED_ADMIN")

    assert ["topics"] == [each["StackSetName"] for each in api.list_stack_sets()["Summaries"]]
    told = member.describe_stack_set(StackSetName="topics", CallAs="DELEGATED_ADMIN")["StackSet"]
    assert f":{HERE}:stackset/topics:" in told["StackSetARN"]


def test_targets_are_of_the_stack_sets_kind(api, topics) -> None:
    with pytest.raises(ClientError, match="can only have Accounts"):
        api.create_stack_instances(
            StackSetName=topics,
            DeploymentTargets={"OrganizationalUnitIds": ["ou-ab12-cdefgh34"]},
            Regions=[REGION],
        )
    with pytest.raises(ClientError, match="accounts"):
        add(api, "12")
