"""Creating stacks: order, failures, and what becomes of them."""

from __future__ import annotations

import json
import pickle

import pytest
from botocore.exceptions import ClientError

from generator.localaws.cloudformation.models import cloudformation_backends
from tests.fakes.cloud import log


def test_resources_are_made_in_the_order_of_their_needs(cloud):
    """What is referred to comes first; the stack's own events frame everything."""
    needy = log(days=5) | {"DependsOn": "First"}
    cloud.create({"Second": needy, "First": log()})
    assert cloud.events() == [
        "web CREATE_IN_PROGRESS",
        "First CREATE_IN_PROGRESS",
        "First CREATE_IN_PROGRESS",
        "First CREATE_COMPLETE",
        "Second CREATE_IN_PROGRESS",
        "Second CREATE_IN_PROGRESS",
        "Second CREATE_COMPLETE",
        "web CREATE_COMPLETE",
    ]


def test_independent_resources_are_made_at_the_same_time(cloud):
    """Both begin before one of them is complete."""
    cloud.create({"One": log(), "Other": log()})
    events = cloud.events()
    assert events[1:3] == ["One CREATE_IN_PROGRESS", "Other CREATE_IN_PROGRESS"]


def test_nothing_happens_while_the_clock_stands_still(cloud):
    """The call returns at once; the stack is in progress until time passes."""
    cloud.create({"Logs": log()}, wait=0)
    assert cloud.status() == "CREATE_IN_PROGRESS"
    assert cloud.logs() == []


def test_outputs_are_there_after_a_change_set(cloud):
    """AWS does not forget them, as moto does."""
    outputs = {"Arn": {"Value": {"Fn::GetAtt": ["Logs", "Arn"]}, "Export": {"Name": "arn"}}}
    made = cloud.change_set({"Logs": log("a")}, kind="CREATE", sections={"Outputs": outputs})
    assert cloud.status() == "REVIEW_IN_PROGRESS"
    cloud.api.execute_change_set(ChangeSetName=made["ChangeSetId"])
    cloud.aws.clock.advance(60)
    arn = "arn:aws:logs:eu-west-1:123456789012:log-group:a:*"
    assert cloud.stack()["Outputs"] == [
        {"OutputKey": "Arn", "OutputValue": arn, "ExportName": "arn"}
    ]
    assert cloud.api.list_exports()["Exports"][0]["Value"] == arn


def test_a_failed_creation_is_rolled_back(cloud):
    """Siblings are cancelled, everything made is deleted, the first cause stays in the events."""
    cloud.aws.faults.resource("Bad", reason="no luck")
    cloud.create({"Bad": log(), "Good": log()})
    assert cloud.status() == "ROLLBACK_COMPLETE"
    assert cloud.reason("Bad", "CREATE_FAILED") == "no luck"
    assert cloud.reason("Good", "CREATE_FAILED") == "Resource creation cancelled"
    said = "The following resource(s) failed to create: [Bad]. Rollback requested by user."
    assert cloud.reason("web", "ROLLBACK_IN_PROGRESS") == said
    assert cloud.logs() == []


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"DisableRollback": True}, "CREATE_FAILED"),
        ({"OnFailure": "DO_NOTHING"}, "CREATE_FAILED"),
        ({"OnFailure": "DELETE"}, "DELETE_COMPLETE"),
    ],
)
def test_a_failed_creation_ends_as_it_was_asked(cloud, asked, status):
    """Kept, or deleted."""
    cloud.aws.faults.resource("Second")
    needy = log() | {"DependsOn": "First"}
    arn = cloud.create({"First": log("kept"), "Second": needy}, **asked)
    assert cloud.status(arn) == status
    assert cloud.logs() == (["kept"] if status == "CREATE_FAILED" else [])


def test_a_kept_failure_can_be_rolled_back_or_mended(cloud):
    """RollbackStack deletes what was made; an update goes on from there."""
    for name in ("back", "on"):
        cloud.aws.faults.resource("Second")
        resources = {"First": log(), "Second": log() | {"DependsOn": "First"}}
        cloud.create(resources, name, DisableRollback=True)
    cloud.api.rollback_stack(StackName="back")
    cloud.update(resources, "on")
    cloud.aws.clock.advance(60)
    assert (cloud.status("back"), cloud.status("on")) == ("ROLLBACK_COMPLETE", "UPDATE_COMPLETE")


