"""Automation executions of the local AWS, as boto3 sees them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from botocore.exceptions import ClientError

from generator.localaws.door import LocalAws, local_aws

Start = Callable[..., str]

SLEEPS: dict[str, Any] = {
    "schemaVersion": "0.3",
    "parameters": {
        "Name": {"type": "String", "allowedPattern": "^[a-z]+$"},
        "Many": {"type": "StringList", "default": []},
    },
    "outputs": ["look.Arn"],
    "mainSteps": [
        {"name": "rest", "action": "aws:sleep", "inputs": {"Duration": "PT10M"}},
        {
            "name": "look",
            "action": "aws:executeAwsApi",
            "inputs": {"Service": "iam", "Api": "GetRole", "RoleName": "{{ Name }}"},
            "outputs": [{"Name": "Arn", "Selector": "$.Role.Arn", "Type": "String"}],
        },
    ],
}


@pytest.fixture(scope="module")
def aws() -> Iterator[LocalAws]:
    with local_aws() as opened:
        yield opened


def _prepared(aws: LocalAws, account: str) -> Any:
    """A client, in an account with a role and the document Sleeps."""
    iam, client = aws.client("iam", account=account), aws.client("ssm", account=account)
    iam.create_role(RoleName="builder", AssumeRolePolicyDocument="{}")
    client.create_document(Name="Sleeps", DocumentType="Automation", Content=json.dumps(SLEEPS))
    return client


@pytest.fixture(scope="module")
def ssm(aws: LocalAws) -> Any:
    return _prepared(aws, "123456789012")


def _start(ssm: Any, name: str = "builder", **more: Any) -> str:
    request = {"DocumentName": "Sleeps", "Parameters": {"Name": [name]}, **more}
    return str(ssm.start_automation_execution(**request)["AutomationExecutionId"])


@pytest.fixture(scope="module")
def start(ssm: Any) -> Start:
    """Starts the document Sleeps."""
    return partial(_start, ssm)


def _shown(ssm: Any, execution: str) -> Any:
    return ssm.get_automation_execution(AutomationExecutionId=execution)["AutomationExecution"]


def _refused(error: pytest.ExceptionInfo[ClientError]) -> str:
    return str(error.value.response["Error"]["Code"])


def test_an_execution_goes_on_as_simulated_time_passes(aws, ssm, start: Start):
    execution = start()
    aws.clock.advance(599)

    shown = _shown(ssm, execution)
    assert ("InProgress", "rest") == (
        shown["AutomationExecutionStatus"],
        shown["CurrentStepName"],
    )
    aws.clock.advance(1)
    shown = _shown(ssm, execution)
    assert "Success" == shown["AutomationExecutionStatus"]
    assert {"look.Arn": ["arn:aws:iam::123456789012:role/builder"]} == shown["Outputs"]
    assert 600 == (shown["ExecutionEndTime"] - shown["ExecutionStartTime"]).total_seconds()
    assert {"Name": ["builder"], "Many": []} == shown["Parameters"]


def test_steps_show_times_inputs_and_outputs(aws, ssm, start: Start):
    execution = start()
    aws.clock.advance(600)

    rest, look = ssm.describe_automation_step_executions(AutomationExecutionId=execution)[
        "StepExecutions"
    ]
    assert ("rest", "aws:sleep", {"Duration": "PT10M"}) == (
        rest["StepName"],
        rest["Action"],
        rest["Inputs"],
    )
    assert 600 == (rest["ExecutionEndTime"] - rest["ExecutionStartTime"]).total_seconds()
    assert {"Arn": ["arn:aws:iam::123456789012:role/builder"]} == look["Outputs"]
    assert ["Success", "Success"] == [rest["StepStatus"], look["StepStatus"]]


def test_steps_that_were_not_reached_are_pending(aws, ssm, start: Start):
    execution = start()
    aws.clock.advance(0)

    steps = _shown(ssm, execution)["StepExecutions"]
    assert ["InProgress", "Pending"] == [step["StepStatus"] for step in steps]
    assert "ExecutionStartTime" not in steps[1]


def test_what_fails_says_why(aws, ssm, start: Start):
    execution = start("nobody")
    aws.clock.advance(600)

    shown = _shown(ssm, execution)
    assert "Failed" == shown["AutomationExecutionStatus"]
    assert "step look failed" in shown["FailureMessage"]
    assert "nobody" in shown["FailureMessage"]
    assert "NoSuchEntity" in shown["StepExecutions"][1]["FailureMessage"]


def test_a_step_is_cancelled_when_somebody_stops_the_execution(aws, ssm, start: Start):
    execution = start()
    aws.clock.advance(1)
    ssm.stop_automation_execution(AutomationExecutionId=execution)

    assert "Cancelling" == _shown(ssm, execution)["AutomationExecutionStatus"]
    aws.clock.advance(0)
    shown = _shown(ssm, execution)
    assert "Cancelled" == shown["AutomationExecutionStatus"]
    assert ["Cancelled", "Pending"] == [step["StepStatus"] for step in shown["StepExecutions"]]
    with pytest.raises(ClientError) as error:
        ssm.stop_automation_execution(AutomationExecutionId=execution)
    assert "InvalidAutomationStatusUpdateException" == _refused(error)


def test_a_client_token_starts_once(start: Start):
    token = "0F8FAD5B-D9CB-469F-A165-70867728950E"  # noqa: S105  # no secret
    execution = start(ClientToken=token)

    assert execution == start(ClientToken=token)
    with pytest.raises(ClientError) as error:
        start("other", ClientToken=token)
    assert "IdempotentParameterMismatch" == _refused(error)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"DocumentName": "Missing"}, "AutomationDefinitionNotFoundException"),
        ({"DocumentVersion": "7"}, "AutomationDefinitionVersionNotFoundException"),
        ({"Parameters": {}}, "InvalidAutomationExecutionParametersException"),
        ({"Parameters": {"Name": ["UPPER"]}}, "InvalidAutomationExecutionParametersException"),
        (
            {"Parameters": {"Name": ["a"], "Other": ["b"]}},
            "InvalidAutomationExecutionParametersException",
        ),
        ({"DocumentName": "AWS-StopEC2Instance"}, "NotEmulated"),
        ({"Mode": "Interactive"}, "NotEmulated"),
        ({"Targets": [{"Key": "InstanceIds", "Values": ["i-1"]}]}, "NotEmulated"),
    ],
)
def test_what_cannot_be_started_is_refused(start: Start, changes: dict[str, Any], code: str):
    with pytest.raises(ClientError) as error:
        start(**changes)
    assert code == _refused(error)


def test_a_runbook_that_nobody_here_can_run_is_refused_with_every_reason(ssm):
    content = {
        "schemaVersion": "0.3",
        "mainSteps": [{"name": "ask", "action": "aws:approve", "inputs": {"Approvers": []}}],
    }
    ssm.create_document(Name="Asks", DocumentType="Automation", Content=json.dumps(content))

    with pytest.raises(ClientError) as error:
        ssm.start_automation_execution(DocumentName="Asks")
    assert "NotEmulated" == _refused(error)
    assert "action aws:approve is not known" in str(error.value)


def test_an_execution_that_does_not_exist(ssm):
    with pytest.raises(ClientError) as error:
        _shown(ssm, "00000000-0000-0000-0000-000000000000")
    assert "AutomationExecutionNotFoundException" == _refused(error)


def test_executions_are_listed_newest_first_by_page_and_filter(aws):
    ssm = _prepared(aws, "444455556666")
    first = _start(ssm)
    aws.clock.advance(600)
    now = aws.clock.now().isoformat()
    second, third = _start(ssm, Tags=[{"Key": "team", "Value": "web"}]), _start(ssm)

    def listed(**request: Any) -> list[str]:
        pages = ssm.get_paginator("describe_automation_executions").paginate(**request)
        return [
            one["AutomationExecutionId"]
            for page in pages
            for one in page["AutomationExecutionMetadataList"]
        ]

    def filtered(key: str, *values: str) -> list[str]:
        return listed(Filters=[{"Key": key, "Values": list(values)}])

    assert [third, second, first] == listed()
    assert [third, second, first] == listed(PaginationConfig={"PageSize": 2})
    assert [first] == filtered("ExecutionStatus", "Success")
    assert [third, second, first] == filtered("DocumentNamePrefix", "Sle")
    assert [second] == filtered("TagKey", "team")
    assert [third, second] == filtered("StartTimeAfter", now)
    with pytest.raises(ClientError) as error:
        filtered("OpsItemId", "oi-1")
    assert "NotEmulated" == _refused(error)


def test_accounts_and_regions_have_executions_of_their_own(aws, start: Start):
    start()

    for client in (
        aws.client("ssm", region="us-east-1"),
        aws.client("ssm", account="111122223333"),
    ):
        shown = client.describe_automation_executions()["AutomationExecutionMetadataList"]
        assert [] == shown
