"""Intrinsic functions, by what stacks give as outputs."""

from __future__ import annotations

import pytest
from botocore.exceptions import ClientError

BODY = """
Parameters:
  List: {Type: CommaDelimitedList, Default: "a, b"}
  Stored: {Type: "AWS::SSM::Parameter::Value<String>", Default: /stored}
Mappings: {Sizes: {eu-west-1: {small: t4g.nano}}}
Conditions:
  Yes: !Equals [!Select [1, !Ref List], b]
  No: !Not [{Condition: Yes}]
  Both: !And [{Condition: Yes}, !Or [{Condition: No}, !Equals [1, "1"]]]
Resources:
  Logs:
    Type: AWS::Logs::LogGroup
    Properties:
      LogGroupName: x
      RetentionInDays: !If [No, 3, !Ref AWS::NoValue]
  Never: {Type: AWS::SQS::Queue, Condition: No}
Outputs:
  O: {Value: %s}
  Hidden: {Value: x, Condition: No}
"""


@pytest.mark.parametrize(
    ("value", "result"),
    [
        ("!Ref Logs", "x"),
        ("!GetAtt Logs.Arn", "arn:aws:logs:eu-west-1:123456789012:log-group:x:*"),
        ('!Sub "${!Literal} ${Logs} ${AWS::Region}"', "${Literal} x eu-west-1"),
        ('!Sub ["${A}-${Logs.Arn}", {A: !Ref AWS::StackName}]', None),
        ('!Sub "{{ imagebuilder:buildDate }}"', "{{ imagebuilder:buildDate }}"),
        ('!Join ["-", !Ref List]', "a-b"),
        ('!Join ["", [!Ref AWS::Partition, !Ref AWS::URLSuffix]]', "awsamazonaws.com"),
        ('!Select [1, !Split ["/", "a/b"]]', "b"),
        ("!FindInMap [Sizes, !Ref AWS::Region, small]", "t4g.nano"),
        ("!If [Both, yes-it-is, no]", "yes-it-is"),
        ("!Base64 abc", "YWJj"),
        ('!Select [0, !GetAZs ""]', "eu-west-1a"),
        ("!Ref Stored", "found"),
        ("!Ref AWS::AccountId", "123456789012"),
    ],
)
def test_functions_are_resolved(cloud, value, result):
    """In YAML with short forms; resources and outputs whose condition is false are not there."""
    cloud.aws.client("ssm").put_parameter(
        Name="/stored", Value="found", Type="String", Overwrite=True
    )
    cloud.create({}, body=BODY % value)
    outputs = cloud.stack()["Outputs"]
    assert [one["OutputKey"] for one in outputs] == ["O"]
    arn = "web-arn:aws:logs:eu-west-1:123456789012:log-group:x:*"
    assert outputs[0]["OutputValue"] == (result or arn)
    logs = cloud.aws.client("logs").describe_log_groups()["logGroups"]
    assert "retentionInDays" not in logs[0]
    assert [one["LogicalResourceId"] for one in resources(cloud)] == ["Logs"]


def resources(cloud):
    """What the stack has."""
    return cloud.api.list_stack_resources(StackName="web")["StackResourceSummaries"]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("!Select [5, !Ref List]", "nonexistent value at index 5"),
        ("!FindInMap [Sizes, other, small]", "Unable to get mapping for Sizes::other::small"),
        ("!ImportValue nothing", "No export named nothing found"),
        ('!Cidr ["10.0.0.0/16", 1, 8]', "does not emulate the function Fn::Cidr"),
    ],
)
def test_what_cannot_be_resolved_fails_the_stack(cloud, value, said):
    """An output is resolved when everything is made."""
    cloud.aws.client("ssm").put_parameter(
        Name="/stored", Value="found", Type="String", Overwrite=True
    )
    cloud.create({}, body=BODY % value)
    assert cloud.status() == "ROLLBACK_COMPLETE"
    assert said in cloud.reason("web", "ROLLBACK_IN_PROGRESS")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("Resources: [", "YAML not well-formed"),
        ("{", "JSON not well-formed"),
        ("just words", "unsupported structure"),
        ("Resources: &a {A: *a}", "YAML aliases are not allowed"),
    ],
)
def test_text_that_is_no_template_is_refused(cloud, body, said):
    """With what is wrong with it."""
    with pytest.raises(ClientError) as raised:
        cloud.api.validate_template(TemplateBody=body)
    assert said in str(raised.value)
