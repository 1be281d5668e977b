"""Where EventBridge rules and schedules send things: queues, topics, functions, pipelines, logs.

What cannot be delivered is noted in `undelivered` and goes to the target's dead-letter queue,
where it has one.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from generator.localaws.clock import clock
from generator.localaws.emulated import Emulated
from generator.localaws.undelivered import note

EMULATES = (
    Emulated(
        "Targets of rules and schedules are functions, queues, topics, Image Builder pipelines,"
        " log groups and, for rules, what moto knows; all others fail loudly",
        "moto",
    ),
    Emulated("A target's role and resource policies are not checked", "moto"),
)


NO_SUCH_TARGET = "the local AWS does not emulate this kind of target"


@dataclass(frozen=True, slots=True)
class Place:
    """A target's ARN, taken apart."""

    arn: str
    service: str
    region: str
    account: str
    name: str


def place_of(arn: str) -> Place:
    """Raises ValueError for what is no ARN."""
    _, _, service, region, account, name = arn.split(":", 5)
    return Place(arn, service, region, account, name)


def deliver(target: Mapping[str, Any], text: str) -> bool:
    """Send text to a target; False when its service is none of those here."""
    try:
        place = place_of(target["Arn"])
        if place.service not in _WAYS:
            return False
        _WAYS[place.service](place, target, text)
    except Exception as error:  # noqa: BLE001  # whatever a target raises, AWS goes on
        failed(target, text, f"{type(error).__name__}: {error}")
    return True


def failed(target: Mapping[str, Any], text: str, why: str) -> None:
    """Note that a delivery failed, and hand it to the dead-letter queue if there is one."""
    note(target["Arn"], why)
    letters = (target.get("DeadLetterConfig") or {}).get("Arn")
    if letters:
        _to_queue(place_of(letters), {}, text)


def _to_queue(place: Place, target: Mapping[str, Any], text: str) -> None:
    from moto.sqs.models import sqs_backends

    group = (target.get("SqsParameters") or {}).get("MessageGroupId")
    queues = sqs_backends[place.account][place.region]
    queues.send_message(place.name, text, group_id=group)


def _to_topic(place: Place, _target: Mapping[str, Any], text: str) -> None:
    from generator.localaws.inside import client

    client("sns", place.region, place.account).publish(TopicArn=place.arn, Message=text)


def _to_function(place: Place, _target: Mapping[str, Any], text: str) -> None:
    from moto.awslambda.utils import get_backend

    from generator.localaws.functions.events import Event
    from generator.localaws.functions.invoking import refuse_unless_runnable

    function = get_backend(place.account, place.region).get_function(place.arn)
    refuse_unless_runnable(function)
    Event(function, json.loads(text), str(uuid.uuid4())).send()


def _to_pipeline(place: Place, _target: Mapping[str, Any], _text: str) -> None:
    from generator.localaws.inside import client

    if not place.name.startswith("image-pipeline/"):
        msg = f"{place.name} is no pipeline"
        raise ValueError(msg)
    pipelines = client("imagebuilder", place.region, place.account)
    pipelines.start_image_pipeline_execution(
        imagePipelineArn=place.arn, clientToken=str(uuid.uuid4())
    )


def _to_log(place: Place, _target: Mapping[str, Any], text: str) -> None:
    from moto.logs.models import logs_backends

    group = place.name.removeprefix("log-group:").removesuffix(":*")
    logs, stream = logs_backends[place.account][place.region], str(uuid.uuid4())
    logs.create_log_stream(group, stream)
    now = int(clock.now().timestamp() * 1000)
    logs.put_log_events(group, stream, [{"timestamp": now, "message": text}])


_WAYS: Mapping[str, Callable[[Place, Mapping[str, Any], str], None]] = {
    "sqs": _to_queue,
    "sns": _to_topic,
    "lambda": _to_function,
    "imagebuilder": _to_pipeline,
    "logs": _to_log,
}
