"""Pipelines that the clock starts, and what builds tell others."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

DAY = 24 * 3600


def scheduled(factory: Any, **said: Any) -> str:
    schedule = {"scheduleExpression": "cron(0 4 * * ? *)"} | said
    return factory.pipeline(schedule=schedule, imageTags={"by": "schedule"})


def images(factory: Any, pipeline: str) -> list[dict[str, Any]]:
    found = factory.api.list_image_pipeline_images(imagePipelineArn=pipeline)
    return list(found["imageSummaryList"])


def test_the_next_run_is_told_and_happens(factory: Any) -> None:
    pipeline = scheduled(factory, pipelineExecutionStartCondition="EXPRESSION_MATCH_ONLY")
    told = factory.api.get_image_pipeline(imagePipelineArn=pipeline)["imagePipeline"]["dateNextRun"]
    factory.aws.clock.advance(2 * DAY)
    made = images(factory, pipeline)

    assert datetime(2026, 1, 6, 4, tzinfo=UTC) == datetime.fromisoformat(told)
    assert ["SCHEDULED", "SCHEDULED"] == [it["buildType"] for it in made]
    assert {"by": "schedule"} == made[0]["tags"]


def test_the_default_condition_waits_for_something_new(factory: Any) -> None:
    wildcard = factory.component().replace("1.0.0/1", "x.x.x")
    pipeline = factory.pipeline(
        factory.recipe(wildcard), schedule={"scheduleExpression": "rate(1 day)"}
    )
    factory.aws.clock.advance(3 * DAY + factory.HOUR)
    unchanged = len(images(factory, pipeline))
    factory.component(factory.DOCUMENT, semanticVersion="1.1.0")
    factory.aws.clock.advance(2 * DAY)

    assert (1, 2) == (unchanged, len(images(factory, pipeline)))


def test_a_disabled_pipeline_is_started_by_hand_alone(factory: Any) -> None:
    schedule = {
        "scheduleExpression": "rate(1 day)",
        "pipelineExecutionStartCondition": "EXPRESSION_MATCH_ONLY",
    }
    pipeline = factory.pipeline(schedule=schedule, status="DISABLED")
    factory.aws.clock.advance(3 * DAY)
    before = images(factory, pipeline)
    factory.start(pipeline)

    assert [] == before
    assert 1 == len(images(factory, pipeline))


def test_failures_in_a_row_disable_a_pipeline(factory: Any) -> None:
    pipeline = scheduled(
        factory,
        pipelineExecutionStartCondition="EXPRESSION_MATCH_ONLY",
        autoDisablePolicy={"failureCount": 2},
    )
    factory.aws.faults.build(state="BUILDING", times=5)
    factory.aws.clock.advance(5 * DAY)
    found = factory.api.get_image_pipeline(imagePipelineArn=pipeline)["imagePipeline"]

    assert ("DISABLED", 2, "FAILED") == (
        found["status"],
        found["consecutiveFailures"],
        found["lastRunStatus"],
    )
    assert 2 == len(images(factory, pipeline))


def test_the_topic_hears_of_the_end(factory: Any) -> None:
    sns, sqs = factory.client("sns"), factory.client("sqs")
    topic = sns.create_topic(Name="builds")["TopicArn"]
    queue = sqs.create_queue(QueueName="builds")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn["Attributes"]["QueueArn"])
    infrastructure = factory.infrastructure(snsTopicArn=topic)
    image = factory.built(factory.pipeline(infrastructureConfigurationArn=infrastructure))
    messages = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10)["Messages"]
    told = json.loads(json.loads(messages[0]["Body"])["Message"])

    assert 1 == len(messages)
    assert (image["arn"], "AVAILABLE") == (told["arn"], told["state"]["status"])
    assert image["outputResources"] == told["outputResources"]


def test_a_rule_hears_of_each_state(factory: Any) -> None:
    events, sqs = factory.client("events"), factory.client("sqs")
    queue = sqs.create_queue(QueueName="states")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])
    pattern = {"source": ["aws.imagebuilder"], "detail": {"state": {"status": ["AVAILABLE"]}}}
    events.put_rule(Name="images", EventPattern=json.dumps(pattern))
    target = {"Id": "queue", "Arn": arn["Attributes"]["QueueArn"]}
    events.put_targets(Rule="images", Targets=[target])
    image = factory.built(factory.pipeline())
    messages = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10)["Messages"]
    told = json.loads(messages[0]["Body"])

    assert 1 == len(messages)
    assert ("EC2 Image Builder Image State Change", [image["arn"]], "INTEGRATING") == (
        told["detail-type"],
        told["resources"],
        told["detail"]["previous-state"]["status"],
    )
