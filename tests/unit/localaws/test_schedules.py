"""Schedules of the local AWS: what fires by itself as simulated time passes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from generator.localaws.door import LocalAws, local_aws
from generator.localaws.schedules import fire

HOUR = 3600
ARN = "arn:aws:sqs:eu-west-1:123456789012:fired"


@pytest.fixture(scope="module")
def opened() -> Iterator[LocalAws]:
    with local_aws() as opened:
        opened.client("sqs").create_queue(QueueName="fired")
        yield opened


@pytest.fixture
def aws(opened: LocalAws) -> Iterator[LocalAws]:
    """No rule or schedule is left behind; every test begins at nine on some day."""
    begun = opened.clock.now()
    yield opened
    events, scheduler = opened.client("events"), opened.client("scheduler")
    for rule in events.list_rules()["Rules"]:
        events.remove_targets(Rule=rule["Name"], Ids=["1"])
        events.delete_rule(Name=rule["Name"])
    for schedule in scheduler.list_schedules()["Schedules"]:
        scheduler.delete_schedule(Name=schedule["Name"])
    _fired(opened)
    passed = opened.clock.now() - begun
    opened.clock.advance((timedelta(days=passed.days + 1) - passed).total_seconds())


def _fired(aws: LocalAws) -> list[Any]:
    sqs = aws.client("sqs")
    url = sqs.get_queue_url(QueueName="fired")["QueueUrl"]
    found = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
    for one in found:
        sqs.delete_message(QueueUrl=url, ReceiptHandle=one["ReceiptHandle"])
    return [json.loads(one["Body"]) for one in found]


def _rule(aws: LocalAws, expression: str, **more: Any) -> None:
    events = aws.client("events")
    events.put_rule(Name="nightly", ScheduleExpression=expression, **more)
    events.put_targets(Rule="nightly", Targets=[{"Id": "1", "Arn": ARN}])


def _schedule(aws: LocalAws, expression: str, **more: Any) -> Any:
    return aws.client("scheduler").create_schedule(
        Name="weekly",
        ScheduleExpression=expression,
        FlexibleTimeWindow={"Mode": "OFF"},
        Target={
            "Arn": ARN,
            "RoleArn": "arn:aws:iam::123456789012:role/scheduler",
            "Input": '{"delivery": "<aws.scheduler.scheduled-time>"}',
        },
        **more,
    )


def test_a_rule_fires_whenever_its_cron_expression_says(aws: LocalAws):
    _rule(aws, "cron(30 10 * * ? *)")
    aws.clock.advance(HOUR)
    assert [] == _fired(aws)

    aws.clock.advance(48 * HOUR)
    first, second = _fired(aws)
    assert ("aws.events", "Scheduled Event") == (first["source"], first["detail-type"])
    assert ["10:30:00Z", "10:30:00Z"] == [first["time"][11:], second["time"][11:]]
    assert ["arn:aws:events:eu-west-1:123456789012:rule/nightly"] == first["resources"]


def test_a_rate_counts_from_when_the_rule_was_made(aws: LocalAws):
    _rule(aws, "rate(2 hours)")
    aws.clock.advance(2 * HOUR - 1)
    assert [] == _fired(aws)
    aws.clock.advance(1)

    assert 1 == len(_fired(aws))


def test_a_rule_that_changes_fires_by_its_new_expression_alone(aws: LocalAws):
    _rule(aws, "rate(1 hour)")
    aws.client("events").put_rule(Name="nightly", ScheduleExpression="rate(5 hours)")
    aws.clock.advance(5 * HOUR)

    assert 1 == len(_fired(aws))


def test_a_rule_that_is_disabled_is_silent_until_it_is_enabled(aws: LocalAws):
    _rule(aws, "rate(1 hour)")
    events = aws.client("events")
    events.disable_rule(Name="nightly")
    aws.clock.advance(2 * HOUR)
    assert [] == _fired(aws)
    events.enable_rule(Name="nightly")
    aws.clock.advance(HOUR)

    assert 1 == len(_fired(aws))


def test_a_rule_that_is_gone_fires_no_more(aws: LocalAws):
    _rule(aws, "rate(1 hour)")
    events = aws.client("events")
    events.remove_targets(Rule="nightly", Ids=["1"])
    events.delete_rule(Name="nightly")
    aws.clock.advance(2 * HOUR)

    assert [] == _fired(aws)
    assert [] == [due for due in aws.clock.pending() if "nightly" in due.label]


def test_a_schedule_fires_in_its_time_zone_and_tells_the_time(aws: LocalAws):
    """Nine in New York is 14:00 in UTC in January."""
    _schedule(aws, "cron(0 9 * * ? *)", ScheduleExpressionTimezone="America/New_York")
    aws.clock.advance(5 * HOUR)

    (fired,) = _fired(aws)
    assert "14:00:00Z" == fired["delivery"][11:]


def test_a_schedule_for_one_moment_fires_once_and_goes_if_it_shall(aws: LocalAws):
    moment = aws.clock.now() + timedelta(hours=1)
    _schedule(aws, f"at({moment:%Y-%m-%dT%H:%M:%S})", ActionAfterCompletion="DELETE")
    aws.clock.advance(3 * HOUR)

    assert 1 == len(_fired(aws))
    assert [] == aws.client("scheduler").list_schedules()["Schedules"]


def test_a_schedule_that_is_disabled_does_not_fire(aws: LocalAws):
    _schedule(aws, "rate(1 hour)", State="DISABLED")
    aws.clock.advance(2 * HOUR)

    assert [] == _fired(aws)


def test_a_rule_or_schedule_can_be_fired_at_once(aws: LocalAws):
    _rule(aws, "cron(0 4 1 1 ? *)")
    _schedule(aws, "cron(0 4 1 1 ? *)")
    fire("nightly")
    fire("weekly")

    assert 2 == len(_fired(aws))
    with pytest.raises(KeyError):
        fire("missing")
