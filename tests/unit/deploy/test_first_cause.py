"""Of many events, the one that began it all; and what is known about reasons."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from generator.deploy.causes import CAUSES, hint
from generator.deploy.first_cause import first_cause
from generator.ports.stacks import Event, Stack
from tests.fakes.stacks import FakeStacks

ARN = "arn:aws:cloudformation:eu-west-1:123456789012:stack/web/1"
INNER = "arn:aws:cloudformation:eu-west-1:123456789012:stack/web-inner/2"
NOW = datetime(2026, 11, 22, tzinfo=UTC)
STACK = Stack(ARN, "web", "ROLLBACK_COMPLETE", "The following resource(s) failed")


def event(logical_id: str, status: str, reason: str = "", **more: str) -> Event:
    told = {"type": "AWS::SNS::Topic", "physical_id": "", **more}
    return Event(f"{logical_id}-{status}", NOW, logical_id, status=status, reason=reason, **told)


def test_the_first_failure_is_the_cause_and_the_cancelled_are_counted() -> None:
    events = [
        event("web", "CREATE_IN_PROGRESS", physical_id=ARN),
        event("B", "CREATE_FAILED", "Resource creation cancelled"),
        event("A", "CREATE_FAILED", "no such thing"),
        event("C", "CREATE_FAILED", "Resource creation cancelled"),
        event("web", "ROLLBACK_IN_PROGRESS", "failed: [A]", physical_id=ARN),
        event("D", "DELETE_FAILED", "it will not go"),
    ]

    failure = first_cause(FakeStacks(), STACK, events, {"A": "web.yaml:6"})

    assert ("A", "no such thing", "web.yaml:6", 2) == (
        failure.logical_id,
        failure.reason,
        failure.place,
        failure.cancelled,
    )


def test_a_nested_stack_is_followed_to_what_failed_in_it() -> None:
    """The line is that of the nested stack's own resource, which the payload knows."""
    inner = [event("Deep", "CREATE_FAILED", "quota exceeded")]
    stacks = FakeStacks()
    stacks.events = lambda stack: inner if stack == INNER else []
    outer = event(
        "Nested",
        "CREATE_FAILED",
        "Embedded stack was not successfully created",
        type="AWS::CloudFormation::Stack",
        physical_id=INNER,
    )

    failure = first_cause(stacks, STACK, [outer], {"Nested": "web.yaml:2"})

    assert ("Deep", "quota exceeded", "web.yaml:2") == (
        failure.logical_id,
        failure.reason,
        failure.place,
    )


def test_without_events_the_stack_says_why() -> None:
    assert "The following resource(s) failed" == first_cause(FakeStacks(), STACK, []).reason


@pytest.mark.parametrize(
    ("reason", "word"),
    [
        ("User: x is not authorized to perform: iam:PassRole on resource: y", "iam:PassRole"),
        ("User: x is not authorized to perform: kms:CreateKey because", "need kms:CreateKey"),
        ("API: sns:CreateTopic Access Denied: AccessDenied", "lack a permission"),
        ("Action denied by stack policy: Statement [#2] does not allow", "--allow-replace"),
        ("Resource of type 'AWS::ImageBuilder::Component' already exists.", "another version"),
        ("web-logs already exists in stack arn:aws", "outside of this stack"),
        ("The maximum number of pipelines was exceeded; quota", "Service Quotas"),
        ("The image id '[ami-0123456789abcdef0]' does not exist", "one region"),
        ("Unable to fetch parameters [/aws/service/x] from parameter store", "Systems Manager"),
        ("The subnet ID 'subnet-0a1b2c3d' does not exist", "one region and VPC"),
        ("Key 'arn:aws:kms:x' does not exist", "there and enabled"),
        ("The bucket you tried to delete is not empty", "empty the bucket"),
        ("Resource has other resources depended on it", "delete that first"),
        ("Rate exceeded (Service: Foo)", "run the same command again"),
        ("Internal Failure", "AWS itself failed"),
        ("Resource did not stabilize", "too long"),
        ("The security token included in the request is expired", "sign in again"),
        ("AWSServiceRoleForImageBuilder cannot be created", "create-service-linked-role"),
        ("Invalid principal in policy", "does not exist"),
    ],
)
def test_a_known_reason_has_its_advice(reason: str, word: str) -> None:
    assert word in hint(reason)


def test_an_unknown_reason_has_none() -> None:
    assert "" == hint("the moon is in the wrong house")


def test_every_advice_can_be_written() -> None:
    """Places in braces are groups of the pattern."""
    assert all("{" not in advice or "(?P<" in pattern for pattern, advice in CAUSES)
