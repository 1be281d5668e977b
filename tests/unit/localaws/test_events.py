"""EventBridge of the local AWS: what rules send where."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from generator.localaws.door import LocalAws, local_aws
from generator.localaws.events import publish

TOLD = {
    "source": "aws.imagebuilder",
    "detail-type": "EC2 Image Builder Image State Change",
    "account": "123456789012",
    "region": "eu-west-1",
    "resources": ["arn:aws:imagebuilder:eu-west-1:123456789012:image/web/1.0.0/1"],
    "detail": {"state": {"status": "AVAILABLE"}},
}
PATTERN = json.dumps(
    {"source": ["aws.imagebuilder"], "detail": {"state": {"status": ["AVAILABLE"]}}}
)

Rule = Callable[..., Callable[[], list[Any]]]


@pytest.fixture(scope="module")
def aws() -> Iterator[LocalAws]:
    with local_aws() as opened:
        yield opened


@pytest.fixture
def rule(aws: LocalAws, request: pytest.FixtureRequest) -> Iterator[Rule]:
    """Makes a rule that sends to a queue; gives what reads the queue."""
    events, sqs = aws.client("events"), aws.client("sqs")
    name = request.node.name.replace("[", "-").replace("]", "")[-60:]
    url = sqs.create_queue(QueueName=name)["QueueUrl"]

    def make(pattern: str = PATTERN, **target: Any) -> Callable[[], list[Any]]:
        events.put_rule(Name=name, EventPattern=pattern)
        arn = f"arn:aws:sqs:eu-west-1:123456789012:{name}"
        events.put_targets(Rule=name, Targets=[{"Id": "1", "Arn": arn, **target}])
        return received

    def received() -> list[Any]:
        messages = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
        return [json.loads(one["Body"]) for one in messages]

    yield make
    events.remove_targets(Rule=name, Ids=["1"])
    events.delete_rule(Name=name)


def _now(aws: LocalAws) -> str:
    return f"{aws.clock.now():%Y-%m-%dT%H:%M:%SZ}"


def test_a_rule_that_matches_sends_the_event(aws: LocalAws, rule: Rule):
    received = rule()
    publish(TOLD)

    (event,) = received()
    assert TOLD == {name: event[name] for name in TOLD}
    assert ("0", _now(aws)) == (event["version"], event["time"])
    assert event["id"]


def test_a_rule_that_does_not_match_sends_nothing(rule: Rule):
    received = rule(json.dumps({"source": ["aws.ec2"]}))
    publish(TOLD)

    assert [] == received()


def test_a_rule_that_is_disabled_sends_nothing(aws: LocalAws, rule: Rule):
    received = rule()
    (name,) = [one["Name"] for one in aws.client("events").list_rules()["Rules"]]
    aws.client("events").disable_rule(Name=name)
    publish(TOLD)

    assert [] == received()


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ({"Input": '{"own": 1}'}, {"own": 1}),
        ({"InputPath": "$.detail"}, {"state": {"status": "AVAILABLE"}}),
        (
            {
                "InputTransformer": {
                    "InputPathsMap": {"s": "$.detail.state.status"},
                    "InputTemplate": '{"became": "<s>"}',
                }
            },
            {"became": "AVAILABLE"},
        ),
    ],
    ids=["input", "path", "transformer"],
)
def test_a_target_says_what_it_wants(rule: Rule, target: dict[str, Any], expected: Any):
    received = rule(**target)
    publish(TOLD)

    assert [expected] == received()


def test_events_that_are_put_go_the_same_way(aws: LocalAws, rule: Rule):
    received = rule(json.dumps({"source": ["my.app"]}))
    entry = {"Source": "my.app", "DetailType": "Done", "Detail": '{"n": 1}'}
    aws.client("events").put_events(Entries=[entry])

    (event,) = received()
    assert ("my.app", "Done", {"n": 1}) == (
        event["source"],
        event["detail-type"],
        event["detail"],
    )
    assert _now(aws) == event["time"]


def test_what_cannot_be_delivered_is_noted_in_a_log(aws: LocalAws, rule: Rule):
    rule(Arn="arn:aws:states:eu-west-1:123456789012:stateMachine:mine")
    publish(TOLD)

    events = aws.client("logs").get_log_events(
        logGroupName="/amifactory/local/undelivered", logStreamName="log"
    )["events"]
    said = events[-1]["message"]
    assert said.startswith("[emulated] arn:aws:states:")
    assert "does not emulate" in said


def test_a_topic_is_told(aws: LocalAws, rule: Rule):
    """A queue that is subscribed to the topic has the event."""
    sns, sqs = aws.client("sns"), aws.client("sqs")
    topic = sns.create_topic(Name="builds")["TopicArn"]
    queue = sqs.create_queue(QueueName="subscribed")["QueueUrl"]
    sns.subscribe(
        TopicArn=topic,
        Protocol="sqs",
        Endpoint="arn:aws:sqs:eu-west-1:123456789012:subscribed",
        Attributes={"RawMessageDelivery": "true"},
    )
    rule(Arn=topic)
    publish(TOLD)

    (message,) = sqs.receive_message(QueueUrl=queue)["Messages"]
    assert TOLD["detail"] == json.loads(message["Body"])["detail"]


def _pipeline(aws: LocalAws) -> str:
    """A pipeline with as little as possible, for instances that a role named builder has."""
    iam, builder = aws.client("iam"), aws.client("imagebuilder")
    iam.create_role(RoleName="builder", AssumeRolePolicyDocument="{}")
    iam.create_instance_profile(InstanceProfileName="builder")
    iam.add_role_to_instance_profile(InstanceProfileName="builder", RoleName="builder")
    aws.seed_ami("ami-0123456789abcdef0")
    component = builder.create_component(
        name="hello", semanticVersion="1.0.0", platform="Linux", data=COMPONENT
    )["componentBuildVersionArn"]
    recipe = builder.create_image_recipe(
        name="web",
        semanticVersion="1.0.0",
        parentImage="ami-0123456789abcdef0",
        components=[{"componentArn": component}],
    )["imageRecipeArn"]
    infrastructure = builder.create_infrastructure_configuration(
        name="web", instanceProfileName="builder"
    )["infrastructureConfigurationArn"]
    made = builder.create_image_pipeline(
        name="web", imageRecipeArn=recipe, infrastructureConfigurationArn=infrastructure
    )
    return str(made["imagePipelineArn"])


COMPONENT = """
schemaVersion: 1.0
phases:
  - name: build
    steps: [{name: Install, action: ExecuteBash, inputs: {commands: [echo installed]}}]
"""


def test_an_event_starts_a_pipeline_whose_build_tells_of_itself(aws: LocalAws, rule: Rule):
    events, pipeline = aws.client("events"), _pipeline(aws)
    received = rule(json.dumps({"source": ["aws.imagebuilder"]}))
    events.put_rule(Name="start", EventPattern=json.dumps({"source": ["my.release"]}))
    events.put_targets(Rule="start", Targets=[{"Id": "1", "Arn": pipeline}])
    entry = {"Source": "my.release", "DetailType": "New", "Detail": "{}"}
    events.put_events(Entries=[entry])
    aws.clock.advance(3600)

    images = aws.client("imagebuilder").list_image_pipeline_images(imagePipelineArn=pipeline)
    (image,) = images["imageSummaryList"]
    assert "AVAILABLE" == image["state"]["status"]
    told = [event for event in received() if event["resources"] == [image["arn"]]]
    assert "AVAILABLE" in [event["detail"]["state"]["status"] for event in told]
