"""Bad weather at every call site: what passes by itself is waited for, and nobody notices."""

from __future__ import annotations

import json
from collections import Counter
from itertools import count
from typing import Any

import pytest
from botocore.awsrequest import AWSResponse
from botocore.exceptions import ConnectionClosedError, ReadTimeoutError
from botocore.retries.standard import ExponentialBackoff

from generator.aws.stacks import connect
from generator.deploy import many, removal
from generator.deploy.outcome import Outcome, Result
from generator.deploy.together import Stop
from generator.deploy.wish import Removal, Wish
from generator.deploy.world import World
from generator.localaws.door import local_aws
from generator.plan.target import Target, target
from generator.ports.place import Place

PLACE = Place("123456789012", "eu-west-1", "aws", emulated=True)
OUT = {"Resources": {"T": {"Type": "AWS::SNS::Topic"}}}
TIMES = 2
"""That each operation fails before it works."""


class Body:
    """What a reply is read from."""

    def __init__(self, text: bytes) -> None:
        self._parts = [text]

    def stream(self, **_: Any) -> list[bytes]:
        """All of it."""
        return self._parts


def reply(status: int, code: str) -> AWSResponse:
    text = f"<ErrorResponse><Error><Code>{code}</Code><Message>no</Message></Error></ErrorResponse>"
    return AWSResponse("https://aws", status, {}, Body(text.encode()))


def closed() -> None:
    raise ConnectionClosedError(endpoint_url="https://aws")


def late() -> None:
    raise ReadTimeoutError(endpoint_url="https://aws")


WEATHER = {
    "throttling": lambda: reply(400, "Throttling"),
    "rate": lambda: reply(400, "RequestLimitExceeded"),
    "failure": lambda: reply(500, "InternalFailure"),
    "unavailable": lambda: reply(503, "ServiceUnavailable"),
    "reset": closed,
    "time-out": late,
}


def wanted(values: dict[str, Any]) -> Target:
    return target("web", json.dumps(values), values, factory="web", file="web.yaml")


@pytest.mark.parametrize("kind", WEATHER)
def test_whatever_passes_by_itself_is_waited_for(monkeypatch, kind: str) -> None:
    """Every operation of a stack's life fails twice: created, updated, unchanged, deleted."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "local")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "local")
    monkeypatch.setattr(ExponentialBackoff, "delay_amount", lambda *_: 0)  # no time to lose
    failed, numbers = Counter(), count()

    def storm(**more):
        operation = more["event_name"].rpartition(".")[2]
        failed[operation] += 1
        return WEATHER[kind]() if failed[operation] <= TIMES else None

    with local_aws() as aws:
        stacks = connect("eu-west-1", None)
        stacks._client.meta.events.register_first("before-send.cloudformation", storm)  # noqa: SLF001  # the wire
        world = World(
            place=PLACE,
            stacks=stacks,
            upload=lambda _name, _data: "",
            ask=lambda _question: True,
            review=lambda _draft: None,
            tell=lambda _news: None,
            sleep=aws.clock.advance,
            token=lambda: f"{next(numbers):08}",
            poll=60,
        )

        def deploy(values: dict[str, Any]) -> Outcome:
            targets = [wanted(values)]
            return many.deploy(targets, Wish(), lambda _: world, lambda _: True, Stop())[0]

        first = deploy(OUT)
        second = deploy({**OUT, "Outputs": {"O": {"Value": "1"}}})
        assert second.error is None, (second.error.message, second.error.hint, second.failure)
        gone = removal.destroy(stacks.find("web"), Removal(unprotect=True), world)

    assert [Result.CREATED, Result.UPDATED, Result.DELETED] == [
        first.result,
        second.result,
        gone.result,
    ]
    assert {
        "CreateChangeSet",
        "DeleteStack",
        "DescribeChangeSet",
        "DescribeStackEvents",
        "DescribeStacks",
        "ExecuteChangeSet",
        "GetStackPolicy",
        "GetTemplate",
        "ListChangeSets",
        "ListStackResources",
        "SetStackPolicy",
        "UpdateTerminationProtection",
    } == set(failed)
