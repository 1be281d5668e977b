"""Asynchronous invocations: tried again when they fail, and handed on when that is over."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from generator.localaws.clock import clock
from generator.localaws.emulated import Emulated
from generator.localaws.functions.invoking import Invocation, invoke
from generator.localaws.undelivered import note

EMULATES = (
    Emulated(
        "An asynchronous event whose function fails is tried again after one minute and after two"
        " more, unless MaximumRetryAttempts or MaximumEventAgeInSeconds end that",
        "Lambda Developer Guide, asynchronous invocation",
    ),
    Emulated(
        "After the last try it goes to the OnFailure destination as a record, or to the dead-letter"
        " queue as it was; queues only",
        "Lambda Developer Guide, asynchronous invocation",
    ),
)

RETRIES = 2
OLDEST = 21_600
"""Seconds that an event is kept."""


@dataclass(slots=True)
class Event:
    """An event that was accepted for a function."""

    function: Any
    payload: Any
    request_id: str
    tries: int = 0
    accepted: float = 0

    def send(self) -> None:
        """Have it run as soon as the clock goes on."""
        self.accepted = clock.now().timestamp()
        self._run()

    def _run(self) -> None:
        clock.background(self._try, f"lambda {self.function.function_name}", paced=True)

    def _try(self) -> None:
        self.tries += 1
        found = invoke(self.function, self.payload, self.request_id)
        clock.later(0, lambda: self._after(found), f"lambda {self.request_id}")

    def _after(self, found: Invocation) -> None:
        config = _config(self.function)
        if not found.answer.failed:
            self._hand_on(config, "OnSuccess", "Success", found)
            return
        wait = 60 * self.tries
        age = clock.now().timestamp() + wait - self.accepted
        if self.tries > config.get("MaximumRetryAttempts", RETRIES):
            self._failed(config, "RetriesExhausted", found)
        elif age > config.get("MaximumEventAgeInSeconds", OLDEST):
            self._failed(config, "EventAgeExceeded", found)
        else:
            clock.later(wait, self._run, f"lambda {self.request_id}")

    def _failed(self, config: dict[str, Any], condition: str, found: Invocation) -> None:
        self._hand_on(config, "OnFailure", condition, found)
        letters = (self.function.dead_letter_config or {}).get("TargetArn")
        if letters:
            _send(letters, json.dumps(self.payload))

    def _hand_on(self, config: dict[str, Any], to: str, condition: str, found: Invocation) -> None:
        destination = config.get("DestinationConfig", {}).get(to, {}).get("Destination")
        if destination:
            _send(destination, json.dumps(self._record(condition, found)))

    def _record(self, condition: str, found: Invocation) -> dict[str, Any]:
        """What a destination is told."""
        context = {
            "requestId": self.request_id,
            "functionArn": f"{self.function.function_arn}:$LATEST",
            "condition": condition,
            "approximateInvokeCount": self.tries,
        }
        response = {"statusCode": 200, "executedVersion": "$LATEST"}
        if found.answer.failed:
            response["functionError"] = "Unhandled"
        return {
            "version": "1.0",
            "timestamp": f"{clock.now():%Y-%m-%dT%H:%M:%S.000Z}",
            "requestContext": context,
            "requestPayload": self.payload,
            "responseContext": response,
            "responsePayload": json.loads(found.answer.payload),
        }


def _config(function: Any) -> dict[str, Any]:
    """What EventInvokeConfig says of the function."""
    configs = function.event_invoke_config
    found: dict[str, Any] = configs[-1].config if configs else {}
    return found


def _send(arn: str, text: str) -> None:
    from moto.sqs.models import sqs_backends

    _, _, service, region, account, name = arn.split(":", 5)
    if service != "sqs":
        note(arn, "the local AWS hands failed events to queues only")
        return
    sqs_backends[account][region].send_message(name, text)