def test_a_rollback_can_fail(cloud):
    """ROLLBACK_FAILED, and a second deletion gets rid of it."""
    cloud.aws.faults.resource("Second")
    cloud.aws.faults.resource("First", "DELETE")
    arn = cloud.create({"First": log(), "Second": log() | {"DependsOn": "First"}})
    assert cloud.status() == "ROLLBACK_FAILED"
    cloud.api.delete_stack(StackName="web")
    cloud.aws.clock.advance(60)
    assert cloud.status(arn) == "DELETE_COMPLETE"


def test_a_python_error_of_a_model_is_a_failed_resource(cloud):
    """Whatever a model raises, the stack ends and says it."""
    cloud.create({"Fifo": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "no spaces"}}})
    assert cloud.status() == "ROLLBACK_COMPLETE"
    assert "Can only include" in cloud.reason("Fifo", "CREATE_FAILED")


def test_retained_resources_outlive_a_creation_only_without_except_on_create(cloud):
    """Retain keeps them through the rollback of their creation, RetainExceptOnCreate does not."""
    cloud.aws.faults.resource("Bad")
    kept = {"Always": "Retain", "Never": "RetainExceptOnCreate"}
    resources = {name: log(name, DeletionPolicy=policy) for name, policy in kept.items()}
    cloud.create(resources | {"Bad": log() | {"DependsOn": list(kept)}})
    assert cloud.logs() == ["Always"]


def test_express_completes_at_once_and_says_that_it_goes_on(cloud):
    """No simulated time passes."""
    cloud.create({"Logs": log()}, wait=0, DeploymentConfig={"Mode": "EXPRESS"})
    cloud.aws.clock.advance(0)
    assert cloud.status() == "CREATE_COMPLETE"
    assert "EXPRESS" in cloud.stack()["StackStatusReason"]


def test_events_go_to_notification_topics(cloud):
    """As lines of key='value'."""
    sns, sqs = cloud.aws.client("sns"), cloud.aws.client("sqs")
    topic = sns.create_topic(Name="told")["TopicArn"]
    queue = sqs.create_queue(QueueName="told")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn["QueueArn"])
    cloud.create({"Logs": log()}, NotificationARNs=[topic])
    told = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10)["Messages"]
    first = json.loads(told[0]["Body"])["Message"]
    assert "ResourceStatus='CREATE_IN_PROGRESS'\n" in first
    assert len(told) == 5


@pytest.mark.parametrize(
    ("resources", "sections", "asked", "said"),
    [
        ({}, {}, {}, "At least one Resources member"),
        ({"A": {"Type": "AWS::No::Such"}}, {}, {}, "Unrecognized resource types: [AWS::No::Such]"),
        ({"A": {"Type": "AWS::MSK::Cluster"}}, {}, {}, "does not emulate AWS::MSK::Cluster"),
        ({"A": {"Type": "Custom::Thing"}}, {}, {}, "does not emulate Custom::Thing"),
        ({"A": log({"Ref": "B"})}, {}, {}, "Unresolved resource dependencies [B]"),
        ({"A": log({"Fn::Sub": "${B.Arn}"})}, {}, {}, "Unresolved resource dependencies [B]"),
        (
            {"A": log({"Ref": "B"}), "B": log({"Ref": "A"})},
            {},
            {},
            "Circular dependency between resources: [A, B]",
        ),
        ({"A": log(), "B": log({"Fn::GetAtt": ["A", "X"]})}, {}, {}, "attribute type X"),
        ({"A": log()}, {"Transform": "AWS::Serverless"}, {}, "does not emulate the transform"),
        ({"Fn::ForEach::A": []}, {}, {}, "does not emulate Fn::ForEach::A"),
        ({"A": log(DeletionPolicy="Snapshot")}, {}, {}, "does not emulate DeletionPolicy Snapshot"),
        ({"A": log()}, {"Surprise": {}}, {}, "Invalid template property or properties [Surprise]"),
        ({f"A{n}": log() for n in range(501)}, {}, {}, "Number of resources, 501, is greater"),
        ({"A": log("x" * 52000)}, {}, {}, "less than or equal to 51200"),
        (
            {"A": log()},
            {},
            {"Parameters": [{"ParameterKey": "P", "ParameterValue": "v"}]},
            "Parameters: [P] do not exist in the template",
        ),
        ({"A": log()}, {"Parameters": {"P": {"Type": "String"}}}, {}, "[P] must have values"),
        (
            {"A": log()},
            {"Rules": {"R": {"Assertions": [{"Assert": {"Fn::Equals": ["a", "b"]}}]}}},
            {},
            "Rule assertion failed: R",
        ),
    ],
)
def test_a_wrong_template_is_refused_before_anything_happens(
    cloud, resources, sections, asked, said
):
    """The call fails, and there is no stack."""
    with pytest.raises(ClientError) as raised:
        cloud.create(resources, sections=sections, **asked)
    assert said in str(raised.value)
    assert cloud.api.describe_stacks()["Stacks"] == []


