"""Amazon EventBridge: events matched by moto's rules and sent to their targets.

`publish` is for services of the local AWS that tell what they did; PutEvents goes the same way.
"""

from __future__ import annotations

import copy
import json
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from generator.localaws.clock import clock
from generator.localaws.ec2.repair import repair
from generator.localaws.emulated import Emulated
from generator.localaws.targets import NO_SUCH_TARGET, deliver, failed, place_of

EMULATES = (
    Emulated("Event patterns are matched as moto matches them", "moto"),
    Emulated(
        "A target gets the event, or what Input, InputPath or InputTransformer make of it",
        "EventBridge API model",
    ),
    Emulated("Rules that are disabled, or have a schedule only, match no event", "unverified"),
)


def plug() -> None:
    """Let moto's rules send by our ways."""
    from moto.events.models import Rule

    repair(Rule, send_to_targets)


def send_to_targets(
    rule: Any,
    theirs: Any,
    original_event: Any,
    transform_input: bool = True,  # moto's signature
) -> None:
    """Send an event to the targets of a rule, if it matches."""
    if rule.state != "ENABLED" or not rule.event_pattern.get_pattern():
        return
    if not rule.event_pattern.matches_event(original_event):
        return
    event = _as_sent(original_event)
    for target in rule.targets:
        text = input_of(target, event) if transform_input else json.dumps(event)
        if not deliver(target, text):
            _by_moto(theirs, rule, target, original_event)


def _by_moto(theirs: Any, rule: Any, target: Mapping[str, Any], event: Any) -> None:
    """Archives, API destinations and other buses."""
    if place_of(target["Arn"]).service != "events":
        failed(target, json.dumps(_as_sent(event)), NO_SUCH_TARGET)
        return
    alone = copy.copy(rule)
    alone.targets = [target]
    theirs(alone, {**event, "time": clock.now().timestamp()})


def publish(event: Mapping[str, Any]) -> None:
    """Send an event of an AWS service to the default bus of its account and region.

    Takes source, detail-type, account, region, detail, and resources if there are any; id and
    time are added.
    """
    from moto.events.models import events_backends

    told = {
        "version": "0",
        "id": str(uuid.uuid4()),
        "time": f"{clock.now():%Y-%m-%dT%H:%M:%SZ}",
        "resources": [],
        "ingestion-time": clock.now().timestamp(),
        **event,
    }
    backend = events_backends[event["account"]][event["region"]]
    for rule in list(backend.event_buses["default"].rules.values()):
        rule.send_to_targets(told)


def _as_sent(event: Mapping[str, Any]) -> dict[str, Any]:
    """The event as targets get it; moto has numbers for times."""
    sent = {name: value for name, value in event.items() if name != "ingestion-time"}
    if not isinstance(sent.get("time"), str):
        moment = datetime.fromtimestamp(float(sent["time"]), UTC)
        sent["time"] = f"{moment:%Y-%m-%dT%H:%M:%SZ}"
    return sent


def input_of(target: Mapping[str, Any], event: Mapping[str, Any]) -> str:
    """What a target is sent, as JSON."""
    if target.get("Input"):
        return str(target["Input"])
    if target.get("InputTransformer"):
        return _transformed(target["InputTransformer"], event)
    return json.dumps(_at(target.get("InputPath") or "$", event))


def _transformed(transformer: Mapping[str, Any], event: Mapping[str, Any]) -> str:
    from moto.events.utils import EventTemplateParser

    known: Any = {"ingestion-time": event.get("time"), **event}
    template, paths = transformer["InputTemplate"], transformer.get("InputPathsMap", {})
    return json.dumps(EventTemplateParser.parse(template, paths, known))


def _at(path: str, event: Mapping[str, Any]) -> Any:
    """What a path of names leads to, such as $.detail."""
    found: Any = event
    for name in path.removeprefix("$").split("."):
        if name:
            found = found[name]
    return found