@pytest.mark.parametrize(
    ("declared", "value", "said"),
    [
        ({"Type": "String", "AllowedValues": ["a", "b"]}, "c", "must be one of AllowedValues"),
        ({"Type": "String", "AllowedPattern": "[a-z]+"}, "A", "must match pattern [a-z]+"),
        ({"Type": "String", "MinLength": 2}, "a", "at least 2 characters"),
        ({"Type": "String", "MaxLength": 2}, "abc", "at most 2 characters"),
        ({"Type": "Number"}, "many", "must be a number"),
        ({"Type": "Number", "MaxValue": 5}, "6", "not greater than 5"),
        ({"Type": "Number", "MinValue": 5}, "4", "not less than 5"),
        ({"Type": "AWS::SSM::Parameter::Value<String>"}, "/none", "Unable to fetch parameters"),
    ],
)
def test_a_wrong_parameter_is_refused(cloud, declared, value, said):
    """With what is wrong with it."""
    given = [{"ParameterKey": "P", "ParameterValue": value}]
    with pytest.raises(ClientError) as raised:
        cloud.create({"A": log()}, sections={"Parameters": {"P": declared}}, Parameters=given)
    assert said in str(raised.value)


def test_capabilities_are_asked_for(cloud):
    """CAPABILITY_IAM for roles, the named one for roles with names; the named one includes both."""
    trust = {"Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": "*"}]}
    role = {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": trust}}
    named = {"Type": role["Type"], "Properties": role["Properties"] | {"RoleName": "r"}}
    for resource, have, wanted in ((role, [], "IAM"), (named, ["CAPABILITY_IAM"], "NAMED_IAM")):
        with pytest.raises(ClientError) as raised:
            cloud.create({"R": resource}, Capabilities=have)
        assert raised.value.response["Error"] == {
            "Type": "Sender",
            "Code": "InsufficientCapabilitiesException",
            "Message": f"Requires capabilities : [CAPABILITY_{wanted}]",
        }


def test_a_token_makes_creation_safe_to_repeat(cloud):
    """The same token is the same stack; without it the name is taken."""
    once = cloud.create({"A": log()}, ClientRequestToken="t")
    assert cloud.create({"A": log()}, ClientRequestToken="t") == once
    with pytest.raises(ClientError, match="AlreadyExistsException"):
        cloud.create({"A": log()})
    with pytest.raises(ClientError, match="TokenAlreadyExistsException"):
        cloud.update({"A": log(days=7)}, ClientRequestToken="t")


def test_templates_come_from_s3_by_version(cloud):
    """In each style of URL, an older version when the URL says so."""
    s3 = cloud.aws.client("s3")
    s3.create_bucket(
        Bucket="templates", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
    )
    s3.put_bucket_versioning(Bucket="templates", VersioningConfiguration={"Status": "Enabled"})
    body = json.dumps({"Resources": {"A": log()}, "Description": "old"})
    old = s3.put_object(Bucket="templates", Key="k/a.yaml", Body=body)["VersionId"]
    s3.put_object(Bucket="templates", Key="k/a.yaml", Body=body.replace("old", "new"))
    urls = {
        "https://templates.s3.eu-west-1.amazonaws.com/k/a.yaml": "new",
        "https://s3.eu-west-1.amazonaws.com/templates/k/a.yaml": "new",
        f"https://templates.s3.amazonaws.com/k/a.yaml?versionId={old}": "old",
    }
    told = {url: cloud.api.validate_template(TemplateURL=url)["Description"] for url in urls}
    assert told == urls
    for url in ("http://t.s3.amazonaws.com/k", "https://example.com/k"):
        with pytest.raises(ClientError, match="TemplateURL must be a supported URL"):
            cloud.api.validate_template(TemplateURL=url)
    with pytest.raises(ClientError, match="S3 error"):
        cloud.api.validate_template(TemplateURL="https://templates.s3.amazonaws.com/other")


def test_a_nested_stack_is_made_and_deleted_with_its_parent(cloud):
    """Its outputs are attributes, its failure its parent's."""
    s3 = cloud.aws.client("s3")
    s3.create_bucket(
        Bucket="templates", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
    )
    outputs = {"Name": {"Value": {"Ref": "Logs"}}}
    s3.put_object(
        Bucket="templates",
        Key="k",
        Body=json.dumps({"Resources": {"Logs": log("inner")}, "Outputs": outputs}),
    )
    url = {"TemplateURL": "https://templates.s3.amazonaws.com/k"}
    nested = {"Inner": {"Type": "AWS::CloudFormation::Stack", "Properties": url}}
    given = {"Outputs": {"X": {"Value": {"Fn::GetAtt": ["Inner", "Outputs.Name"]}}}}
    cloud.create(nested, sections=given)
    assert cloud.stack()["Outputs"][0]["OutputValue"] == "inner"
    inner = cloud.physical("Inner")
    assert cloud.stack(inner)["ParentId"] == cloud.stack()["StackId"]
    cloud.api.delete_stack(StackName="web")
    cloud.aws.clock.advance(60)
    assert (cloud.status(inner), cloud.logs()) == ("DELETE_COMPLETE", [])
    cloud.aws.faults.resource("Logs", reason="no luck")
    cloud.create(nested, "again")
    assert cloud.status("again") == "ROLLBACK_COMPLETE"


def test_a_creation_can_take_too_long(cloud):
    """TimeoutInMinutes, of simulated time."""
    chain = {f"L{n}": log() | ({"DependsOn": f"L{n - 1}"} if n else {}) for n in range(20)}
    cloud.create(chain, TimeoutInMinutes=1, wait=600)
    assert cloud.status() == "ROLLBACK_COMPLETE"
    assert "time exceeded" in cloud.reason("web", "ROLLBACK_IN_PROGRESS")
    assert cloud.logs() == []


def test_events_come_in_pages_newest_first(cloud):
    """Each once; those of failures can be asked for."""
    cloud.aws.faults.resource("Bad")
    arn = cloud.create({f"L{n}": log() for n in range(40)} | {"Bad": log()})
    pages = list(cloud.api.get_paginator("describe_stack_events").paginate(StackName="web"))
    told = [one for page in pages for one in page["StackEvents"]]
    assert len(pages) == 2
    assert len({one["EventId"] for one in told}) == len(told)
    times = [one["Timestamp"] for one in told]
    assert times == sorted(times, reverse=True)
    operation = cloud.stack()["LastOperations"][0]["OperationId"]
    failed = cloud.api.describe_events(
        StackName=arn, OperationId=operation, Filters={"FailedEvents": True}
    )["OperationEvents"]
    assert {one["EventType"] for one in failed} == {"PROVISIONING_ERROR"}
    assert {one["OperationStatus"] for one in failed} == {"FAILED"}


def test_what_would_be_ignored_is_refused(cloud):
    """Fields of a request that the local AWS has no use for."""
    for asked in ({"ResourceTypes": ["AWS::*"]}, {"StackPolicyURL": "https://example.com/p"}):
        with pytest.raises(ClientError, match=f"does not emulate {next(iter(asked))}"):
            cloud.create({"A": log()}, **asked)


def test_a_stack_can_be_kept_in_a_file(cloud):
    """Nothing in a stack at rest keeps it from being pickled."""
    cloud.create({"A": log("a")})
    backend = cloudformation_backends["123456789012"]["eu-west-1"]
    again = pickle.loads(pickle.dumps(backend))  # noqa: S301  # written a moment ago
    assert again.get("web").resources["A"].made.attribute("Arn").endswith("log-group:a:*")


def test_an_error_of_the_engine_itself_ends_the_stack(cloud):
    """Never in progress for ever: here its resources are gone under its feet."""
    arn = cloud.create({"A": log()}, wait=0)
    stack = cloudformation_backends["123456789012"]["eu-west-1"].get(arn)
    stack.resources = None
    cloud.aws.clock.advance(60)
    assert (stack.status, "AttributeError" in stack.reason) == ("CREATE_FAILED", True)
